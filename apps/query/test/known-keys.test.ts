import type { AccessKey } from '@marquee/contracts';
import { PROJECTION_VERSION } from '@marquee/projection';
import { buildAccessKey, idOf } from '@marquee/testing';
import { ViewStoreUnavailable } from '@marquee/view-store';
import { test } from 'tap';
import { KEPT_MS, knownKeys } from '../src/known-keys.js';

const generation = { name: 'g1', projectionVersion: PROJECTION_VERSION, splits: {} };

/** A view that holds `key` (or fails with it), and counts how often it is asked; the clock is `time.now`. */
function viewOf(first: AccessKey | Error | null) {
  const state = { key: first, asked: 0 };
  const time = { now: 0 };
  const rowsById = async (_table: string, ids: readonly string[]) => {
    state.asked += 1;
    const { key } = state;
    if (key instanceof Error) throw key;
    return ids.map((id) =>
      key?.id === id ? { id, version: key.version, json: JSON.stringify(key) } : null,
    );
  };
  const find = knownKeys({ tables: () => ({ generation, rowsById }), now: () => time.now });
  return { state, time, find };
}

const key = buildAccessKey();

test('a key is asked for once, and again after a moment', async (t) => {
  const { state, time, find } = viewOf(key);
  t.same(await Promise.all([find(key.id), find(key.id)]), [key, key]);
  time.now = KEPT_MS - 1;
  t.same(await find(key.id), key);
  t.equal(state.asked, 1);
  state.key = { ...key, revoked: true };
  time.now = KEPT_MS;
  t.match(await find(key.id), { revoked: true });
});

test('a key that is not there may come', async (t) => {
  const { state, time, find } = viewOf(null);
  t.equal(await find(key.id), null);
  state.key = key;
  time.now = KEPT_MS;
  t.same(await find(key.id), key);
});

test('a failure is not remembered', async (t) => {
  const { state, find } = viewOf(new ViewStoreUnavailable('away'));
  await t.rejects(find(key.id), { name: 'ViewStoreUnavailable' });
  state.key = key;
  t.same(await find(key.id), key);
});

test('of many ids only the latest are remembered', async (t) => {
  const { state, find } = viewOf(key);
  await find(key.id);
  for (let n = 0; n < 10_000; n += 1) await find(idOf(0x1000 + n));
  const before = state.asked;
  await find(idOf(0x1000 + 9_999));
  t.equal(state.asked, before);
  await find(key.id);
  t.equal(state.asked, before + 1);
});
