import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { currentProjection, type Projection } from '@marquee/projection';
import { buildAccessKey, TEST_NOW } from '@marquee/testing';
import { openViewStore } from '@marquee/view-store';
import { openWriteStore } from '@marquee/write-store';
import t from 'tap';
import { lookAt } from '../src/look.js';

const now = () => TEST_NOW;

/** Of whose rows each ends in so many minutes. */
const endingIn = (minutes: number): Projection => ({
  ...currentProjection,
  project: (event, splits) =>
    currentProjection.project(event, splits).map((row) => {
      return row.table === 'accessKeys' ? { ...row, expiresAt: TEST_NOW + minutes * 60_000 } : row;
    }),
});

t.test('a row that is about to expire is not missed, others are', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'marquee-look-'));
  const writeStore = openWriteStore(`sqlite:${join(directory, 'write.sqlite')}`);
  const viewStore = openViewStore(`sqlite:${join(directory, 'view.sqlite')}`);
  t.teardown(async () => {
    await Promise.all([writeStore.close(), viewStore.close()]);
    await rm(directory, { recursive: true, force: true });
  });
  await writeStore.migrate();
  await viewStore.migrate();
  const generation = { name: 'g1', projectionVersion: currentProjection.version, splits: {} };
  await viewStore.createGeneration(generation, TEST_NOW);
  const tables = viewStore.open(generation);
  const { id, hash, role, subject, scopes, expiresAt } = buildAccessKey();
  await writeStore.accessKeys.create({
    ...{ id, hash, role, subject, scopes, expiresAt, name: 'machine', createdAt: TEST_NOW },
  });
  const missed = async (minutes: number) => {
    const deps = { writeStore, tables, projection: endingIn(minutes), now };
    return (await lookAt(deps, { keys: [id] })).differences.map(({ kind }) => kind);
  };
  t.same(await missed(-1), []);
  t.same(await missed(9), []);
  t.same(await missed(11), ['missing']);
});
