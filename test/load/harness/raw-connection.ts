/**
 * One connection kept alive, one request at a time: what asks must take less of the machine than what answers. It knows of HTTP
 * only what our servers and their rivals send: a head with a Content-Length, or a status without a body.
 */
import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: Buffer;
}

export interface RawConnection {
  /** Rejects when the connection ends or fails first. */
  send(request: Buffer): Promise<RawAnswer>;
  close(): void;
}

const HEAD_END = '\r\n\r\n';
const nothing = Buffer.alloc(0);

/** `url`: only its host and port count. */
export async function openRawConnection(url: string): Promise<RawConnection> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  let waiting: Waiting | null = null;
  let received: Buffer[] = [];
  let missing: number | null = null; // of the answer; null while its head is not there

  const settle = (): Waiting | null => {
    const settled = waiting;
    waiting = null;
    received = [];
    missing = null;
    return settled;
  };
  const fail = (error: Error) => settle()?.reject(error);
  socket.on('error', fail);
  socket.on('close', () => fail(new Error(`${url} closed the connection`)));
  socket.on('data', (chunk) => {
    received.push(chunk);
    if (missing === null) {
      const [first = nothing] = received.length === 1 ? received : [Buffer.concat(received)];
      received = [first];
      const end = first.indexOf(HEAD_END);
      if (end < 0) return;
      missing = end + HEAD_END.length + bodyLength(first.toString('latin1', 0, end)) - first.length;
    } else {
      missing -= chunk.length;
    }
    if (missing > 0) return;
    if (missing < 0) return fail(new Error('more was sent than was announced'));
    const [first = nothing] = received.length === 1 ? received : [Buffer.concat(received)];
    settle()?.resolve(answerOf(first));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close: () => void socket.destroy(),
  };
}

interface Waiting {
  readonly resolve: (answer: RawAnswer) => void;
  readonly reject: (error: Error) => void;
}

function bodyLength(head: string): number {
  if (/^HTTP\/1\.1 (204|304)/.test(head)) return 0;
  const [, length] = /\r\ncontent-length: *(\d+)/i.exec(head) ?? [];
  if (length === undefined) throw new Error(`an answer of unknown length:\n${head}`);
  return Number(length);
}

function answerOf(answer: Buffer): RawAnswer {
  const end = answer.indexOf(HEAD_END);
  const head = answer.toString('latin1', 0, end);
  const body = answer.subarray(end + HEAD_END.length);
  return { status: Number(head.slice(9, 12)), head, body };
}

export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** As it goes over the wire. */
export function rawRequest(
  url: string,
  { method = 'GET', path, headers = {}, body }: RawRequest,
): Buffer {
  const content = body === undefined ? {} : { 'content-length': `${Buffer.byteLength(body)}` };
  const all = { host: new URL(url).host, ...headers, ...content };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`);
}

/** The value of a header in an answer's head. */
export function headerOf(head: string, name: string): string | null {
  return new RegExp(`\\r\\n${name}: *(.*)`, 'i').exec(head)?.[1]?.trim() ?? null;
}
