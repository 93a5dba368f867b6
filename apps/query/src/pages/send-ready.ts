/**
 * Sends an answer most of whose head is text already. For `writeHead` the names and values of every header are checked and joined
 * anew each time, a quarter of all that an answer of a kept page takes.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** How long the server keeps a connection that is idle. */
  readonly keepAliveMs: number;
}

/** Headers that answers share: such that were sent by `writeHead` before, or made of what a header may hold. */
export interface ReadyHead {
  /** Name and value in turn. */
  readonly pairs: readonly string[];
  readonly text: string;
}

export interface ReadyAnswer {
  readonly status: 200 | 304;
  readonly head: ReadyHead;
  /** This answer's own headers, name and value in turn. */
  readonly own: readonly string[];
  readonly body: Buffer | null;
}

const statusLines = { 200: 'HTTP/1.1 200 OK\r\n', 304: 'HTTP/1.1 304 Not Modified\r\n' } as const;

export function readyHead(pairs: readonly string[]): ReadyHead {
  return { pairs, text: linesOf(pairs) };
}

/**
 * Past `ServerResponse`, which has no way to be given a ready head: written to the connection itself, and then `finish`, as `end` would
 * emit it, has the server go on with the connection's next request. Only where the connection waits for this very answer and
 * stays open after it; else by `writeHead`.
 */
export function sendReady(exchange: Exchange, { status, head, own, body }: ReadyAnswer): void {
  const { request, response, keepAliveMs } = exchange;
  const { socket } = response;
  if (socket === null || !response.shouldKeepAlive || request.httpVersion !== '1.1') {
    response.writeHead(status, head.pairs.concat(own)).end(body ?? undefined);
    return;
  }
  socket.cork();
  socket.write(
    statusLines[status] + head.text + linesOf(own) + connectionLines(keepAliveMs),
    'latin1',
  );
  if (body !== null) socket.write(body);
  socket.uncork();
  response.emit('finish');
}

function linesOf(pairs: readonly string[]): string {
  let lines = '';
  for (let at = 0; at < pairs.length; at += 2) lines += `${pairs[at]}: ${pairs[at + 1]}\r\n`;
  return lines;
}

/** What Node adds itself, and the end of the head. */
function connectionLines(keepAliveMs: number): string {
  const second = Math.floor(Date.now() / 1_000);
  if (second !== last.second || keepAliveMs !== last.keepAliveMs) {
    const timeout =
      keepAliveMs > 0 ? `Keep-Alive: timeout=${Math.floor(keepAliveMs / 1_000)}\r\n` : '';
    const date = new Date(second * 1_000).toUTCString();
    last = {
      second,
      keepAliveMs,
      lines: `Date: ${date}\r\nConnection: keep-alive\r\n${timeout}\r\n`,
    };
  }
  return last.lines;
}

/** The same for all answers of a second. */
let last = { second: 0, keepAliveMs: 0, lines: '' };
