/**
 * Lists of ascending numbers, each with a mark, in one block of bytes. A million movies have some fifty million of them in half a
 * million lists: as arrays these would take ten times as much.
 */
import { withRoom } from './with-room.js';

export interface Postings {
  /** Makes an empty list; no list is 0. */
  open(): number;
  /** The value is below 2^30 and above all that the list has; the last one again is passed over. */
  append(list: number, value: number, marked: boolean): void;
  /** Puts all of the list into `into`, in place of what was there. */
  read(list: number, into: Reading): void;
  size(list: number): number;
  bytes(): number;
}

/** A list as it was read; made once and used for many, since lists are read by the thousand. */
export interface Reading {
  /** The first `length` are of the list: each its value, times two, and one more where it is marked. */
  codes: Uint32Array;
  length: number;
}

export const createReading = (): Reading => ({ codes: new Uint32Array(1_024), length: 0 });
export const valueIn = (code: number) => code >>> 1;
export function valuesIn({ codes, length }: Reading): Iterable<number> {
  return codes.subarray(0, length).map(valueIn);
}
export const isMarked = (code: number) => (code & 1) === 1;

/** A list is a chain of slices, each twice as long as the one before, up to this; behind its end stands the place of the next. */
const FIRST_SLICE_BYTES = 4;
const MAX_DOUBLINGS = 10;
const LINK_BYTES = 4;

const bytesOfSlice = (nth: number) => FIRST_SLICE_BYTES << Math.min(nth, MAX_DOUBLINGS);

export function createPostings(): Postings {
  let bytes = new Uint8Array(1 << 16);
  let used = 0;
  let lists = 1;
  let starts = new Uint32Array(1_024);
  let ends = new Uint32Array(1_024);
  let slices = new Uint32Array(1_024);
  let room = new Uint16Array(1_024);
  let lasts = new Uint32Array(1_024);
  let sizes = new Uint32Array(1_024);

  function takeSlice(nth: number): number {
    const start = used;
    used += bytesOfSlice(nth) + LINK_BYTES;
    bytes = withRoom(bytes, used);
    return start;
  }

  function lengthenSlices(list: number): void {
    const nth = (slices[list] ?? 0) + 1;
    const next = takeSlice(nth);
    const end = ends[list] ?? 0;
    for (let n = 0; n < LINK_BYTES; n += 1) bytes[end + n] = next >>> (8 * n);
    slices[list] = nth;
    ends[list] = next;
    room[list] = bytesOfSlice(nth);
  }

  function write(list: number, byte: number): void {
    if (room[list] === 0) lengthenSlices(list);
    const end = ends[list] ?? 0;
    bytes[end] = byte;
    ends[list] = end + 1;
    room[list] = (room[list] ?? 0) - 1;
  }

  function linkAt(place: number): number {
    let link = 0;
    for (let n = 0; n < LINK_BYTES; n += 1) link |= (bytes[place + n] ?? 0) << (8 * n);
    return link >>> 0;
  }

  return {
    open() {
      const list = lists;
      lists += 1;
      starts = withRoom(starts, lists);
      ends = withRoom(ends, lists);
      slices = withRoom(slices, lists);
      room = withRoom(room, lists);
      lasts = withRoom(lasts, lists);
      sizes = withRoom(sizes, lists);
      const start = takeSlice(0);
      starts[list] = start;
      ends[list] = start;
      room[list] = FIRST_SLICE_BYTES;
      return list;
    },
    append(list, value, marked) {
      if ((sizes[list] ?? 0) > 0 && lasts[list] === value) return;
      let code = ((value - (lasts[list] ?? 0)) << 1) | (marked ? 1 : 0);
      for (; code > 0x7f; code >>>= 7) write(list, (code & 0x7f) | 0x80);
      write(list, code);
      lasts[list] = value;
      sizes[list] = (sizes[list] ?? 0) + 1;
    },
    read(list, into) {
      const length = sizes[list] ?? 0;
      into.codes = withRoom(into.codes, length);
      into.length = length;
      const { codes } = into; // as locals: this loop is where a search spends its time
      const all = bytes;
      let place = starts[list] ?? 0;
      let nth = 0;
      let left = FIRST_SLICE_BYTES;
      let value = 0;
      for (let at = 0; at < length; at += 1) {
        let code = 0;
        for (let shift = 0, more = true; more; shift += 7) {
          if (left === 0) {
            place = linkAt(place);
            nth += 1;
            left = bytesOfSlice(nth);
          }
          const byte = all[place] ?? 0;
          place += 1;
          left -= 1;
          code |= (byte & 0x7f) << shift;
          more = byte > 0x7f;
        }
        value += code >>> 1;
        codes[at] = (value << 1) | (code & 1);
      }
    },
    size: (list) => sizes[list] ?? 0,
    bytes: () => used,
  };
}
