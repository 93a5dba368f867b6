/** One writer: does what its workload wants, keeps the ledger, and looks whether it can see what it wrote. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { type SeededRandom, seededRandom } from '@marquee/testing';
import type { Asked } from './ask.js';
import { acknowledge, type Content, contentOf, type Entry, type Value } from './ledger.js';
import { type PlannedWrite, planWrite } from './plan-write.js';
import { readOwnWrite } from './read-own-write.js';
import { resolveDoubt } from './resolve-doubt.js';
import { askFor, count, type Run } from './run.js';
import { sendAgain } from './send-again.js';
import { intentsOf } from './workload.js';

const READ_OWN_WRITE = 0.2;

/** Writes at most every `everyMs` until the run is over. */
export async function runWriter(run: Run, writer: number, everyMs: number): Promise<void> {
  const random = seededRandom(run.seed * 7_919 + writer);
  const doubtful = new Set<Entry>();
  for (const intent of intentsOf(run.seed, writer)) {
    const startedAt = performance.now();
    if (run.isOver()) return;
    await resolveSome(run, doubtful);
    const plan = planWrite(run.ledger, writer, intent);
    if (plan !== null) await write(run, plan, random);
    for (const { entry } of plan?.changes ?? []) if (entry.doubts.length > 0) doubtful.add(entry);
    await sleep(Math.max(0, everyMs - (performance.now() - startedAt)));
  }
}

async function write(run: Run, plan: PlannedWrite, random: SeededRandom): Promise<void> {
  const app = random.pick(run.commands);
  const wantsToSee = random.chance(READ_OWN_WRITE);
  const at = Date.now();
  const [first] = plan.changes;
  const comesOrGoes = (first?.entry.value === null) !== (first?.value === null);
  for (const { entry } of plan.changes) entry.isBeingWritten = true;
  const asked =
    (await askFor<unknown>(run, 'write', { app, ...plan.question })) ??
    (await sendAgain(run, plan.question, random));
  for (const { entry } of plan.changes) entry.isBeingWritten = false;
  if (asked === null) {
    for (const { entry, value } of plan.changes) {
      entry.doubts.push({ value, through: app.part, at });
    }
    return;
  }
  count(run.tally.writes, plan.kind);
  acknowledgeAll(run, plan, asked);
  if (wantsToSee) {
    await readOwnWrite(run, { plan, comesOrGoes, asked, app: random.pick(run.queries) });
  }
}

/** From here on the run is held to what was answered. */
function acknowledgeAll(run: Run, plan: PlannedWrite, asked: Asked<unknown>): void {
  if (plan.kind === 'batch') {
    const { results } = asked.body as { results: readonly { status: number; version: number }[] };
    for (const [index, { entry, value }] of plan.changes.entries()) {
      const { status = 0, version } = results[index] ?? {};
      if (status < 300) acknowledge(entry, value, version);
      else run.violations.add('wrong-answer', `row ${index} of a batch: ${status}`);
    }
    return;
  }
  for (const { entry, value } of plan.changes) {
    const body = asked.body as (Content & { readonly version: number }) | null;
    acknowledge(entry, value, body?.version);
    // The answer to a play says nothing of how many there are, that to an event nothing of its session.
    if (body === null || entry.subject.kind === 'plays' || entry.subject.kind === 'session')
      continue;
    const answered = answeredValue(entry, body);
    if (!isDeepStrictEqual(answered, value)) {
      const texts = [value, answered].map((each) => JSON.stringify(each));
      run.violations.add('wrong-answer', `${plan.kind}: ${texts.join(' was answered as ')}`);
    }
  }
}

function answeredValue({ subject }: Entry, body: object): Value {
  const fields = body as Record<string, Value>;
  if (subject.kind === 'movie') return contentOf(body as Content);
  const names = { actor: 'name', rating: 'stars', comment: 'text', field: subject.of ?? '' };
  const field = new Map(Object.entries(names)).get(subject.kind) ?? '';
  return fields[field] ?? null;
}

/** Finds out about writes that got no answer, as soon as none of them can still be on its way. */
async function resolveSome(run: Run, doubtful: Set<Entry>): Promise<void> {
  for (const entry of doubtful) {
    const isRipe = entry.doubts.every(({ through, at }) =>
      run.disturbances.hasSettledSince(through, at),
    );
    if (isRipe) await resolveDoubt(run, entry);
    if (entry.doubts.length === 0) doubtful.delete(entry);
  }
}
