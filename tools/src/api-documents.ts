/** The OpenAPI documents of the command and the query app, made from their routes; no store is opened. */
import { type CommandDeps, commandRoutes } from '@marquee/command';
import { type QueryDeps, queryRoutes, streamSlots } from '@marquee/query';
import { createHttpApp, createLogger, type HttpApp, healthRoutes } from '@marquee/service';

const unused = (): never => {
  throw new Error('documents are made without stores');
};
const sealer = { seal: unused, open: unused };

const commandDeps: CommandDeps = {
  writeStore: new Proxy({} as CommandDeps['writeStore'], { get: unused }),
  sealer,
  authenticate: unused,
  tokenKeys: [],
  feed: { newest: unused },
  passwords: { hash: unused, isRight: unused, fingerprint: unused },
  imports: {
    folder: { name: unused, receive: unused, open: unused, remove: unused, sweep: unused },
    ...{ limitBytes: 0, enter: unused, wake: unused },
  },
  now: unused,
  newId: unused,
  newWrite: unused,
};

const queryDeps: QueryDeps = {
  tables: unused,
  viewLagMs: unused,
  sealer,
  authenticate: null,
  pages: { page: unused, read: unused },
  feed: {
    newest: unused,
    read: unused,
    next: unused,
    tail: unused,
    positionOf: unused,
    close: unused,
  },
  streams: streamSlots(0),
  search: { index: unused, position: unused, state: unused, stop: unused },
};

export async function apiDocuments() {
  return {
    command: await documentOf(
      {
        title: 'Marquee command API',
        description: 'Writes the movie catalogue.',
      },
      (app) => app.register(commandRoutes, commandDeps),
    ),
    query: await documentOf(
      {
        title: 'Marquee query API',
        description: 'Reads the movie catalogue, in pages.',
      },
      (app) => app.register(queryRoutes, queryDeps),
    ),
  };
}

async function documentOf(
  about: { readonly title: string; readonly description: string },
  addRoutes: (app: HttpApp) => PromiseLike<unknown>,
) {
  const app = await createHttpApp({ logger: createLogger('openapi', 'silent'), ...about });
  healthRoutes(app, { live: {}, ready: {} });
  await addRoutes(app);
  await app.ready();
  const document = app.swagger();
  await app.close();
  return document;
}
