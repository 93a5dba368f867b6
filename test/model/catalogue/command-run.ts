/** What the commands of one run work on, and what holds for every write. */
import type { Apps, Received, Sent } from './apps.js';

export interface Run {
  readonly apps: Apps;
  /** Of writes that nobody has waited for yet. */
  tokens: string[];
  /** How many keys were used. */
  keys: number;
  /** What made something, or was taken in, each with its key. */
  readonly keyed: { readonly sent: Sent; readonly answer: Received<unknown> }[];
}

/** Throws, so that fast-check shrinks; tap's own assertions only note a failure. */
export function ensure(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

export function same(found: unknown, expected: unknown, what: string): void {
  const texts = [expected, found].map((value) => JSON.stringify(value));
  ensure(texts[0] === texts[1], `${what}: expected ${texts.join('\n but found ')}`);
}

/**
 * Sends a write, which must be answered so, and keeps its token. Before, it is tried as a dry run, which must come to the same and
 * store nothing: what comes after would show it.
 */
export async function send<T>(run: Run, sent: Sent, status: number): Promise<Received<T>> {
  const rehearsal = await run.apps.send({ ...sent, url: `${sent.url}?dryRun=true` });
  expectStatus(sent, rehearsal, status < 300 ? 200 : status);
  same(rehearsal.token, null, 'a dry run has no token');
  const key = { 'idempotency-key': `key-${run.keys}` };
  run.keys += 1;
  const isPost = sent.method === 'POST';
  const keyed = isPost ? { ...sent, headers: { ...sent.headers, ...key } } : sent;
  const answer = await run.apps.send<T>(keyed);
  expectStatus(sent, answer, status);
  ensure((answer.token !== null) === status < 300, 'what was written has a token');
  if (answer.token !== null) run.tokens.push(answer.token);
  if (isPost && (status === 201 || status === 202)) run.keyed.push({ sent: keyed, answer });
  return answer;
}

export function expectStatus({ method, url }: Sent, answer: Received<unknown>, status: number) {
  const text = `${method} ${url}: expected ${status}, got ${answer.status}`;
  ensure(answer.status === status, `${text} ${JSON.stringify(answer.body)}`);
}
