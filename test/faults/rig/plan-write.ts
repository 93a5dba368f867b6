/** From what a writer wants to the request that does it, given what the ledger says is there. */
import type { Question } from './ask.js';
import type { Content, Entry, Ledger, Value } from './ledger.js';
import {
  actorId,
  addedId,
  commentId,
  countryOf,
  type Intent,
  OWN_FIELDS,
  sessionId,
  sharedId,
  slotId,
} from './workload.js';

export interface PlannedWrite {
  /** What the run counts it as. */
  readonly kind: string;
  readonly question: Question;
  /** What it makes of which subjects, in the order of a batch's results. */
  readonly changes: readonly { readonly entry: Entry; readonly value: Value }[];
}

/** `null`: there is nothing to be done, or a subject whose last write got no answer yet. */
export function planWrite(ledger: Ledger, writer: number, intent: Intent): PlannedWrite | null {
  const plan = planOf(ledger, writer, intent);
  return plan?.changes.some(({ entry }) => entry.doubts.length > 0) ? null : plan;
}

function planOf(ledger: Ledger, writer: number, intent: Intent): PlannedWrite | null {
  switch (intent.kind) {
    case 'add':
      return keyed(create(movieEntry(ledger, addedId(writer, intent.n)), intent.content));
    case 'batch':
      return batch(
        intent.slots.map((slot) => movieEntry(ledger, slotId(writer, slot))),
        intent.contents,
      );
    case 'restore':
      return restore(ledger, writer, intent);
    case 'rename': {
      const entry = ledger.entry({ kind: 'actor', id: actorId(writer, intent.actor) });
      const question = patchOf(`/actors/${entry.subject.id}`, { name: intent.name });
      return { kind: 'rename', question, changes: [{ entry, value: intent.name }] };
    }
    case 'rate':
    case 'unrate':
      return rate(ledger, intent);
    case 'play': {
      const entry = ledger.entry({ kind: 'plays', id: sharedId(intent.movie), of: `${writer}` });
      const plays = Number(entry.value ?? 0) + 1;
      return { kind: 'play', question: playOf(entry, plays), changes: [{ entry, value: plays }] };
    }
    case 'comment': {
      const id = commentId(writer, intent.n);
      const entry = ledger.entry({ kind: 'comment', id, of: sharedId(intent.movie) });
      const value = entry.value === null ? intent.text : null;
      const kind = value === null ? 'delete a comment' : 'comment';
      return { kind, question: commentOf(entry, value), changes: [{ entry, value }] };
    }
    case 'session':
      return session(ledger, writer, intent);
    case 'touch': {
      const field = OWN_FIELDS[writer % OWN_FIELDS.length] ?? '';
      const entry = ledger.entry({ kind: 'field', id: sharedId(intent.movie), of: field });
      const question = patchOf(`/movies/${entry.subject.id}`, { [field]: intent.value });
      return { kind: 'touch', question, changes: [{ entry, value: intent.value }] };
    }
    default: {
      const entry = movieEntry(ledger, slotId(writer, intent.slot));
      return entry.value === null
        ? create(entry, intent.content)
        : change(entry, entry.value as Content, intent);
    }
  }
}

const movieEntry = (ledger: Ledger, id: string) => ledger.entry({ kind: 'movie', id });
const patchOf = (path: string, body: object): Question => ({ method: 'PATCH', path, body });

/** The writer's nth play of this movie: however often it is sent, it counts once. */
export function playOf({ subject: { id, of } }: Entry, n: number): Question {
  const headers = { 'idempotency-key': `play-${of}-${n}-${id}` };
  return { method: 'POST', path: `/movies/${id}/plays`, headers };
}

/** Says it once, however often it is sent; `null` takes it back. */
export function commentOf({ subject: { id, of } }: Entry, text: Value): Question {
  if (text === null) return { method: 'DELETE', path: `/comments/${id}` };
  const headers = { 'idempotency-key': `comment-${id}-${text}`.replaceAll(' ', '-') };
  return { method: 'POST', path: `/movies/${of}/comments`, body: { id, text }, headers };
}

/** Begins a session, or ends one that this writer began. */
function session(
  ledger: Ledger,
  writer: number,
  { n, player, ends }: Extract<Intent, { readonly kind: 'session' }>,
): PlannedWrite {
  const begun = ledger
    .all('session')
    .find(({ subject, value }) => subject.of === player && value === 'started');
  const entry =
    ends && begun !== undefined
      ? begun
      : ledger.entry({ kind: 'session', id: sessionId(writer, n), of: player });
  const value = entry.value === null ? 'started' : 'completed';
  const kind = value === 'started' ? 'start a session' : 'end a session';
  return { kind, question: sessionOf(entry, value), changes: [{ entry, value }] };
}

/** The event that brings the session so far; told again it says nothing new. */
export function sessionOf({ subject: { id, of } }: Entry, value: Value): Question {
  const event = value === 'started' ? 'start' : 'end';
  const country = event === 'start' ? { country: countryOf(id) } : {};
  const body = { events: [{ event, playerId: of, sessionId: id, ...country }] };
  const headers = { 'idempotency-key': `session-${event}-${id}` };
  return { method: 'POST', path: '/sessions/events', body, headers };
}

/** Some changes name the version that they change: nobody else writes this movie, so it fits. */
const guarded = ({ version, isVersionKnown }: Entry, isWanted: boolean) =>
  isVersionKnown && isWanted ? { 'if-match': `"${version}"` } : {};

/** One of the contents that the movie had, whether it is there or was deleted. */
function restore(
  ledger: Ledger,
  writer: number,
  { n, slot, which, isGuarded }: Extract<Intent, { readonly kind: 'restore' }>,
): PlannedWrite | null {
  const entry = movieEntry(ledger, slotId(writer, slot));
  const known = entry.past.filter(({ value, version }) => value !== null && version !== null);
  const past = known[which % known.length];
  if (past === undefined) return null;
  const path = `/movies/${entry.subject.id}/restore`;
  const headers = {
    ...guarded(entry, isGuarded && entry.value !== null),
    'idempotency-key': `restore-${writer}-${n}`,
  };
  const question = { method: 'POST', path, body: { version: past.version }, headers };
  const kind = entry.value === null ? 'restore a deleted movie' : 'restore';
  return { kind, question, changes: [{ entry, value: past.value }] };
}

function create(entry: Entry, content: Content): PlannedWrite {
  const { id } = entry.subject;
  const kind = entry.version === 0 ? 'create' : 'create again';
  const question = { method: 'POST', path: '/movies', body: { id, ...content } };
  return { kind, question, changes: [{ entry, value: content }] };
}

/** With an idempotency key: without an answer it is sent again, and done once. */
function keyed(plan: PlannedWrite): PlannedWrite {
  const [id] = plan.changes.map(({ entry }) => entry.subject.id);
  const headers = { ...plan.question.headers, 'idempotency-key': `add-${id}` };
  return { ...plan, question: { ...plan.question, headers } };
}

function batch(entries: readonly Entry[], contents: readonly Content[]): PlannedWrite {
  const changes = entries.flatMap((entry, at) => {
    const value = contents[at];
    return value === undefined ? [] : [{ entry, value }];
  });
  const movies = changes.map(({ entry, value }) => ({ id: entry.subject.id, ...value }));
  return {
    kind: 'batch',
    question: { method: 'POST', path: '/movies/batch', body: { movies } },
    changes,
  };
}

type SlotIntent = Extract<Intent, { readonly slot: number; readonly content: Content }>;

function change(entry: Entry, before: Content, { kind, content }: SlotIntent): PlannedWrite | null {
  const path = `/movies/${entry.subject.id}`;
  const headers = guarded(entry, content.title.length % 2 === 0);
  const planned = (method: string, value: Value, body?: object, more = ''): PlannedWrite => ({
    kind,
    question: { method, path: path + more, ...(body ? { body } : {}), headers },
    changes: [{ entry, value }],
  });
  switch (kind) {
    case 'delete':
      return planned('DELETE', null);
    case 'link': {
      const [part] = content.cast;
      if (part === undefined) return null;
      const { actorId: actor, character } = part;
      const others = before.cast.filter((other) => other.actorId !== actor);
      const order = 1 + Math.max(-1, ...others.map((other) => other.order));
      const cast = [...others, { actorId: actor, character, order }];
      return planned('PUT', { ...before, cast }, { character, order }, `/actors/${actor}`);
    }
    case 'unlink': {
      const [part] = before.cast;
      if (part === undefined) return null;
      const cast = before.cast.filter(({ actorId: actor }) => actor !== part.actorId);
      return planned('DELETE', { ...before, cast }, undefined, `/actors/${part.actorId}`);
    }
    case 'patch': {
      const { title, releaseDate, year, genres } = content;
      const parts = [{ title }, { releaseDate, year }, { genres }, { cast: content.cast }] as const;
      const patch = parts[title.length % parts.length] ?? {};
      return planned('PATCH', { ...before, ...patch }, patch);
    }
    default:
      return planned('PUT', content, content);
  }
}

function rate(
  ledger: Ledger,
  intent: Extract<Intent, { readonly user: string }>,
): PlannedWrite | null {
  const id = sharedId(intent.movie);
  const entry = ledger.entry({ kind: 'rating', id, of: intent.user });
  const path = `/movies/${id}/ratings/${intent.user}`;
  if (intent.kind === 'rate') {
    const { stars } = intent;
    const question = { method: 'PUT', path, body: { stars } };
    return { kind: 'rate', question, changes: [{ entry, value: stars }] };
  }
  if (entry.value === null) return null;
  return {
    kind: 'unrate',
    question: { method: 'DELETE', path },
    changes: [{ entry, value: null }],
  };
}
