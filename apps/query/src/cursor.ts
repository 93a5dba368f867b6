/**
 * Cursors: a place in one order of one selection, sealed. They hold the sort value and not the key that a view
 * makes of it, so they outlive rebuilds; the first number is their version, so that releases can change the form.
 */
import { hash } from 'node:crypto';
import { Rejected } from '@marquee/contracts';
import type { Sealer } from '@marquee/service';
import type { Direction } from './movie-order.js';

export interface CursorPlace {
  readonly direction: Direction;
  /** `null`: the end of the list that the direction comes from. */
  readonly after: { readonly sortValue: string | null; readonly id: string } | null;
  readonly skip: number;
}

const purpose = 'cursor';
const version = 1;

/** `list` names the selection and its order: a cursor opens for the same list alone. */
export function sealCursor(sealer: Sealer, list: string, { direction, after, skip }: CursorPlace) {
  const walk = direction === 'next' ? 1 : -1;
  const place = after === null ? null : [after.sortValue, after.id];
  const content = [version, fingerprint(list), walk, skip, place];
  return remembered(keptBy(sealer).sealed, JSON.stringify(content), () =>
    sealer.seal(purpose, content),
  );
}

/** @throws {Rejected} `invalid-cursor` */
export function openCursor(sealer: Sealer, list: string, text: string): CursorPlace {
  const value = remembered(keptBy(sealer).opened, text, () => sealer.open(purpose, text));
  if (!Array.isArray(value) || value[0] !== version || value[1] !== fingerprint(list)) {
    throw foreign();
  }
  const [, , walk, skip, place] = value;
  return {
    direction: walk === 1 ? 'next' : 'previous',
    after: place === null ? null : { sortValue: place[0], id: place[1] },
    skip,
  };
}

/**
 * What was sealed and opened lately. A page that many ask for links to one next page for all of them, so that shared caches
 * have it too; and neither end of a hot list pays for the cipher each time.
 */
interface Kept {
  readonly sealed: Map<string, string>;
  readonly opened: Map<string, unknown>;
}
const kept = new WeakMap<Sealer, Kept>();
const fingerprints = new Map<string, string>();
const maxKept = 5_000;

function keptBy(sealer: Sealer): Kept {
  const known = kept.get(sealer) ?? { sealed: new Map(), opened: new Map() };
  kept.set(sealer, known);
  return known;
}

function remembered<T>(values: Map<string, T>, key: string, make: () => T): T {
  const known = values.get(key);
  if (known !== undefined) return known;
  const made = make();
  if (values.size >= maxKept) values.clear();
  if (made !== undefined) values.set(key, made);
  return made;
}

/** For what is known before its list is. @throws {Rejected} `invalid-cursor` unless it is one of ours, for any list */
export function checkCursor(sealer: Sealer, text: string): void {
  if (sealer.open(purpose, text) === undefined) throw foreign();
}

/** 128 bits: selections may be long, cursors should not be. */
const fingerprint = (list: string) =>
  remembered(fingerprints, list, () => hash('sha256', list, 'base64url').slice(0, 22));

function foreign(): Rejected {
  const detail = 'It was not made here for this list and this sort.';
  return new Rejected('invalid-cursor', `The cursor is not valid: ${detail}`, [
    { parameter: 'cursor', code: 'invalid-cursor', detail },
  ]);
}
