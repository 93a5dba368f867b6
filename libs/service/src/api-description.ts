/** What every OpenAPI document says beside its routes: how to read it, and all refusals. */
import { problems } from '@marquee/contracts';

/** Groups of operations, in the order in which they are shown. */
export const tags: readonly { readonly name: string; readonly description: string }[] = [
  { name: 'movies', description: 'The catalogue: lists, single movies and who plays in them.' },
  { name: 'imports', description: 'Uploads of many movies, and what became of each row.' },
  { name: 'actors', description: 'People who play in movies.' },
  { name: 'search', description: 'What is found by words, suggested, or akin to a movie.' },
  { name: 'ratings', description: 'Stars that users give to movies.' },
  { name: 'plays', description: 'How often movies are played.' },
  { name: 'comments', description: 'What users say about movies.' },
  { name: 'sessions', description: 'What players watch, and from where.' },
  {
    name: 'changes',
    description: 'All that was changed, in order: for copies, indexes and caches.',
  },
  { name: 'exports', description: 'The catalogue as files.' },
  { name: 'providers', description: 'How the deliveries of providers go.' },
  { name: 'webhooks', description: 'Who is told of changes by messages, and how that goes.' },
  { name: 'users', description: 'People with a login: what they say of themselves.' },
  { name: 'subscriptions', description: 'What users have subscribed to, and for how long.' },
  { name: 'tokens', description: 'Access tokens, and the keys that sign them.' },
  { name: 'health', description: 'For balancers and supervisors.' },
];

/** What the dialogue says that asks for one. */
export const aboutTokens =
  "An administrator's token. On embedded stores the first start puts one into the file `admin.token` of the data " +
  'folder (`data/` by default); elsewhere it is the setting `ADMIN_TOKEN`.';

/** The same, of users. */
export const aboutLogins =
  'The e-mail address and the password of a user, for which `/token` gives a token of an hour. The other fields stay empty.';

const conventions = `
## Trying it out

Reading needs no token unless the installation asks for one. To write, press **Authorize** and enter the token that is in
\`data/admin.token\`, or what a user logs in with (\`POST /users\` makes one). Each write answers with a \`Consistency-Token\`: a
read that sends it along sees that write.

## Conventions

- Bodies are JSON in UTF-8. Ids are UUIDs in lower case, instants look like \`2026-01-31T09:30:00.000Z\`, dates like
  \`2026-01-31\`.
- Unknown fields, unknown parameters and parameters that are given twice are refused.
- \`minLength\` and \`maxLength\` count UTF-16 units without outer blanks (JSON Schema counts code points: an emoji is two
  here); where \`x-verbatim\` stands, \`maxLength\` counts them too. Where \`x-text\` stands, control characters but newline and tab are refused. \`x-rule\` names a rule over several
  fields.
- Every write can be rehearsed with \`?dryRun=true\`: all is checked, nothing is stored.
- A \`POST\` that brings an \`Idempotency-Key\` may be sent again for a day, and is carried out once. Other methods may be
  repeated anyway (with \`If-Match\` where it matters), and ignore the header.
- Every answer carries \`X-Request-Id\`: that of the request when it has a well-formed one.
- \`HEAD\` works wherever \`GET\` does; a wrong method is 405 with \`Allow\`.

## Refusals

Problem documents (RFC 9457, \`application/problem+json\`); \`errors\` holds all faults of the input at once.
`;

export function describeApi(introduction: string): string {
  const rows = Object.entries(problems).map(
    ([code, [status, title]]) => `| \`${code}\` | ${status} | ${title} |`,
  );
  const table = ['| code | status | meaning |', '|---|---|---|', ...rows].join('\n');
  return `${introduction}\n${conventions}\n${table}\n`;
}
