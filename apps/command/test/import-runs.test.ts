/** What becomes of uploads whatever happens to the process: on the store and the folder themselves. */
import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId, newWrite, openImports } from '@marquee/command';
import { StoreUnavailable } from '@marquee/contracts';
import { createLogger } from '@marquee/service';
import { openWriteStore, type WriteStore } from '@marquee/write-store';
import { type Test, t } from 'tap';
import { importFolder } from '../src/imports/import-folder.js';

const logger = createLogger('command', 'silent');
const providerId = '00000000-0000-7000-8000-000000000002';

async function openStore(t: Test) {
  const directory = t.testdir({});
  const store = openWriteStore(`sqlite:${directory}/write.db`);
  await store.migrate();
  t.teardown(() => store.close());
  return { store, directory };
}

const importsIn = (writeStore: WriteStore, directory: string) =>
  openImports({ directory, writeStore, logger, now: Date.now, newId, newWrite });

async function* bytesOf(text: string) {
  yield Buffer.from(text);
}

/** Uploads without waking anybody. */
async function put(store: WriteStore, directory: string, rows: number): Promise<string> {
  const folder = importFolder(directory, Date.now);
  const id = newId();
  const text = Array.from({ length: rows }, (_, n) => `{"title":"Movie ${n}","year":1999}\n`).join(
    '',
  );
  const file = await folder.receive(id, bytesOf(text));
  const name = (await folder.name()) ?? '';
  await store.write(
    (tx) =>
      tx.createImport({ ...file, id, folder: name, providerId, role: 'provider', origin: null }),
    { providerId, now: Date.now(), write: newWrite() },
  );
  return id;
}

async function until(
  store: WriteStore,
  id: string,
  isSo: (rows: number, ended: boolean) => boolean,
) {
  for (;;) {
    const found = await store.imports.find(id);
    if (found === null) throw new Error('it is gone');
    if (isSo(found.rows, found.endedAt !== null)) return found;
    await sleep(5);
  }
}
const atEnd = (store: WriteStore, id: string) => until(store, id, (_rows, ended) => ended);

t.test('uploads of before a start are imported in their order, one at a time', async (t) => {
  const { store, directory } = await openStore(t);
  const ids = [await put(store, `${directory}/in`, 300), await put(store, `${directory}/in`, 150)];
  const running = importsIn(store, `${directory}/in`).start();
  const [first, second] = [await atEnd(store, ids[0] ?? ''), await atEnd(store, ids[1] ?? '')];
  await running.close();
  t.match(first, { state: 'done', accepted: 300, unchanged: 0 });
  t.match(second, { state: 'done', accepted: 0, unchanged: 150 }, 'the same rows again');
  t.ok((second.startedAt ?? 0) >= (first.endedAt ?? Number.POSITIVE_INFINITY));
  t.same(readdirSync(`${directory}/in`), ['folder-name']);
});

t.test('a stop lets the batch in hand end, and the next start goes on from there', async (t) => {
  const { store, directory } = await openStore(t);
  const id = await put(store, `${directory}/in`, 1_000);
  for (let starts = 0; starts < 3; starts += 1) {
    const running = importsIn(store, `${directory}/in`).start();
    const before = (await store.imports.find(id))?.rows ?? 0;
    await until(store, id, (rows, ended) => ended || rows > before);
    await running.close();
  }
  const stopped = await store.imports.find(id);
  t.ok((stopped?.rows ?? 0) < 1_000, 'not to its end yet');
  const running = importsIn(store, `${directory}/in`).start();
  t.match(await atEnd(store, id), { state: 'done', rows: 1_000, accepted: 1_000, unchanged: 0 });
  await running.close();
});

t.test('rows that were stored but not noted are stored once', async (t) => {
  const { store, directory } = await openStore(t);
  const id = await put(store, `${directory}/in`, 500);
  const first = importsIn(store, `${directory}/in`).start();
  await until(store, id, (rows) => rows >= 200);
  await first.close();
  const found = await store.imports.find(id);
  // As a crash leaves it that loses the last note.
  const rows = 100;
  const after = {
    ...{ bytesRead: 1, rows, accepted: rows, replaced: 0, unchanged: 0 },
    refused: 0,
  };
  await store.imports.keep({ id, before: found?.rows ?? 0, after, refusals: [], now: Date.now() });
  const running = importsIn(store, `${directory}/in`).start();
  const done = await atEnd(store, id);
  await running.close();
  t.equal(done.rows, 500);
  t.ok(done.unchanged >= 100);
  t.equal(done.accepted + done.unchanged, 500);
});

t.test('an import belongs to the apps that have its file', async (t) => {
  const { store, directory } = await openStore(t);
  const [ours, theirs] = [`${directory}/ours`, `${directory}/theirs`];
  const [id, other] = [await put(store, ours, 10), await put(store, theirs, 10)];
  const running = importsIn(store, ours).start();
  t.match(await atEnd(store, id), { state: 'done' });
  await running.close();
  t.match(await store.imports.find(other), { state: 'waiting' });
  t.equal(readdirSync(theirs).length, 2);
});

t.test(
  'of two apps on one folder one imports, and the other one goes on when it ends',
  async (t) => {
    const { store, directory } = await openStore(t);
    const id = await put(store, `${directory}/in`, 1_500);
    const both = [1, 2].map(() => importsIn(store, `${directory}/in`).start());
    await until(store, id, (rows) => rows >= 200);
    await both[0]?.close();
    const done = await atEnd(store, id);
    t.match(done, { state: 'done', rows: 1_500, accepted: 1_500, unchanged: 0 });
    await both[1]?.close();
  },
);

t.test('an import whose file is gone says so, and the next one begins', async (t) => {
  const { store, directory } = await openStore(t);
  const [gone, next] = [
    await put(store, `${directory}/in`, 5),
    await put(store, `${directory}/in`, 5),
  ];
  rmSync(`${directory}/in/${gone}.ndjson`);
  const running = importsIn(store, `${directory}/in`).start();
  t.match(await atEnd(store, next), { state: 'done' });
  await running.close();
  t.match(await store.imports.find(gone), { state: 'failed', detail: 'Its file is gone.' });
});

t.test('what a crash left over is swept away, and nothing else', async (t) => {
  const { directory } = await openStore(t);
  const folder = importFolder(`${directory}/in`, Date.now);
  t.equal(await folder.name(), null, 'nothing is made before the first upload');
  const [kept, fresh, old] = [newId(), newId(), newId()];
  await folder.receive(kept, bytesOf('x'));
  await folder.receive(fresh, bytesOf('x'));
  await folder.receive(old, bytesOf('x'));
  writeFileSync(`${directory}/in/${old}.part`, 'x');
  writeFileSync(`${directory}/in/ab.json`, 'of marquee import');
  const hourAgo = new Date(Date.now() - 3_600_000);
  for (const file of [`${kept}.ndjson`, `${old}.ndjson`, `${old}.part`, 'ab.json'])
    utimesSync(`${directory}/in/${file}`, hourAgo, hourAgo);
  await folder.sweep(new Set([kept]));
  t.same(
    readdirSync(`${directory}/in`).sort(),
    [`${kept}.ndjson`, `${fresh}.ndjson`, 'ab.json', 'folder-name'].sort(),
  );
});

t.test('a full disk is told from one that cannot be written, and nothing stays', async (t) => {
  const { directory } = await openStore(t);
  const folder = importFolder(`${directory}/in`, Date.now);
  const failing = (code: string) =>
    folder.receive(
      newId(),
      (async function* () {
        yield Buffer.from('x');
        throw Object.assign(new Error('disk'), { code });
      })(),
    );
  await t.rejects(failing('ENOSPC'), { code: 'insufficient-storage' });
  await t.rejects(failing('EDQUOT'), { code: 'insufficient-storage' });
  await t.rejects(failing('EIO'), StoreUnavailable);
  t.same(readdirSync(`${directory}/in`), ['folder-name']);
  mkdirSync(`${directory}/a`);
  writeFileSync(`${directory}/a/file`, '');
  const nowhere = importFolder(`${directory}/a/file/in`, Date.now);
  await t.rejects(nowhere.receive(newId(), bytesOf('x')), StoreUnavailable);
});
