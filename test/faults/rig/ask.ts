/** One request to an app that may be dead, frozen or coming up: it ends in any case, and without a throw. */
import type { PartName } from './schedule.js';

export interface App {
  readonly part: PartName;
  readonly url: string;
}

export interface Asked<T> {
  /** 0: no answer. */
  readonly status: number;
  /** Of the problem, or what the connection died of. */
  readonly code: string | null;
  readonly body: T;
  readonly token: string | null;
  /** A page that was kept, while the view does not answer: it may be of any age. */
  readonly isOutdated: boolean;
  readonly through: PartName;
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface Question {
  readonly method: string;
  readonly path: string;
  /** Sent as JSON; text as it is, of the type that the headers name. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const TIMEOUT_MS = 15_000;

/** `body` is what was answered, whatever it is: look at `status` first. */
export async function ask<T>(app: App, bearer: string, question: Question): Promise<Asked<T>> {
  const startedAt = Date.now();
  const end = (status: number, code: string | null, body: unknown, headers = new Headers()) => {
    const token = headers.get('consistency-token');
    const isOutdated = headers.get('cache-control')?.includes('no-cache') ?? false;
    return {
      ...{ token, isOutdated },
      status,
      code,
      body: body as T,
      through: app.part,
      startedAt,
      endedAt: Date.now(),
    };
  };
  try {
    const answer = await fetch(app.url + question.path, {
      method: question.method,
      headers: {
        authorization: `Bearer ${bearer}`,
        ...(question.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...question.headers,
      },
      ...(question.body === undefined ? {} : { body: textOf(question.body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await answer.text();
    const body = text === '' ? null : JSON.parse(text);
    const code = answer.ok ? null : String(body?.code ?? answer.status);
    return end(answer.status, code, body, answer.headers);
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    return end(0, cause instanceof Error ? `${cause.name}: ${cause.message}` : `${cause}`, null);
  }
}

const textOf = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));
