/** Answers to what is not even HTTP: where there is no request to answer through, they are written by hand. */
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { Rejected } from '@marquee/contracts';
import type { FastifyInstance } from 'fastify';
import { problemOf } from './problem-answers.js';

/** For `clientErrorHandler`. The connection ends: where the next request begins cannot be known. */
export function refuseBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = problemOf(rejectionOf(error.code), { instance: '/', requestId: randomUUID() });
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'Content-Type: application/problem+json',
    `X-Request-Id: ${problem.requestId}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** RFC 9112 (3.2); Node's own answer would be empty, so its check is switched off. */
export function requireHost(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ raw, headers }) => {
    if (headers.host === undefined && raw.httpVersion === '1.1') {
      throw new Rejected('invalid-input', 'The request has no Host header.', [
        { parameter: 'host', code: 'required', detail: 'It is required.' },
      ]);
    }
  });
}

function rejectionOf(code: string | undefined): Rejected {
  if (code === 'HPE_HEADER_OVERFLOW') return new Rejected('headers-too-large');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new Rejected('request-timeout');
  return new Rejected('invalid-input', 'The request is not valid HTTP.');
}
