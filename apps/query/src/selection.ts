/** Which movies a reader asks for: the filters of a query, normalised, so that equal selections have one text. */

export type Condition =
  | { readonly field: 'genre' | 'tag'; readonly anyOf: readonly string[] }
  | { readonly field: 'year'; readonly from: number; readonly to: number }
  | { readonly field: 'actor' | 'provider' | 'language'; readonly is: string }
  | { readonly field: 'minRating'; readonly least: number };

/** All conditions hold for a movie of the selection; none: all movies. */
export interface Selection {
  readonly conditions: readonly Condition[];
  /** Equal for equal selections, whatever the order in which they were written; cursors are bound to it. */
  readonly text: string;
}

export interface MovieFilterQuery {
  readonly genre?: string;
  readonly tag?: string;
  readonly year?: string;
  readonly actor?: string;
  readonly provider?: string;
  readonly language?: string;
  readonly minRating?: number;
}

export const EARLIEST_YEAR = 1870;
export const LATEST_YEAR = 2200;

/**
 * The selection of a query whose parts have passed the schema. `actorIds` are conditions that the path gives.
 */
export function selectionOf(query: MovieFilterQuery, actorIds: readonly string[]): Selection {
  const actors = query.actor === undefined ? actorIds : [...actorIds, query.actor];
  return selectionOfConditions([
    ...labels('genre', query.genre),
    ...labels('tag', query.tag),
    ...years(query.year),
    ...actors.map((id) => ({ field: 'actor', is: id.toLowerCase() }) as const),
    ...exact('provider', query.provider),
    ...exact('language', query.language),
    ...(query.minRating === undefined
      ? []
      : [{ field: 'minRating', least: query.minRating } as const]),
  ]);
}

function selectionOfConditions(conditions: readonly Condition[]): Selection {
  const byText = new Map(conditions.map((condition) => [JSON.stringify(condition), condition]));
  const sorted = [...byText].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    conditions: sorted.map(([, condition]) => condition),
    text: `[${sorted.map(([text]) => text).join()}]`,
  };
}

/** `a,b` is two conditions, `a|b` one with alternatives. */
function labels(field: 'genre' | 'tag', text: string | undefined): Condition[] {
  if (text === undefined) return [];
  if (text.includes('|')) return [{ field, anyOf: [...new Set(text.split('|'))].sort() }];
  return text.split(',').map((name) => ({ field, anyOf: [name] }));
}

function years(text: string | undefined): Condition[] {
  if (text === undefined) return [];
  const [first = '', last = first] = text.split('..');
  const from = first === '' ? EARLIEST_YEAR : Number(first);
  const to = last === '' ? LATEST_YEAR : Number(last);
  return [{ field: 'year', from, to }];
}

/** Ids and language tags are the same in upper and in lower case. */
function exact(field: 'provider' | 'language', text: string | undefined): Condition[] {
  return text === undefined ? [] : [{ field, is: text.toLowerCase() }];
}
