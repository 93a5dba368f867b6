/** What waits for the disk in the embedded write store. */
import { join } from 'node:path';
import t from 'tap';
import type { TransactionKind } from '../src/engine.js';
import { realPauses } from '../src/retrying.js';
import { sqliteEngine } from '../src/sqlite/engine.js';

const NORMAL = 1;
const FULL = 2;

t.test('what may be forgotten does not wait for the disk; writes around it do', async (t) => {
  const engine = sqliteEngine(join(t.testdir(), 'write.sqlite'), {
    ...{ migrations: '', pauses: realPauses, cacheMiB: 8 },
  });
  t.teardown(() => engine.close());
  const levelIn = async (kind: TransactionKind) => {
    const [row] = await engine.inTransaction(kind, ({ run }) =>
      run<{ readonly synchronous: number }>('PRAGMA synchronous'),
    );
    return Number(row?.synchronous);
  };
  t.equal(await levelIn('write'), FULL);
  t.equal(await levelIn('forgettable'), NORMAL);
  t.equal(await levelIn('forgettable'), NORMAL);
  t.equal(await levelIn('write'), FULL);
  const failing = engine.inTransaction('forgettable', async () => {
    throw new Error('undone');
  });
  await t.rejects(failing, { message: 'undone' });
  t.equal(await levelIn('write'), FULL);
});
