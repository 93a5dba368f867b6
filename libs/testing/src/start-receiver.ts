/** An https server on this machine, with a certificate of its own, that keeps what it is sent. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ReceivedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type Answering = (
  request: IncomingMessage,
  response: ServerResponse,
  received: ReceivedRequest,
) => void;

export interface TestReceiver {
  /** `https://localhost:…/hook`. */
  readonly url: string;
  /** `localhost:…`. */
  readonly host: string;
  /** The certificate, in PEM, that clients have to trust. */
  readonly ca: string;
  /** What came whole, in order. */
  readonly received: readonly ReceivedRequest[];
  /** How many connections were made to it. */
  connections(): number;
  /** Resolves when so many have come. */
  came(count: number): Promise<void>;
  /** How it answers from now on: a status, or a function that answers. */
  answer(how: number | Answering): void;
  stop(): Promise<void>;
}

export async function startReceiver(): Promise<TestReceiver> {
  const { key, cert } = makeCertificate();
  const received: ReceivedRequest[] = [];
  let how: number | Answering = 204;
  let connections = 0;
  const server = createServer({ key, cert }, async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const message = { headers: request.headers, body };
    received.push(message);
    if (typeof how === 'function') how(request, response, message);
    else response.writeHead(how).end();
  });
  server.on('secureConnection', () => {
    connections += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  return {
    ...{ url: `https://${host}/hook`, host, ca: cert, received },
    connections: () => connections,
    async came(count) {
      while (received.length < count) await sleep(10);
    },
    answer(next) {
      how = next;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Node makes keys, but no certificates. */
function makeCertificate(): { readonly key: string; readonly cert: string } {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-certificate-'));
  const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
  try {
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
        ...['-days', '2', '-subj', '/CN=localhost', '-keyout', key, '-out', cert],
        ...['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
      ],
      { stdio: 'pipe' },
    );
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
