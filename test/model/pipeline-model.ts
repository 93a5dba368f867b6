/** A random schedule through the whole pipeline: who takes the next small step is drawn; anything may be late or die. */
import type { Mutation } from '@marquee/projection';
import { referenceView, seededRandom, TEST_NOW } from '@marquee/testing';
import { randomContent, randomId } from './model-content.js';
import { type ModelFollower, modelFollower } from './model-follower.js';
import { type ModelGeneration, modelGeneration } from './model-generation.js';
import { LEASE_MS, modelRelays } from './model-relays.js';
import { modelWriteStore, type OutboxRow } from './model-write-store.js';
import { clockSkews, HOUR, type Rules, type Run, SECOND } from './rules.js';
import { checkNotedWrite, findFault } from './view-faults.js';

const STEPS = 100;
const SETTLING_ROUNDS = 20;
const BEFORES_KEPT_MS = 7 * 24 * HOUR;
const UNCONFIRMED_AFTER_MS = 5 * SECOND;

/** Runs the schedule of this seed to its end; returns what is wrong with the view, or `null`. */
export function runSchedule(seed: number, rules: Rules): string | null {
  const run = { random: seededRandom(seed), rules, now: TEST_NOW };
  const pipeline = startPipeline(run);
  const deck = deckOf(pipeline, run);
  try {
    for (let step = 0; step < STEPS; step += 1) {
      run.now += run.random.integer(200);
      run.random.pick(deck)();
    }
    if (run.random.chance(0.7)) pipeline.restart();
    settle(pipeline);
    if (run.random.chance(0.3)) {
      rebuildInPeace(pipeline, run);
      settle(pipeline);
    }
    return findFault(pipeline.generations, pipeline.store) ?? pipeline.faultOfFollowers();
  } catch (error) {
    return `${error}`;
  }
}

function settle(pipeline: Pipeline): void {
  for (let round = 0; round < SETTLING_ROUNDS && !pipeline.settle(); round += 1);
}

/** No outbox row is left to tell what the new generation lacks: its fill goes on by versions alone. */
function rebuildInPeace({ rebuild, generations, project }: Pipeline, { random }: Run): void {
  rebuild();
  const any = () => random.pick(generations);
  const deck = [() => any().deliver(), () => project(any()), () => any().projectorDies()];
  for (let step = 0; step < 20; step += 1) random.pick(deck)();
}

type Pipeline = ReturnType<typeof startPipeline>;

function startPipeline(run: Run) {
  const { random, rules } = run;
  const store = modelWriteStore(rules);
  const feed = referenceView<Mutation>();
  const live = modelGeneration('g1', { splits: {}, feed }, run);
  const generations = [live];
  const followers: ModelFollower[] = [];
  const join = () => {
    const name = `follower ${followers.length + 1}`;
    followers.push(modelFollower({ feed, live, store, name }, run));
  };
  join();
  const follow = () => random.pick(followers).follow(1 + random.integer(5));
  /** Numbers that transactions took, which are under way. */
  const begun: number[] = [];
  const relays = modelRelays(store, generations, run);

  const project = (generation: ModelGeneration) => {
    for (const noted of generation.project(1 + random.integer(10))) {
      checkNotedWrite(generation, store, noted);
    }
  };
  const wait = (ms: number) => {
    run.now += ms;
    // Nobody is at work that long: the lock or the connection is lost before.
    if (ms >= HOUR) for (const generation of generations) generation.allProjectorsDie();
  };
  const hasReached = ({ versionOf, totalVersionOf }: ModelGeneration, row: OutboxRow) => {
    if (row.id !== null) return versionOf(row.id) >= row.version;
    return row.selections.every((selection) => totalVersionOf(selection) >= row.version);
  };
  const hasNoted = ({ notes }: ModelGeneration, { covers }: OutboxRow) =>
    !rules.confirmNotedWrites || covers.every(notes);
  const isFed = ({ position }: OutboxRow) =>
    !rules.confirmFed || feed.find({ table: 'changesByPosition', position }) !== undefined;
  /** By outbox rows: what all views have reached is confirmed, the rest is published again. */
  const reconcile = () => {
    for (const row of store.rows()) {
      if (row.state !== 'published' || row.publishedAt > run.now - UNCONFIRMED_AFTER_MS) continue;
      const isThere = generations.every((view) => hasReached(view, row) && hasNoted(view, row));
      row.state = isThere && isFed(row) ? 'confirmed' : 'waiting';
    }
    store.prune(run.now, BEFORES_KEPT_MS);
  };
  /** Publishes to a new generation what it does not have yet. */
  const fill = ({ versionOf, totalVersionOf, publish }: ModelGeneration) => {
    const behind = store.hydrateAll().filter(({ id, version }) => versionOf(id) < version);
    const totals = store.totals.changeOf({ selections: store.totals.all(), covers: [] });
    const isBehind = totals.totals.some((row) => totalVersionOf(row.selection) < row.version);
    for (const event of [...behind, ...(isBehind ? [totals] : [])]) {
      publish({ publishedAt: run.now, events: [event] });
    }
  };
  return {
    ...{ store, generations, relays, project, wait, reconcile },
    write: () => store.save(randomId(random), randomContent(random), run.now + skewOf(run)),
    begin: () => void begun.push(store.begin()),
    /** Of what has begun, any commits or is undone. */
    end() {
      const [seq] = begun.splice(random.integer(begun.length), 1);
      if (seq === undefined || random.chance(0.3)) return;
      store.save(randomId(random), randomContent(random), run.now + skewOf(run), seq);
    },
    renew: () => store.renew(randomId(random), run.now + skewOf(run)),
    join,
    follow,
    faultOfFollowers() {
      for (const { follow } of followers) follow(Number.POSITIVE_INFINITY);
      return followers.map(({ fault }) => fault()).find((fault) => fault !== null) ?? null;
    },
    foldTotals: () => store.foldTotals(run.now + skewOf(run)),
    /** Other split points, so other partitions: registered first, then filled. */
    rebuild() {
      if (generations.length > 1) return;
      const point = { sortKey: 'm', id: '' };
      const splits = { 'all/title': [point], 'year:1999/title': [point] };
      const generation = modelGeneration('g2', { splits, feed }, run);
      generations.push(generation);
      fill(generation);
    },
    /** Redis is emptied and all projectors are killed. */
    restart() {
      for (const generation of generations) {
        generation.lose(Number.POSITIVE_INFINITY);
        generation.allProjectorsDie();
      }
      wait(UNCONFIRMED_AFTER_MS);
      reconcile();
    },
    /** Lets everyone finish what is in hand, who is followed last of all; returns whether nothing is left to do. */
    settle(): boolean {
      wait(LEASE_MS + SECOND);
      store.foldTotals(run.now);
      relays.claim(100);
      while (!relays.isIdle()) relays.step();
      for (const generation of generations.slice(1)) fill(generation);
      for (const generation of [...generations].reverse()) {
        while (!generation.isIdle()) {
          generation.deliver();
          project(generation);
          follow();
        }
      }
      wait(UNCONFIRMED_AFTER_MS);
      reconcile();
      return store.rows().every(({ state }) => state === 'confirmed');
    },
  };
}

const skewOf = ({ random }: Run) => random.pick(clockSkews);

/** What can happen next, each as often as it is likely. */
function deckOf(pipeline: Pipeline, { random }: Run): readonly (() => void)[] {
  const { generations, relays, wait } = pipeline;
  const any = () => random.pick(generations);
  const actions: readonly (readonly [cards: number, action: () => void])[] = [
    [28, pipeline.write],
    [6, pipeline.begin],
    [6, pipeline.end],
    [3, pipeline.renew],
    [10, pipeline.foldTotals],
    [20, () => relays.claim(1 + random.integer(3))],
    [48, relays.step],
    [24, () => any().deliver()],
    [72, () => pipeline.project(any())],
    [4, relays.crash],
    [8, () => any().projectorDies()],
    [4, () => any().lose(1)],
    [1, () => any().lose(Number.POSITIVE_INFINITY)],
    [8, pipeline.reconcile],
    [24, pipeline.follow],
    [2, pipeline.join],
    [8, () => wait(random.integer(10) * SECOND)],
    [4, () => wait(LEASE_MS + SECOND)],
    [1, () => wait(random.pick([13 * HOUR, 30 * HOUR, BEFORES_KEPT_MS + HOUR]))],
    [1, pipeline.rebuild],
    [2, () => any().sweep()],
  ];
  return actions.flatMap(([cards, action]) => Array.from({ length: cards }, () => action));
}
