/** The catalogue as rows of a file that can be imported again: what callers wrote, under its ids. */
import type { ActorInput, ActorRecord, CastEntry, Movie, MovieInput } from '@marquee/contracts';
import type { WriteStore } from '@marquee/write-store';

export const exportKinds = ['movies', 'actors'] as const;
export type ExportKind = (typeof exportKinds)[number];

export interface ExportSelection {
  readonly kind: ExportKind;
  /** Whose movies or actors; `null`: everybody's. */
  readonly provider: string | null;
}

/** How many are read in one snapshot. */
const ROWS_A_SLICE = 200;

/**
 * Everything that was there when it began and still is, once, in the order of the ids; each at a version that was current meanwhile.
 * Holds one slice at a time.
 */
export async function* exportRows(
  { survey, outbox }: WriteStore,
  { kind, provider }: ExportSelection,
): AsyncGenerator<readonly (MovieInput | ActorInput)[]> {
  for (let after: string | null = null; ; ) {
    const slice = { after, limit: ROWS_A_SLICE };
    const ids: readonly string[] =
      provider === null
        ? await survey.page(kind, slice)
        : await survey.ofProvider(kind, { ...slice, provider });
    if (ids.length > 0) {
      const { events } = await outbox.current({ [kind]: ids });
      const rows = events.flatMap((event): (MovieInput | ActorInput)[] => {
        if (event.kind === 'movie' && event.movie !== null) return [movieRow(event.movie)];
        if (event.kind === 'actor' && event.actor !== null) return [actorRow(event.actor)];
        return [];
      });
      yield rows.sort((a, b) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1));
    }
    if (ids.length < ROWS_A_SLICE) return;
    after = ids.at(-1) ?? null;
  }
}

/** What is absent, and what callers do not write, is left out. */
export function movieRow({ cast, ...movie }: Movie): MovieInput {
  const { version: _1, providerId: _2, addedAt: _3, updatedAt: _4, rating: _5, ...content } = movie;
  const parts = cast.map((part) => present<CastEntry>(part));
  return { ...present<typeof content>(content), ...(parts.length === 0 ? {} : { cast: parts }) };
}

function actorRow({ version: _1, providerId: _2, ...content }: ActorRecord): ActorInput {
  return present<typeof content>(content);
}

/** What is absent is left out; it is optional wherever it may be. */
function present<T extends object>(fields: T): T {
  const entries = Object.entries(fields).filter(
    ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(entries) as T; // but for what is `null` or empty
}
