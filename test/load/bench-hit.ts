/** `GET /movies` from the page cache, beside a bare `node:http` server and nginx, which send the same bytes with the same headers. */
import { catalogueName, importedCatalogue } from './catalogues/imported-catalogue.js';
import type { ExpectedAnswer } from './harness/closed-load.js';
import { pinning } from './harness/cores.js';
import { effort } from './harness/effort.js';
import { type LoadGenerator, startLoadGenerator } from './harness/load-generator.js';
import {
  compared,
  figuresOf,
  idlers,
  type MeasuredServer,
  measuredLoad,
  type Sample,
} from './harness/measured-load.js';
import { nothingOpened } from './harness/opened.js';
import type { PartResult } from './harness/results.js';
import { startRival } from './harness/rival.js';
import { interleaved } from './harness/rounds.js';
import { bareSettings, type KeptAnswers, keptAnswersOf } from './kept-answers.js';
import { startNginx } from './rivals/nginx.js';
import { startApps } from './start-apps.js';
import { beginningOf, openLiveView } from './view-page.js';

const connections = 64;
const { rounds, seconds } = effort;
const limit = 20;
const page = '/movies';
const kinds = ['plain', 'gzip', 'br', '304'] as const;
type Kind = (typeof kinds)[number];

export async function benchHit(): Promise<PartResult> {
  const data = await importedCatalogue();
  const apps = await startApps(data.directory);
  const opened = nothingOpened();
  const { keep } = opened;
  try {
    const kept = await keptAnswersOf(apps.query.url, page);
    await checkAgainstView(`sqlite:${data.directory}/view.sqlite`, kept.plain.body);
    const bare = keep(await startRival('bare-http', bareSettings(kept)));
    const nginx = await startNginx(filesOf(kept));
    if (nginx !== null) keep(nginx);
    const servers = { 'query app': apps.query, 'bare node:http': bare, ...(nginx && { nginx }) };
    const contenders: Record<string, () => Promise<Sample>> = {};
    for (const kind of kinds) {
      for (const [name, server] of Object.entries(servers)) {
        const expected = await expectedOf(kind, kept, name === 'nginx' ? nginx : null);
        const generator: LoadGenerator = keep(await startLoadGenerator([expected]));
        contenders[`${name} ${kind}`] = () =>
          measuredLoad(server, generator, { connections, seconds });
      }
    }
    const samples = await interleaved(contenders, { rounds });
    return {
      title: 'A kept page',
      how:
        `GET ${page} (${limit} of ${catalogueName}, ${kept.plain.body.length} bytes) from the query app, in production with all ` +
        'defaults, which has the page in its cache; a bare `node:http` server that sends the very bytes and headers; and ' +
        `nginx with one worker, from files. ${connections} connections, ${rounds} rounds of ${seconds} s in turn, each answer ` +
        `compared byte for byte; ${pinning}.`,
      figures: kinds.flatMap((kind) => {
        return figuresOf(
          samples,
          kind,
          Object.keys(servers).map((name) => `${name} ${kind}`),
        );
      }),
      verdicts: kinds.flatMap((kind) =>
        compared(samples, {
          what: `hit, ${kind}, against bare node:http`,
          above: `query app ${kind}`,
          below: `bare node:http ${kind}`,
          atLeast: 0.95,
        }),
      ),
      remarks: idlers(samples),
    };
  } finally {
    await opened.close();
    await apps.close();
    data.remove();
  }
}

/** What nginx gives a 304 for is its own tag. */
async function expectedOf(
  kind: Kind,
  kept: KeptAnswers,
  nginx: MeasuredServer | null,
): Promise<ExpectedAnswer> {
  const path = nginx === null ? page : `/${kind === '304' ? 'plain' : kind}`;
  const headers: Record<string, string> = {};
  if (kind === 'gzip' || kind === 'br') headers['accept-encoding'] = kind;
  if (kind === '304') {
    const own = nginx === null ? null : await fetch(nginx.url + path);
    headers['if-none-match'] = own?.headers.get('etag') ?? kept.etag;
    return { path, headers, status: 304, body: '', isWhole: true };
  }
  return { path, headers, status: 200, body: kept[kind].body.toString('base64'), isWhole: true };
}

/** nginx makes length, type and tag itself. */
function filesOf(kept: KeptAnswers) {
  const own = new Set(['content-length', 'content-type', 'etag']);
  return (['plain', 'gzip', 'br'] as const).map((kind) => {
    const { body, head } = kept[kind];
    const pairs = head.flatMap((name, index) =>
      index % 2 === 0 ? [[name, head[index + 1] ?? '']] : [],
    );
    const others = pairs.filter(([name = '']) => !own.has(name.toLowerCase()));
    return { path: `/${kind}`, body, head: others.flat() };
  });
}

async function checkAgainstView(url: string, body: Buffer): Promise<void> {
  const { tables, close } = await openLiveView(url);
  const slice = { list: 'all/title', order: 'ascending', walk: 'next', after: null } as const;
  const rows = await tables.movieSlice({ ...slice, limit, columns: 'full' });
  await close();
  const expected = beginningOf(
    rows.map(({ json }) => json ?? ''),
    limit,
  );
  if (rows.length === limit && body.toString().startsWith(expected)) return;
  throw new Error('the page does not hold what the view does');
}
