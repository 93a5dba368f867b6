/** The least that Node needs to answer: ready heads and bytes by address and encoding, and a 304 where the tag fits. */
import { createServer } from 'node:http';
import { rivalSettings, sayThatItListens } from './rival-settings.js';

export interface BareHttpSettings {
  /** Name and value in turn; with a body, also of its encoding, type and length. */
  readonly answers: Readonly<
    Record<'plain' | 'gzip' | 'br', { readonly head: string[]; readonly body: string }>
  >;
  readonly notModified: string[];
  readonly etag: string;
}

const { port, answers, notModified, etag } = await rivalSettings<BareHttpSettings>();
const ready = new Map(
  Object.entries(answers).map(([encoding, { head, body }]) => [
    encoding,
    { head, body: Buffer.from(body, 'base64') },
  ]),
);
const plain = ready.get('plain');
if (plain === undefined) throw new RangeError('there is nothing to send');

createServer((request, response) => {
  const { headers } = request;
  if (headers['if-none-match'] === etag) {
    response.writeHead(304, notModified).end();
    return;
  }
  const answer = ready.get(`${headers['accept-encoding']}`) ?? plain;
  response.writeHead(200, answer.head).end(answer.body);
}).listen(port, '127.0.0.1', sayThatItListens);
