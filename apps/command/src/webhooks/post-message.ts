/** One request to a receiver: https, to public addresses alone, without following where it is sent on to, in bounded time. */
import { lookup as lookUp } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.js';

export interface Posted {
  /** Of the answer; `null`: none came. */
  readonly status: number | null;
  /** A short code of what went wrong; `null`: the receiver took it. */
  readonly reason: string | null;
  /** What the receiver asks to wait, where it does. */
  readonly retryAfterMs: number | null;
}

export interface PostOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

export interface Poster {
  /** Never throws. */
  post(url: string, options: PostOptions): Promise<Posted>;
  close(): void;
}

export interface PosterOptions {
  /** `host:port` of receivers that may have any address. */
  readonly privateHosts: readonly string[];
  /** Certificates in PEM that are trusted besides those of Node. */
  readonly ca?: string;
  /** Of one request, from the question for its address to the end of the answer (10,000). */
  readonly timeoutMs?: number;
  /** Asks for the addresses of a name (that of Node). */
  readonly lookup?: typeof lookUp;
}

/** Of an answer, that are read and thrown away: then the connection is given up. */
const MAX_ANSWER_BYTES = 65_536;
const IDLE_MS = 15_000;

class AddressRefused extends Error {
  readonly code = 'address-refused';
}

export function createPoster(options: PosterOptions): Poster {
  const { privateHosts, ca, timeoutMs = 10_000, lookup = lookUp } = options;
  const kept = {
    keepAlive: true,
    timeout: IDLE_MS,
    maxFreeSockets: 256,
    minVersion: 'TLSv1.2',
  } as const;
  const trusted = ca === undefined ? {} : { ca };
  const open = new Agent({ ...kept, ...trusted });
  // The very address that was looked at is connected to: a name that tells another one next time gains nothing.
  const guarded = new Agent({ ...kept, ...trusted, lookup: publicLookup(lookup) });
  const isPermitted = ({ hostname, port }: URL) =>
    privateHosts.includes(`${hostname}:${port || '443'}`);

  return {
    async post(address, { headers, body, signal }) {
      const url = new URL(address);
      const permitted = isPermitted(url);
      // No name to look up: the agent would not be asked.
      const host = url.hostname.replace(/^\[|\]$/g, '');
      if (url.protocol !== 'https:' || (!permitted && isIP(host) !== 0 && !isPublicAddress(host))) {
        return refusal('address-refused');
      }
      return await send(url, {
        ...{ agent: permitted ? open : guarded, headers, body, signal, timeoutMs },
      });
    },
    close() {
      open.destroy();
      guarded.destroy();
    },
  };
}

const refusal = (reason: string): Posted => ({ status: null, reason, retryAfterMs: null });

type Sent = PostOptions & { readonly agent: Agent; readonly timeoutMs: number };

class GivenUp extends Error {
  readonly code: 'timeout' | 'stopped';

  constructor(code: 'timeout' | 'stopped') {
    super(code);
    this.code = code;
  }
}

async function send(url: URL, options: Sent): Promise<Posted> {
  const { agent, headers, body, signal, timeoutMs } = options;
  return await new Promise((resolve) => {
    const sent = request(url, {
      ...{ method: 'POST', agent },
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'Marquee-Webhooks',
        ...headers,
      },
    });
    let answered: Posted | null = null;
    const giveUp = (why: 'timeout' | 'stopped') => sent.destroy(new GivenUp(why));
    const onAborted = () => giveUp('stopped');
    const timer = setTimeout(giveUp, timeoutMs, 'timeout');
    signal.addEventListener('abort', onAborted);
    const done = (posted: Posted) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAborted);
      resolve(posted);
    };
    sent.on('response', (answer) => {
      answered = postedOf(answer);
      drain(answer);
      // Also where it is cut off: what counts has been said.
      answer.on('close', () => answered !== null && done(answered));
    });
    sent.on('error', (error) => done(answered ?? refusal(reasonOf(error))));
    sent.end(body);
  });
}

function postedOf({ statusCode: status = 0, headers }: IncomingMessage): Posted {
  const isTaken = status >= 200 && status < 300;
  const seconds = /^\d{1,6}$/.test(headers['retry-after'] ?? '') ? headers['retry-after'] : null;
  const retryAfterMs = seconds === null || isTaken ? null : Number(seconds) * 1_000;
  return { status, reason: isTaken ? null : `http-${status}`, retryAfterMs };
}

function drain(answer: IncomingMessage): void {
  let bytes = 0;
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) answer.destroy();
  });
  answer.on('error', () => undefined); // its end is what counts
}

/** Says nothing of addresses. */
function reasonOf(error: Error): string {
  const code = 'code' in error ? String(error.code) : '';
  return /^[\w-]{1,60}$/.test(code) ? code : 'no-answer';
}

/** Where all addresses of a name are looked at, some may be left. */
function publicLookup(lookup: typeof lookUp): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, '', 0);
      const [first, ...others] = found.filter(({ address }) => isPublicAddress(address));
      if (first === undefined) return callback(new AddressRefused('not a public address'), '', 0);
      if (options.all === true) return callback(null, [first, ...others]);
      return callback(null, first.address, first.family);
    });
  };
}
