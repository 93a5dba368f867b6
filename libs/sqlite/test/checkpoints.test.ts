import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { checkpointsOf, Database } from '../src/index.js';

/** A table in a file whose log nobody else takes anything out of. */
function openFile(file: string) {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('wal_autocheckpoint = 0');
  db.exec('CREATE TABLE IF NOT EXISTS filled (text TEXT NOT NULL)');
  const insert = db.prepare('INSERT INTO filled (text) VALUES (?)');
  return { db, fill: () => insert.run('x'.repeat(1_000_000)) };
}

async function untilLarger(file: string, bytes: number): Promise<void> {
  while (statSync(file).size <= bytes) await sleep(20);
}

t.test('what was written reaches the files, while they are being written and read', async (t) => {
  const files = ['one.sqlite', 'two.sqlite'].map((name) => join(t.testdir(), name));
  for (const file of files) {
    const { db, fill } = openFile(file);
    const checkpoints = checkpointsOf(file);
    const version = db.pragma('data_version', { simple: true });
    for (let round = 1; round <= 2; round++) {
      fill();
      checkpoints.wrote();
      checkpoints.wrote();
      await untilLarger(file, round * 1_000_000);
    }
    t.equal(db.pragma('data_version', { simple: true }), version, 'no change of another writer');
    await checkpoints.close();
    db.close();
    t.notOk(existsSync(`${file}-wal`), 'the last one to close leaves no log');
    const again = new Database(file);
    t.same(again.prepare('SELECT count(*) AS count FROM filled').all(), [{ count: 2 }]);
    again.close();
  }
});

t.test('a file that is gone does no harm, and another one is taken care of', async (t) => {
  const [gone, there] = ['gone.sqlite', 'there.sqlite'].map((name) => join(t.testdir(), name)) as [
    string,
    string,
  ];
  const lost = checkpointsOf(gone);
  lost.wrote();
  const { db, fill } = openFile(there);
  const checkpoints = checkpointsOf(there);
  fill();
  checkpoints.wrote();
  await untilLarger(there, 1_000_000);
  await Promise.all([lost.close(), checkpoints.close()]);
  await checkpoints.close(); // once more, of what is closed
  db.close();
  rmSync(there);
});

t.test('a process that does not close ends all the same', async (t) => {
  const file = join(t.testdir(), 'open.sqlite');
  const { db, fill } = openFile(file);
  fill();
  const index = fileURLToPath(new URL('../src/index.js', import.meta.url));
  const script = `
    const { checkpointsOf } = await import(${JSON.stringify(`file://${index}`)});
    checkpointsOf(${JSON.stringify(file)}).wrote();
    const { statSync } = await import('node:fs');
    while (statSync(${JSON.stringify(file)}).size <= 1_000_000)
      await new Promise((resolve) => setTimeout(resolve, 20));`;
  const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    timeout: 20_000,
  });
  t.equal(status, 0, 'after a checkpoint');
  db.close();
});
