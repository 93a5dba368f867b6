/** Writers of one embedded store who share a transaction, and what each of them hears. */
import { join } from 'node:path';
import t from 'tap';
import type { Connection, Run } from '../src/engine.js';
import { LostRace } from '../src/engine.js';
import { realPauses } from '../src/retrying.js';
import { sqliteEngine } from '../src/sqlite/engine.js';
import { sharedCommits } from '../src/sqlite/shared-commits.js';

type Test = Pick<typeof t, 'teardown' | 'testdir'>;

async function opened(t: Test) {
  const engine = sqliteEngine(join(t.testdir(), 'write.sqlite'), {
    ...{ migrations: '', pauses: realPauses, cacheMiB: 8 },
  });
  t.teardown(() => engine.close());
  await engine.migrating(({ run }) => run('CREATE TABLE notes (note TEXT PRIMARY KEY) STRICT'));
  const notes = async () => {
    const rows = await engine.inTransaction('snapshot', ({ run }) =>
      run<{ readonly note: string }>('SELECT note FROM notes ORDER BY note'),
    );
    return rows.map(({ note }) => note);
  };
  return { engine, notes };
}

const add = (run: Run, note: string) => run('INSERT INTO notes (note) VALUES (@note)', { note });

t.test(
  'writers who come at once share a transaction; one that fails is undone alone',
  async (t) => {
    const { engine, notes } = await opened(t);
    const results = await Promise.allSettled([
      engine.inTransaction('write', ({ run }) => add(run, 'a')),
      engine.inTransaction('write', async ({ run }) => {
        await add(run, 'b');
        throw new Error('no');
      }),
      engine.inTransaction('dryRun', ({ run }) => add(run, 'c')),
      engine.inTransaction('write', ({ run }) => add(run, 'd')),
      engine.inTransaction('write', ({ run }) => add(run, 'a')),
    ]);
    t.same(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'rejected'],
    );
    t.match(results[1], { reason: { message: 'no' } });
    t.ok(results[4]?.status === 'rejected' && results[4].reason instanceof LostRace);
    t.same(await notes(), ['a', 'd']);
  },
);

t.test('nobody hears of a write before it is committed', async (t) => {
  const heard: string[] = [];
  const write = sharedCommits(async (work) => {
    const answers = await work({ run: async () => [] } as Pick<Connection, 'run'> as Connection);
    heard.push('committed');
    return answers;
  });
  await Promise.all(
    ['first', 'second'].map(async (name) => {
      await write(true, async () => {});
      heard.push(name);
    }),
  );
  t.same(heard, ['committed', 'first', 'second']);
});

t.test('where the commit fails, all who shared it hear of that; later writers go on', async (t) => {
  let commits = 0;
  const write = sharedCommits(async (work) => {
    const answers = await work({ run: async () => [] } as Pick<Connection, 'run'> as Connection);
    commits += 1;
    if (commits === 1) throw new Error('the disk is full');
    return answers;
  });
  const both = await Promise.allSettled([write(true, async () => 1), write(true, async () => 2)]);
  t.match(both, [{ reason: { message: 'the disk is full' } }, { reason: {} }]);
  t.equal(await write(true, async () => 3), 3);
});

t.test(
  'a writer that ends the whole transaction is told why; the others may try again',
  async (t) => {
    const { engine, notes } = await opened(t);
    const results = await Promise.allSettled([
      engine.inTransaction('write', ({ run }) => add(run, 'a')),
      engine.inTransaction('write', async ({ run }) => {
        await run('ROLLBACK');
        throw new Error('it is over');
      }),
      engine.inTransaction('write', ({ run }) => add(run, 'b')),
    ]);
    t.ok(results[0]?.status === 'rejected' && results[0].reason instanceof LostRace);
    t.match(results[1], { status: 'rejected', reason: { message: 'it is over' } });
    t.equal(results[2]?.status, 'fulfilled');
    t.same(await notes(), ['b']);
  },
);
