/** How old what a reader is given is: by versions that are known to be there, and since when. */

export interface Versioned {
  readonly id: string;
  readonly version: number;
}

export interface Ages {
  /** From this time on there is this version, or a newer one. Times are milliseconds of one clock. */
  know(one: Versioned, at: number): void;
  /** How long there had been something newer than what was given, when it was asked for; 0 if there was not. */
  age(given: readonly Versioned[], askedAt: number): number;
}

export function watchAges(): Ages {
  /** Newest last; older ones than what was given once are never asked for again. */
  const known = new Map<string, { readonly version: number; readonly at: number }[]>();
  return {
    know({ id, version }, at) {
      const versions = known.get(id) ?? [];
      const isNews = versions.every((other) => other.version < version);
      if (isNews) known.set(id, [...versions, { version, at }].slice(-MAX_KEPT));
    },
    age(given, askedAt) {
      const ages = given.map(({ id, version }) => {
        const lacks = (known.get(id) ?? []).find((other) => other.version > version);
        return lacks === undefined ? 0 : askedAt - lacks.at;
      });
      return Math.max(0, ...ages);
    },
  };
}

/** Of one id: some seconds of many writes. */
const MAX_KEPT = 1_000;
