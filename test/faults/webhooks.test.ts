/** Messages to receivers that are there, slow, gone, or back again: each change reaches them, in order. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createChangeFeed } from '@marquee/change-feed';
import { openAnnouncements } from '@marquee/change-queue';
import { startWebhooks } from '@marquee/command';
import type { Change, FeedPlace } from '@marquee/contracts';
import { decideCreateWebhook, decideReplayWebhook, type WebhookState } from '@marquee/domain';
import { rebuild } from '@marquee/reconcile';
import { createLogger, createSealer } from '@marquee/service';
import { idOf, startReceiver, type TestReceiver } from '@marquee/testing';
import { followLiveGeneration } from '@marquee/view-store';
import t, { type Test } from 'tap';
import { copyOf, isSigned, positionOf } from '../system/follow-catalogue.js';
import { sqliteDamage } from './damage.js';
import { differences } from './heal.js';
import { createMovies, openPipeline, type Pipeline } from './open-pipeline.js';

const logger = createLogger('test', 'silent');
const DAY_MS = 86_400_000;
/** Of the movies that a pipeline's writes make. */
const provider = idOf(0xf0);
const other = idOf(0xff);
const administrator = { id: idOf(0xa0), role: 'administrator' } as const;
const secret = `whsec_${Buffer.from('a secret of 24 bytes....').toString('base64')}`;

interface Message {
  readonly id: string;
  readonly data: Change;
}

/** What came, each with a signature that is right. */
function signed({ received }: TestReceiver): TestReceiver['received'] {
  const isRight = received.every((message) => isSigned(message, secret));
  if (!isRight) throw new Error('a signature is wrong');
  return received;
}

function messagesOf(receiver: TestReceiver): Message[] {
  return signed(receiver).map(({ headers, body }) => {
    return { id: String(headers['webhook-id']), data: JSON.parse(body).data };
  });
}

const idsOf = (messages: readonly Message[]) => [...new Set(messages.map(({ id }) => id))];

async function receivers(t: Test, count: number): Promise<TestReceiver[]> {
  const started = await Promise.all(Array.from({ length: count }, () => startReceiver()));
  t.teardown(async () => {
    await Promise.all(started.map((receiver) => receiver.stop()));
  });
  return started;
}

async function started(t: Test, options: { readonly now?: () => number } = {}) {
  const pipeline = await openPipeline(t, 'memory:', options);
  await pipeline.projector.start();
  pipeline.relay.start();
  return pipeline;
}

/** As the command app has it. */
async function deliverer(
  t: Test,
  { viewStore, writeStore }: Pipeline,
  among: readonly TestReceiver[],
  now: () => number = Date.now,
) {
  const live = await followLiveGeneration(viewStore, { onError: () => undefined, intervalMs: 50 });
  const announcements = openAnnouncements('memory:', { logger });
  const feed = createChangeFeed({ announcements, tables: () => live.tables({ fresh: true }) });
  const webhooks = startWebhooks({
    ...{ writeStore, feed, logger, now, sealer: createSealer(['a key of tests']) },
    posting: {
      privateHosts: among.map(({ host }) => host),
      ca: among.map(({ ca }) => ca).join('\n'),
      timeoutMs: 1_000,
    },
  });
  const close = async () => {
    await webhooks.close();
    await feed.close();
    live.stop();
  };
  t.teardown(close);
  return { close };
}

async function beginning({ tables }: Pipeline): Promise<FeedPlace> {
  return { beganAt: (await tables.feedState())?.beganAt ?? 0, position: 0 };
}

const optionsAt = (now: number) => ({
  write: `write ${now} ${Math.random()}`,
  providerId: other,
  now,
});

async function addWebhook(
  { writeStore }: Pipeline,
  { url }: TestReceiver,
  { n, place, providerId }: { n: number; place: FeedPlace; providerId?: string },
): Promise<WebhookState> {
  const input = { url, ...(providerId === undefined ? {} : { providerId }) };
  const made = { id: idOf(0x900 + n), secret, now: Date.now(), place };
  const after = decideCreateWebhook(input, administrator, made);
  const { value } = await writeStore.write(
    (tx) => tx.saveWebhook({ before: null, after }),
    optionsAt(Date.now()),
  );
  if (value === null) throw new Error('it was made');
  return value;
}

async function replay({ writeStore }: Pipeline, id: string, place: FeedPlace): Promise<void> {
  await writeStore.write(async (tx) => {
    const before = await tx.lockWebhook(id);
    if (before === null) throw new Error('there is no such webhook');
    await tx.saveWebhook({ before, after: decideReplayWebhook(before, place) });
  }, optionsAt(Date.now()));
}

const remove = (id: string) => async (tx: Parameters<Parameters<Pipeline['write']>[0]>[0]) => {
  const movies = await tx.lockMovies({ ids: [id] });
  return await tx.saveMovies(movies.map((before) => ({ before, after: null })));
};

/** The webhook as the deliverer noted it, when it is so. */
async function noted(
  { writeStore }: Pipeline,
  id: string,
  isSo: (webhook: WebhookState) => boolean,
): Promise<WebhookState> {
  for (;;) {
    const found = await writeStore.webhooks.find(id);
    if (found !== null && isSo(found)) return found;
    await sleep(50);
  }
}

const log = async ({ writeStore }: Pipeline, id: string) =>
  (await writeStore.webhooks.deliveries(id, { direction: 'older', from: null, limit: 500 })).map(
    ({ value }) => value,
  );

/** All movies that the view has, by id. */
async function catalogue({ tables }: Pipeline, count: number): Promise<Map<string, unknown>> {
  const ids = Array.from({ length: count }, (_, n) => idOf(n + 1));
  const movies = await tables.moviesById(ids, 'full');
  const all = movies.flatMap((movie) => (movie === null ? [] : [JSON.parse(movie.json)]));
  return new Map(all.map((movie) => [movie.id, movie]));
}

async function becomesEqual(t: Test, receiver: TestReceiver, pipeline: Pipeline, count: number) {
  await pipeline.settled();
  const expected = await catalogue(pipeline, count);
  const isEqual = () => {
    const copy = copyOf(signed(receiver));
    return (
      copy.size === expected.size &&
      [...expected].every(([id, movie]) => JSON.stringify(copy.get(id)) === JSON.stringify(movie))
    );
  };
  for (let tries = 0; tries < 200 && !isEqual(); tries += 1) await sleep(50);
  t.same(copyOf(signed(receiver)), expected);
}

t.test('a copy that is made of messages is the catalogue', async (t) => {
  const pipeline = await started(t);
  const [all, own, none] = await receivers(t, 3);
  if (!all || !own || !none) throw new Error('there are three');
  const place = await beginning(pipeline);
  await addWebhook(pipeline, all, { n: 1, place });
  await addWebhook(pipeline, own, { n: 2, place, providerId: provider });
  await addWebhook(pipeline, none, { n: 3, place, providerId: other });
  await deliverer(t, pipeline, [all, own, none]);
  await pipeline.write(createMovies(1, 40));
  await pipeline.write(remove(idOf(2)));
  await pipeline.addRatings();
  for (const receiver of [all, own]) await becomesEqual(t, receiver, pipeline, 40);
  const ids = messagesOf(all).map(({ id }) => id);
  t.same(ids, idsOf(messagesOf(all)), 'each once');
  t.same(
    ids.map(positionOf),
    ids.map(positionOf).toSorted((a, b) => a - b),
    'in order',
  );
  t.ok(messagesOf(own).some(({ data }) => data.change === 'deletion' && data.id === idOf(2)));
  t.same(none.received, [], 'others are told nothing');
  const { last } = await pipeline.outbox.positions(0);
  const state = await noted(pipeline, idOf(0x902), ({ place }) => place.position >= last - 20);
  t.match(state.delivery, { failures: 0, deliveredAt: Number });
});

t.test('one that fails is retried, and holds up nobody else', async (t) => {
  const pipeline = await started(t);
  const [bad, slow, good] = await receivers(t, 3);
  if (!bad || !slow || !good) throw new Error('there are three');
  const place = await beginning(pipeline);
  const receiversInOrder = [bad, slow, good];
  for (const [n, receiver] of receiversInOrder.entries())
    await addWebhook(pipeline, receiver, { n, place });
  bad.answer(500);
  slow.answer(() => undefined);
  await deliverer(t, pipeline, receiversInOrder);
  await pipeline.write(createMovies(1, 10));
  await good.came(10);
  t.ok(bad.received.length < 10, 'which waits');
  const failing = await noted(pipeline, idOf(0x900), ({ delivery }) => delivery.failures > 1);
  t.match(failing.delivery, { failure: { reason: 'http-500' }, failingSince: Number });
  t.match(await noted(pipeline, idOf(0x901), ({ delivery }) => delivery.failures > 0), {
    ...{ delivery: { failure: { reason: 'timeout' } }, place: { position: 0 } },
  });
  const [first] = messagesOf(bad);
  t.same(idsOf(messagesOf(bad)), [first?.id], 'the same message each time');
  t.match(await log(pipeline, idOf(0x900)), [
    ...[{ attempt: 2, outcome: 'failed', status: 500, messageId: first?.id }, { attempt: 1 }],
  ]);
  bad.answer(204);
  slow.answer(200);
  for (const receiver of receiversInOrder) await becomesEqual(t, receiver, pipeline, 10);
  t.match(await noted(pipeline, idOf(0x900), ({ delivery }) => delivery.failures === 0), {
    delivery: { failingSince: null, retryAt: null, failure: { reason: 'http-500' } },
  });
});

t.test('410 disables it, and a replay begins anew, with the same ids', async (t) => {
  const pipeline = await started(t);
  const [receiver] = await receivers(t, 1);
  if (!receiver) throw new Error('there is one');
  const place = await beginning(pipeline);
  const { id } = await addWebhook(pipeline, receiver, { n: 1, place });
  await deliverer(t, pipeline, [receiver]);
  await pipeline.write(createMovies(1, 5));
  await receiver.came(5);
  receiver.answer(410);
  await pipeline.write(createMovies(6, 5));
  await noted(pipeline, id, ({ delivery }) => delivery.isDisabled);
  t.equal(receiver.received.length, 6, 'it is asked no more');
  t.match(await log(pipeline, id), [{ outcome: 'disabled', status: 410, reason: 'http-410' }]);
  receiver.answer(204);
  await sleep(1_500);
  t.equal(receiver.received.length, 6);
  const before = messagesOf(receiver).slice(0, 5);
  await replay(pipeline, id, place);
  await receiver.came(16);
  const again = messagesOf(receiver).slice(6, 11);
  t.same(idsOf(again), idsOf(before));
  await becomesEqual(t, receiver, pipeline, 10);
  await replay(pipeline, id, { ...place, beganAt: 1 });
  const expired = await noted(pipeline, id, ({ delivery }) => delivery.isDisabled);
  t.equal(expired.delivery.failure?.reason, 'changes-expired', 'of another store');
});

t.test('after a day a message is given up, and those after it are sent', async (t) => {
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const pipeline = await started(t, { now });
  const [receiver] = await receivers(t, 1);
  if (!receiver) throw new Error('there is one');
  const { id } = await addWebhook(pipeline, receiver, { n: 1, place: await beginning(pipeline) });
  receiver.answer(503);
  await deliverer(t, pipeline, [receiver], now);
  await pipeline.write(createMovies(1, 3));
  await noted(pipeline, id, ({ delivery }) => delivery.failures > 0);
  ahead = DAY_MS;
  await pipeline.write(createMovies(4, 1));
  receiver.answer(204);
  await noted(pipeline, id, ({ delivery }) => delivery.failures === 0);
  const givenUp = (await log(pipeline, id)).filter(({ outcome }) => outcome === 'given-up');
  const ofMovies = new Set(givenUp.map((attempt) => attempt.id));
  for (const n of [1, 2, 3]) t.ok(ofMovies.has(idOf(n)), `movie ${n}`);
  t.match(messagesOf(receiver).at(-1), { data: { id: idOf(4) } });
});

t.test('another process goes on where one ended, and never two at once', async (t) => {
  const pipeline = await started(t);
  const [receiver] = await receivers(t, 1);
  if (!receiver) throw new Error('there is one');
  await addWebhook(pipeline, receiver, { n: 1, place: await beginning(pipeline) });
  const first = await deliverer(t, pipeline, [receiver]);
  await sleep(200);
  await deliverer(t, pipeline, [receiver]);
  await pipeline.write(createMovies(1, 20));
  await becomesEqual(t, receiver, pipeline, 20);
  const ids = messagesOf(receiver).map(({ id }) => id);
  t.same(ids, [...new Set(ids)]);
  await first.close();
  await pipeline.write(createMovies(21, 20));
  await becomesEqual(t, receiver, pipeline, 40);
  const all = messagesOf(receiver).map(({ id }) => id);
  t.same(all, [...new Set(all)], 'what was taken is not sent again');
});

t.test('a rebuild and a repair send nothing', async (t) => {
  const pipeline = await started(t);
  const [receiver] = await receivers(t, 1);
  if (!receiver) throw new Error('there is one');
  await addWebhook(pipeline, receiver, { n: 1, place: await beginning(pipeline) });
  await deliverer(t, pipeline, [receiver]);
  await pipeline.write(createMovies(1, 30));
  await becomesEqual(t, receiver, pipeline, 30);
  const { length } = receiver.received;
  const limits = {
    ...{ bucketRows: 10, lookMs: 400, marginMs: 200, keptUpMs: 3_000 },
    ...{ graceMs: 50, leaseWaitMs: 500, patienceMs: 60_000 },
  };
  const { writeStore, viewStore, queue } = pipeline;
  const rebuilt = await rebuild({ writeStore, viewStore, queue, now: Date.now, limits });
  t.equal(rebuilt.generation, 'g2');
  const live = { ...pipeline, tables: viewStore.open({ ...rebuiltAs(pipeline), name: 'g2' }) };
  await pipeline.settled();
  await sleep(1_500);
  t.equal(receiver.received.length, length, 'nothing was changed');
  await pipeline.write(createMovies(31, 1));
  await receiver.came(length + 1);
  t.equal(receiver.received.length, length + 1, 'and then it goes on in the new view');
  await becomesEqual(t, receiver, live, 31);
});

t.test('a row that is repaired at its version is not told of', async (t) => {
  const pipeline = await openPipeline(t, 'memory:');
  const [receiver] = await receivers(t, 1);
  if (!receiver) throw new Error('there is one');
  await pipeline.projector.start();
  pipeline.relay.start({ reconcileRowsPerSecond: 5_000 });
  await addWebhook(pipeline, receiver, { n: 1, place: await beginning(pipeline) });
  await deliverer(t, pipeline, [receiver]);
  await pipeline.write(createMovies(1, 12));
  await becomesEqual(t, receiver, pipeline, 12);
  const { length } = receiver.received;
  const { damage, close } = sqliteDamage(pipeline.viewFile);
  t.teardown(async () => close());
  await damage(0, 1);
  t.equal((await differences(pipeline)).length, 1);
  while ((await differences(pipeline)).length > 0) await sleep(200);
  await pipeline.settled();
  await sleep(1_000);
  t.equal(receiver.received.length, length);
});

const rebuiltAs = ({ tables }: Pipeline) => tables.generation;
