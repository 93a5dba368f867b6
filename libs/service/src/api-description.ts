/** What every OpenAPI document says beside its routes: how to read it, and all refusals. */
import { problems } from '@marquee/contracts';

const conventions = `
## Conventions

- Bodies are JSON in UTF-8. Ids are UUIDs in lower case, instants look like \`2026-01-31T09:30:00.000Z\`, dates like
  \`2026-01-31\`.
- Unknown fields, unknown parameters and parameters that are given twice are refused.
- \`minLength\` and \`maxLength\` count UTF-16 units without outer blanks (JSON Schema counts code points: an emoji is two
  here). Where \`x-text\` stands, control characters but newline and tab are refused. \`x-rule\` names a rule over several
  fields.
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
