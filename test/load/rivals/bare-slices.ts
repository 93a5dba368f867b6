/** A bare `node:http` server that reads a slice by the driver for each request, and joins it. */
import { createServer } from 'node:http';
import { rivalSettings, sayThatItListens } from './rival-settings.js';
import { openSliceReader, type SliceSettings } from './slice-readers.js';

export interface BareSlicesSettings {
  readonly slices: SliceSettings;
  /** Name and value in turn, without the length. */
  readonly head: readonly string[];
  /** What follows the movies; as long as in the answers beside which it is measured. */
  readonly tail: string;
}

const { port, slices, head, tail } = await rivalSettings<BareSlicesSettings>();
const read = await openSliceReader(slices);

createServer(async (request, response) => {
  const asked = new URLSearchParams(request.url?.slice(2));
  const [list = '', sortKey = '', id = ''] = ['list', 'key', 'id'].map(
    (name) => asked.get(name) ?? '',
  );
  const reading = read({ list, sortKey, id });
  const items = typeof reading === 'string' ? reading : await reading;
  const body = Buffer.from(`{"items":[${items}${tail}`);
  response.writeHead(200, [...head, 'content-length', `${body.length}`]).end(body);
}).listen(port, '127.0.0.1', sayThatItListens);
