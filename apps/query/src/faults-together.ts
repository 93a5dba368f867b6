/** What is wrong with parameters together, each of which may be right: no schema can say it. */
import { type Fault, Rejected } from '@marquee/contracts';
import { invalidInput, openPlace, openToken, type Sealer } from '@marquee/service';
import type { FastifyRequest } from 'fastify';
import { checkCursor } from './cursor.js';

/** By the address as it was sent. Parameters of a wrong form are not its matter. */
export function faultsTogether(url: string): Fault[] {
  const [path, search] = url.split('?', 2);
  const given = new URLSearchParams(search);
  return [
    ...startFaults(given),
    ...idsFaults(given),
    ...yearFaults(given.get('year')),
    ...(path === '/sessions/started' ? countryFaults(given) : []),
  ];
}

/** @throws {Rejected} `invalid-input` */
export function refuseFaultsTogether(url: string): void {
  const faults = faultsTogether(url);
  if (faults.length > 0) throw invalidInput(faults);
}

const aboutInput = new Set(['invalid-input', 'invalid-cursor', 'invalid-token']);

/** So that one answer names all faults: adds these, and what was not sealed here, to those found so far. */
export function withFaultsTogether(
  error: unknown,
  { url, headers }: Pick<FastifyRequest, 'url' | 'headers'>,
  sealer: Sealer,
): unknown {
  if (!(error instanceof Rejected) || !aboutInput.has(error.code)) return error;
  const isNew = (fault: Fault) =>
    !error.faults.some(
      ({ parameter, code }) => parameter === fault.parameter && code === fault.code,
    );
  const given = new URLSearchParams(url.split('?', 2)[1]);
  const cursor = given.get('cursor');
  const isNamed = error.faults.some(({ parameter }) => parameter === 'cursor');
  const after = url.startsWith('/changes') ? given.get('after') : null;
  const isAfterNamed = error.faults.some(({ parameter }) => parameter === 'after');
  const all = [
    ...faultsTogether(url),
    ...(cursor === null || isNamed ? [] : faultsOf(() => checkCursor(sealer, cursor))),
    ...(after === null || isAfterNamed ? [] : faultsOf(() => openPlace(sealer, after, 'after'))),
    ...faultsOf(() => checkToken(sealer, headers['consistency-token'])),
  ];
  const more = all.filter(isNew);
  if (more.length === 0) return error;
  const faults = [...error.faults, ...more];
  return error.code === 'invalid-input'
    ? invalidInput(faults)
    : new Rejected(error.code, error.message, faults);
}

function checkToken(sealer: Sealer, token: string | string[] | undefined): void {
  if (typeof token === 'string') openToken(sealer, token);
}

function faultsOf(check: () => unknown): readonly Fault[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof Rejected) return error.faults;
    throw error;
  }
}

const notTogether = (parameter: string, detail: string): Fault => ({
  parameter,
  code: 'not-together',
  detail,
});

function startFaults(given: URLSearchParams): Fault[] {
  const faults: Fault[] = [];
  const start = 'A page begins at one place: at a cursor, after so many, or at an instant.';
  if (given.has('cursor') && given.has('skip')) faults.push(notTogether('skip', start));
  if (given.has('from') && (given.has('cursor') || given.has('skip'))) {
    faults.push(notTogether('from', start));
  }
  if (given.has('from') && !/^-?addedAt$/.test(given.get('sort') ?? '')) {
    faults.push(notTogether('from', 'It needs sort=addedAt or sort=-addedAt.'));
  }
  if (given.has('fromId') && !given.has('from'))
    faults.push(notTogether('fromId', 'It needs from.'));
  return faults;
}

function countryFaults(given: URLSearchParams): Fault[] {
  if (!given.has('cursor') || given.has('country')) return [];
  return [notTogether('cursor', 'It is of one country, and needs country.')];
}

function idsFaults(given: URLSearchParams): Fault[] {
  if (!given.has('ids')) return [];
  const others = new Set([...given.keys()].filter((name) => name !== 'ids' && name !== 'fields'));
  return [...others].map((name) => notTogether(name, 'It does not go together with ids.'));
}

function yearFaults(year: string | null): Fault[] {
  const [, from, to] = /^(\d{4})\.\.(\d{4})$/.exec(year ?? '') ?? [];
  if (from === undefined || to === undefined || from <= to) return [];
  const detail = 'A range goes from the earlier year to the later one.';
  return [{ parameter: 'year', code: 'wrong-order', detail }];
}
