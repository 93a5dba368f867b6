/** A small HTTP client for the system tests. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export interface PageOf<T> {
  readonly items: readonly T[];
  readonly page: {
    readonly limit: number;
    readonly next: string | null;
    readonly previous: string | null;
    readonly total: number | null;
  };
}

export interface Client {
  /** Sends JSON and reads JSON; `headers` are added. */
  send<T>(
    method: string,
    path: string,
    options?: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<Answer<T>>;
  get<T>(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer<T>>;
}

/** `token` goes along with every request. */
export function clientOf(url: string, token: string): Client {
  const send: Client['send'] = async (method, path, { body, headers } = {}) => {
    const answer = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: text === '' ? null : JSON.parse(text),
    };
  };
  return { send, get: (path, headers) => send('GET', path, headers ? { headers } : {}) };
}

/** The administrator's token of an embedded installation. */
export function adminToken(dataDir: string): string {
  return readFileSync(join(dataDir, 'admin.token'), 'utf8').trim();
}

/** The header that makes a read wait for the write that was answered so. */
export function seeing(answer: Answer<unknown>): Record<string, string> {
  const token = answer.headers.get('consistency-token');
  if (token === null) throw new Error(`an answer ${answer.status} without a Consistency-Token`);
  return { 'consistency-token': token, prefer: 'wait=10' };
}

/** Resolves when all movies can be searched, those of the write that was answered so among them. */
export async function whenFound(client: Client, written: Answer<unknown>): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const { status } = await client.get('/search?q=any', seeing(written));
    if (status === 200) return;
    await sleep(100); // its index is being filled, or follows a large import
  }
  throw new Error('the search index does not get all movies');
}

/** Every item of a list, page by page; `direction` follows `next`, or `previous` from the last page. */
export async function walk<T>(client: Client, path: string): Promise<{ forward: T[]; back: T[] }> {
  const forward: T[] = [];
  const joint = path.includes('?') ? '&' : '?';
  let answer = await client.get<PageOf<T>>(path);
  const read = async (cursor: string) =>
    await client.get<PageOf<T>>(`${path}${joint}cursor=${encodeURIComponent(cursor)}`);
  for (;;) {
    if (answer.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    forward.push(...answer.body.items);
    if (answer.body.page.next === null) break;
    answer = await read(answer.body.page.next);
  }
  const back: T[] = [...answer.body.items].reverse();
  while (answer.body.page.previous !== null) {
    answer = await read(answer.body.page.previous);
    back.push(...[...answer.body.items].reverse());
  }
  return { forward, back };
}

/** Makes so many movies in one batch, named `<title> <number>`, of sixty years. */
export async function addMovies(
  commands: Client,
  { title, count }: { readonly title: string; readonly count: number },
) {
  const movies = Array.from({ length: count }, (_, index) => ({
    title: `${title} ${index}`,
    year: 1950 + (index % 60),
  }));
  type Results = { readonly results: readonly { readonly id: string }[] };
  const answer = await commands.send<Results>('POST', '/movies/batch', { body: { movies } });
  return { answer, ids: answer.body.results.map(({ id }) => id) };
}
