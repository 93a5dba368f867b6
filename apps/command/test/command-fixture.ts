/** The command API on a real write store, with one caller of each kind; every answer is checked against its schema. */
import Stream from 'node:stream';
import { commandRoutes, createPasswords, newId, newWrite, openImports } from '@marquee/command';
import type {
  Actor,
  BatchResult,
  Import,
  Movie,
  NewWebhook,
  Page,
  PastChange,
  Problem,
  Stars,
  Subscription,
  User,
} from '@marquee/contracts';
import { failedLogins, openLimits } from '@marquee/limits';
import {
  authenticateCallers,
  bodyValidator,
  type Caller,
  createHttpApp,
  createLogger,
  createSealer,
  keysOf,
  openToken,
  readSettings,
  tokenKeysOf,
} from '@marquee/service';
import { openWriteStore } from '@marquee/write-store';
import type { FastifyInstance, InjectOptions } from 'fastify';
import tap, { type Test } from 'tap';

export const callers = {
  administrator: { id: '00000000-0000-7000-8000-000000000001', role: 'administrator' },
  provider: { id: '00000000-0000-7000-8000-000000000002', role: 'provider' },
  rival: { id: '00000000-0000-7000-8000-000000000003', role: 'provider' },
  viewer: { id: '00000000-0000-7000-8000-000000000004', role: 'viewer' },
} as const satisfies Record<string, Caller>;

export type CallerName = keyof typeof callers;

export interface Sent {
  readonly as?: CallerName | null;
  readonly headers?: Record<string, string>;
}

/** All that an answer may hold; which fields it has depends on the route. */
type Body = Movie & Actor & Problem & Stars & User & Subscription & Upload & Login & Listed & Hook;
type Upload = Omit<Import, 'state'>;
type Hook = Omit<NewWebhook, 'position'> & { readonly position: string };
interface Login {
  readonly access_token: string;
  readonly scope?: string;
}
interface Listed {
  readonly results: readonly BatchResult[];
  readonly items: readonly (User & Subscription & PastChange)[];
  readonly page: Page;
}

export interface Received {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly text: string;
  readonly body: Body;
}

/**
 * One test on an empty SQLite store, and on the database that `TEST_MSSQL_URL` names: that one holds what earlier runs have left,
 * so ids, names and keys have to be new each time.
 */
export function onEachStore(name: string, body: (t: Test, api: CommandApi) => Promise<void>): void {
  tap.test(`SQLite: ${name}`, async (t) => body(t, await startCommandApi(t)));
  const storeUrl = patient(process.env['TEST_MSSQL_URL']);
  const skip = storeUrl === undefined ? 'NOT RUN, since TEST_MSSQL_URL is not set' : false;
  tap.test(`SQL Server: ${name}`, { skip }, async (t) =>
    body(t, await startCommandApi(t, { now: Date.now }, storeUrl)),
  );
}

/** Transactions may wait for a connection for long: on a busy machine a test server takes seconds to make the first ones. */
function patient(storeUrl: string | undefined): string | undefined {
  if (storeUrl === undefined) return undefined;
  const url = new URL(storeUrl);
  url.searchParams.set('acquireTimeoutMs', '20000');
  return url.href;
}

export interface CommandApiOptions {
  /** May be changed meanwhile, so that keys and tokens run out. */
  now: () => number;
  readonly signUpOpen?: boolean;
  readonly importLimitBytes?: number;
}

/** On SQLite unless `storeUrl` names another. */
export async function startCommandApi(
  t: Test,
  options: CommandApiOptions = { now: Date.now },
  storeUrl?: string,
) {
  const directory = t.testdir({});
  const store = openWriteStore(storeUrl ?? `sqlite:${directory}/write.db`);
  await store.migrate();
  const settings = readSettings('standalone', { DATA_DIR: t.testdirName });
  const tokenKeys = await tokenKeysOf(settings);
  const now = () => options.now();
  const known = authenticateCallers(settings, {
    ...{ keys: keysOf(tokenKeys), findKey: store.accessKeys.find, now },
  });
  const limits = openLimits('memory:', { logger: createLogger('command', 'silent') });
  const sealer = createSealer(['a key of tests']);
  const app = await createHttpApp({
    logger: createLogger('command', 'silent'),
    title: 'Command API',
    description: 'Under test.',
  });
  const strayed = watchAnswers(app);
  const imports = openImports({
    ...{ directory: `${directory}/imports`, writeStore: store, now, newId, newWrite },
    ...{
      logger: createLogger('command', 'silent'),
      limitBytes: options.importLimitBytes ?? 1_000_000,
    },
  });
  const importing = imports.start();
  await app.register(commandRoutes, {
    imports,
    writeStore: store,
    sealer,
    authenticate: async (token) =>
      new Map<string, Caller>(Object.entries(callers)).get(token) ?? (await known(token)),
    tokenKeys,
    feed: { newest: async () => ({ beganAt: 1, position: 7 }) },
    passwords: createPasswords(),
    signUpOpen: options.signUpOpen ?? true,
    loginLimiter: limits.limiter(failedLogins),
    now,
    newId,
    newWrite,
  });
  t.teardown(async () => {
    await app.close();
    await importing.close();
    await store.close();
  });

  async function inject(injected: InjectOptions, { as = 'provider', headers }: Sent = {}) {
    const authorization = as === null ? {} : { authorization: `Bearer ${as}` };
    const answer = await app.inject({
      ...injected,
      headers: { ...authorization, ...injected.headers, ...headers },
    });
    for (const each of strayed.splice(0)) t.fail(`not as the document says: ${each}`);
    const received: Received = {
      status: answer.statusCode,
      headers: answer.headers,
      text: answer.body,
      body: isJson(answer) ? JSON.parse(answer.body) : {},
    };
    return received;
  }

  return {
    app,
    store,
    tokenKeys,
    inject,
    /** Sends JSON as a provider, unless told otherwise. */
    async send(
      method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
      url: string,
      ...rest: [body?: unknown, sent?: Sent]
    ) {
      const [body, sent] = rest;
      if (body === undefined) return await inject({ method, url }, sent);
      const headers = { 'content-type': 'application/json' };
      return await inject({ method, url, payload: JSON.stringify(body), headers }, sent);
    },
    tokenOf: ({ headers }: Received) => openToken(sealer, String(headers['consistency-token'])),
  };
}

export type CommandApi = Awaited<ReturnType<typeof startCommandApi>>;

interface AnnouncedResponses {
  readonly [status: number]: { readonly content?: { readonly [type: string]: Announced } };
}
interface Announced {
  readonly schema: object;
}

/** Collects statuses that a route does not announce, and bodies that are not of the announced schema. */
function watchAnswers(app: FastifyInstance): string[] {
  const strayed: string[] = [];
  app.addHook('onSend', async (request, reply, payload) => {
    const announced: unknown = request.routeOptions.schema?.response;
    if (!isAnnounced(announced)) return;
    const place = `${request.method} ${request.url.slice(0, 80)} ${reply.statusCode}`;
    const response = announced[reply.statusCode];
    if (response === undefined) strayed.push(place);
    if (request.method === 'HEAD' || payload instanceof Stream) return;
    for (const { schema } of Object.values(response?.content ?? {})) {
      const faults = bodyValidator(schema)(JSON.parse(String(payload)));
      if (faults.length > 0) strayed.push(`${place} ${JSON.stringify(faults)}`);
    }
  });
  return strayed;
}

const isJson = ({ body, headers }: { readonly body: string; readonly headers: object }) =>
  body !== '' && /[/+]json(;|$)/.test(String(new Map(Object.entries(headers)).get('content-type')));

const isAnnounced = (response: unknown): response is AnnouncedResponses =>
  typeof response === 'object' && response !== null;
