/** Uploads: how far each has come, whoever asks. */
import { randomUUID } from 'node:crypto';
import { IMPORT_KEPT_MS, type NewImport, type WriteStore } from '../src/index.js';
import { onEach } from './adapters.js';
import { options } from './builders.js';

const folder = () => randomUUID().slice(0, 8);

const newImport = (more: Partial<NewImport> = {}): NewImport => ({
  ...{ id: randomUUID(), folder: 'a', providerId: randomUUID(), role: 'provider', bytes: 2 ** 30 },
  ...{ digest: 'd'.repeat(64), origin: { requestId: 'r' } },
  ...more,
});

async function take(store: WriteStore, more: Partial<NewImport> = {}): Promise<NewImport> {
  const upload = newImport(more);
  await store.write((tx) => tx.createImport(upload), options());
  return upload;
}

const progress = (rows: number, more = {}) => ({
  ...{ bytesRead: rows * 10, rows, accepted: rows, replaced: 0, unchanged: 0, refused: 0 },
  ...more,
});

onEach('an import is found as it stands, with its refusals in order', async (t, { store }) => {
  const upload = await take(store);
  const waiting = await store.imports.find(upload.id);
  t.match(waiting, { ...upload, state: 'waiting', ...progress(0), startedAt: null, endedAt: null });
  const fault = { code: 'invalid-json', detail: '“no”' };
  const step = { id: upload.id, now: 2_000 };
  const refusals = [9, 10].map((row) => ({ row, line: row + 1, faults: [fault] }));
  const after = progress(10, { accepted: 8, refused: 2 });
  t.equal(await store.imports.keep({ ...step, before: 0, after, refusals }), true);
  const more = { before: 10, after: progress(20), refusals: [], now: 3_000 };
  t.equal(await store.imports.keep({ ...step, ...more }), true);
  t.match(await store.imports.find(upload.id), {
    ...{ state: 'running', startedAt: 2_000, endedAt: null, detail: null },
    ...progress(20),
  });
  t.same(await store.imports.refusals(upload.id), refusals);
  t.equal(await store.imports.find(randomUUID()), null);
});

onEach('two who go on with one import notice it', async (t, { store }) => {
  const { id } = await take(store);
  const step = { id, before: 0, refusals: [{ row: 1, line: 1, faults: [] }], now: 1 };
  t.equal(await store.imports.keep({ ...step, after: progress(100) }), true);
  t.equal(await store.imports.keep({ ...step, after: progress(90) }), false);
  t.equal((await store.imports.find(id))?.rows, 100);
  t.equal((await store.imports.refusals(id)).length, 1);
  const end = { state: 'done', bytesRead: 1, detail: null, now: 5 } as const;
  await store.imports.end(id, end);
  t.equal(await store.imports.keep({ ...step, before: 100, after: progress(200) }), false);
  await store.imports.end(id, { ...end, state: 'failed', detail: 'too late', now: 6 });
  t.match(await store.imports.find(id), { state: 'done', detail: null, endedAt: 5 });
});

onEach('those of a folder that are not at their end come in order', async (t, { store }) => {
  const [here, there] = [folder(), folder()];
  const taken = [];
  for (const name of [here, there, here, here]) taken.push(await take(store, { folder: name }));
  const ids = taken.filter((one) => one.folder === here).map(({ id }) => id);
  const unfinished = async () => (await store.imports.unfinished(here)).map(({ id }) => id);
  t.same(await unfinished(), ids);
  const [first = ''] = ids;
  const end = { state: 'failed', bytesRead: 0, detail: 'gone', now: 9 } as const;
  await store.imports.end(first, end);
  t.same(await unfinished(), ids.slice(1));
  t.match(await store.imports.find(first), { state: 'failed', detail: 'gone', endedAt: 9 });
});

onEach('one that is refused in its transaction is not there', async (t, { store }) => {
  const upload = newImport();
  const dry = options({ dryRun: true });
  await store.write((tx) => tx.createImport(upload), dry);
  t.equal(await store.imports.find(upload.id), null);
});

onEach('they are forgotten after a month, with their refusals', async (t, { store, query }) => {
  const old = options();
  const upload = newImport();
  await store.write((tx) => tx.createImport(upload), old);
  const refusals = [{ row: 1, line: 1, faults: [] }];
  await store.imports.keep({ id: upload.id, before: 0, after: progress(1), refusals, now: 1 });
  t.equal(await store.imports.prune(old.now + IMPORT_KEPT_MS - 1), 0);
  t.equal(await store.imports.prune(old.now + IMPORT_KEPT_MS), 1);
  t.equal(await store.imports.find(upload.id), null);
  t.same(await query('SELECT * FROM import_refusals'), []);
});
