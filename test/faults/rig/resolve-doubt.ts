/** Asks the write side what became of a write that got no answer. */
import type { Question } from './ask.js';
import { type Content, contentOf, type Entry, settleDoubt, type Value } from './ledger.js';
import { commentOf, playOf, sessionOf } from './plan-write.js';
import { askFor, type Run } from './run.js';

interface Found {
  readonly version?: number;
  readonly name?: string;
  readonly stars?: number;
}

/** To be called when none of the entry's writes can still be on its way. It stays in doubt where no answer comes. */
export async function resolveDoubt(run: Run, entry: Entry): Promise<void> {
  for (const app of run.commands) {
    const question = questionAbout(entry);
    const asked = await askFor<Found | null>(run, 'write', { app, expected: [404], ...question });
    if (asked === null) continue;
    const body = asked.body ?? {}; // something that was taken away leaves none
    const found = asked.status === 404 ? null : valueFound(entry, body);
    const before = JSON.stringify([entry.value, entry.doubts]);
    if (!settleDoubt(entry, found, body.version)) {
      const { kind, id, of = '' } = entry.subject;
      const what = `${kind} ${id} ${of} is ${JSON.stringify(found)}; possible were ${before}`;
      run.violations.add(found === null ? 'missing' : 'stale', `on the write side, ${what}`);
    }
    return;
  }
}

/** A patch of nothing changes nothing and answers with the whole; what may be sent again, is. */
function questionAbout(entry: Entry): Question {
  const { kind, id, of } = entry.subject;
  if (kind === 'plays') return playOf(entry, playsInDoubt(entry));
  if (kind === 'comment') return commentOf(entry, valueInDoubt(entry));
  if (kind === 'session') return sessionOf(entry, valueInDoubt(entry));
  if (kind === 'rating') return { method: 'GET', path: `/movies/${id}/ratings/${of}` };
  const path = kind === 'actor' ? `/actors/${id}` : `/movies/${id}`;
  return { method: 'PATCH', path, body: {} };
}

const valueInDoubt = ({ doubts }: Entry) => doubts[0]?.value ?? null;
const playsInDoubt = (entry: Entry) => Number(valueInDoubt(entry) ?? 0);

function valueFound(entry: Entry, body: Found): Value {
  const { subject } = entry;
  switch (subject.kind) {
    case 'movie':
      return contentOf(body as Content);
    case 'actor':
      return body.name ?? null;
    case 'plays':
      return playsInDoubt(entry);
    case 'comment':
    case 'session':
      return valueInDoubt(entry);
    case 'rating':
      return body.stars ?? null;
    case 'field':
      return (body as Record<string, Value>)[subject.of ?? ''] ?? null;
  }
}
