/** Short ways to write and read in tests. */
import { randomBytes, randomUUID } from 'node:crypto';
import { type MovieChanged, unranked } from '@marquee/contracts';
import type {
  ActorState,
  MovieContent,
  MovieState,
  SubscriptionState,
  UserState,
  WebhookState,
} from '@marquee/domain';
import type { Hydrated, WriteOptions, WriteStore, WriteTransaction } from '../src/index.js';

export const provider = '01890000-0000-7000-8000-0000000000aa';
export const otherProvider = '01890000-0000-7000-8000-0000000000bb';

/** A clock that goes on by a millisecond each time it is read. */
let clock = Date.UTC(2026, 0, 31, 9, 30);
export const tick = () => ++clock;

export const options = (more: Partial<WriteOptions> = {}): WriteOptions => ({
  write: randomBytes(16).toString('base64url'),
  providerId: provider,
  now: tick(),
  ...more,
});

export const emptyContent: MovieContent = {
  title: 'Untitled',
  originalTitle: null,
  synopsis: null,
  tagline: null,
  releaseDate: null,
  year: null,
  runtimeMinutes: null,
  genres: [],
  tags: [],
  directors: [],
  language: null,
  posterUrl: null,
  tmdbId: null,
  imdbId: null,
  wikipediaTitle: null,
  cast: [],
};

export const newMovie = (
  content: Partial<MovieContent> = {},
  id: string = randomUUID(),
): MovieState => ({
  id,
  version: 0,
  editedVersion: 0,
  providerId: provider,
  addedAt: new Date(tick()).toISOString(),
  updatedAt: '',
  ratingCount: 0,
  halfStars: 0,
  ranks: unranked,
  rankedAt: null,
  content: { ...emptyContent, ...content },
});

export const newActor = (more: Partial<ActorState> = {}): ActorState => ({
  id: randomUUID(),
  version: 0,
  editedVersion: 0,
  providerId: provider,
  name: 'Keanu Reeves',
  birthDate: null,
  deathDate: null,
  gender: 'unknown',
  biography: null,
  tmdbId: null,
  imdbId: null,
  movieCount: 0,
  ...more,
});

export async function create(
  store: WriteStore,
  content: Partial<MovieContent> = {},
  more: Partial<WriteOptions> & { readonly id?: string } = {},
): Promise<MovieState> {
  const { id, ...rest } = more;
  const given = options(rest);
  const addedAt = new Date(given.now).toISOString();
  const movie = { ...newMovie(content, id ?? randomUUID()), addedAt };
  const saved = await store.write((tx) => saved1(tx, null, movie), given);
  return present(saved.value);
}

export const saved1 = async (
  tx: WriteTransaction,
  before: MovieState | null,
  after: MovieState | null,
) => (await tx.saveMovies([{ before, after }]))[0] ?? null;

/** Locks the movie, and saves it with these fields changed. */
export const edit = (
  store: WriteStore,
  id: string,
  content: Partial<MovieContent>,
  more: Partial<WriteOptions> = {},
) =>
  store.write(async (tx) => {
    const before = await locked(tx, id);
    const after = { ...before, content: { ...before.content, ...content } };
    return present(await saved1(tx, before, after));
  }, options(more));

export const remove = (store: WriteStore, id: string, more: Partial<WriteOptions> = {}) =>
  store.write(async (tx) => saved1(tx, await locked(tx, id), null), options(more));

export const locked = async (tx: WriteTransaction, id: string) =>
  present((await tx.lockMovies({ ids: [id] }))[0]);

export const load = async (store: WriteStore, id: string) =>
  (await store.write((tx) => tx.lockMovies({ ids: [id] }), options())).value[0];

export const makeActor = async (store: WriteStore, more: Partial<ActorState> = {}) =>
  present(
    (await store.write((tx) => tx.saveActor({ before: null, after: newActor(more) }), options()))
      .value,
  );

export const changeActor = (
  store: WriteStore,
  id: string,
  fields: Partial<ActorState> | null,
  more: Partial<WriteOptions> = {},
) =>
  store.write(async (tx) => {
    const before = present(await tx.lockActor(id));
    const after = fields === null ? null : { ...before, ...fields };
    return await tx.saveActor({ before, after });
  }, options(more));

export const newUser = (more: Partial<UserState> = {}): UserState => ({
  id: randomUUID(),
  version: 0,
  editedVersion: 0,
  email: `${randomUUID()}@example.com`,
  firstName: 'Ada',
  lastName: 'Lovelace',
  role: 'viewer',
  passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA',
  createdAt: new Date(tick()).toISOString(),
  ...more,
});

export const makeUser = async (store: WriteStore, more: Partial<UserState> = {}) =>
  present(
    (await store.write((tx) => tx.saveUser({ before: null, after: newUser(more) }), options()))
      .value,
  );

/** Changes these fields; `null` deletes. */
export const changeUser = (
  store: WriteStore,
  id: string,
  fields: Partial<UserState> | null,
  more: Partial<WriteOptions> = {},
) =>
  store.write(async (tx) => {
    const before = present(await tx.lockUser(id));
    const after = fields === null ? null : { ...before, ...fields };
    return await tx.saveUser({ before, after });
  }, options(more));

export const newSubscription = (
  userId: string,
  more: Partial<SubscriptionState> = {},
): SubscriptionState => ({
  id: randomUUID(),
  version: 0,
  editedVersion: 0,
  userId,
  plan: 'Premium',
  startDate: '2026-02-01',
  endDate: null,
  isActive: true,
  createdAt: new Date(tick()).toISOString(),
  ...more,
});

export const makeSubscription = async (
  store: WriteStore,
  userId: string,
  more: Partial<SubscriptionState> = {},
) => {
  const after = newSubscription(userId, more);
  const save = (tx: WriteTransaction) => tx.saveSubscription({ before: null, after });
  return present((await store.write(save, options())).value);
};

export function newWebhook(more: Partial<WebhookState> = {}): WebhookState {
  return {
    ...{ id: randomUUID(), version: 0, ownerId: provider, url: 'https://hooks.example.com/' },
    ...{ providerId: null, kinds: ['movie', 'actor'], secret: 'whsec_c2VjcmV0', createdAt: tick() },
    place: { beganAt: 0, position: 7 },
    delivery: {
      ...{ failures: 0, failingSince: null, retryAt: null },
      ...{ failure: null, deliveredAt: null, isDisabled: false },
    },
    ...more,
  };
}

export const named = (name: string) => ({ name, tmdbId: null, imdbId: null });

export const rate = (
  store: WriteStore,
  movieId: string,
  halfStars: number | null,
  more: Partial<WriteOptions> & { readonly userId?: string } = {},
) => {
  const { userId = randomUUID(), ...rest } = more;
  return store.write((tx) => tx.saveRating({ movieId, userId, halfStars }), options(rest));
};

export const play = (store: WriteStore, movieId: string, more: Partial<WriteOptions> = {}) =>
  store.write((tx) => tx.savePlay(movieId), options(more));

/** Takes all rows that wait, as a relay would; and says that they are published. */
export async function relay(store: WriteStore): Promise<Hydrated> {
  const rows = await store.outbox.claim({ limit: 10_000, leaseMs: 1000, now: tick() });
  const hydrated = await store.outbox.hydrate(rows);
  await store.outbox.markPublished(rows, tick());
  return hydrated;
}

/** As `relay`, and then says that the view has them. */
export async function settle(store: WriteStore): Promise<Hydrated> {
  const hydrated = await relay(store);
  await store.outbox.confirm(await store.outbox.unconfirmed(10_000), tick());
  return hydrated;
}

export function movieEvent({ events }: Hydrated, id: string): MovieChanged {
  const found = events.find((event) => event.kind === 'movie' && event.id === id);
  if (found?.kind !== 'movie') throw new Error(`no event of movie ${id}`);
  return found;
}

export function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('there should be something here');
  return value;
}
