/** What must not happen, by kind. A run is good when every count is 0. */

export const violationKinds = {
  missing: 'acknowledged, and not there, in the view, a history or a copy',
  stale: 'an older or another content than the acknowledged one',
  orphaned: 'deleted, and still there',
  duplicated: 'more than once in a list or on a page',
  'half-visible': 'in one list but not in another, or in a list but not by id',
  torn: 'two contents under one version',
  'wrong-total': 'a total or count that is not that of what is there',
  differing: 'a row of the view that is not what the write model says',
  stuck: 'never confirmed in the view, or never done',
  unresolved: 'unanswered, and not to be found out about afterwards',
  'went-back': 'a reader saw, or a follower was told of, an older version after a newer one',
  'not-my-write': 'a read with a token did not see its write',
  'wrong-page': 'a page or messages out of order, or a walk that missed what stayed',
  'wrong-answer': 'an answer that no fault explains',
  crashed: 'a process ended that nobody ended',
} as const;
export type ViolationKind = keyof typeof violationKinds;

export interface Violation {
  readonly kind: ViolationKind;
  /** From the start of the run. */
  readonly atMs: number;
  readonly what: string;
}

export interface Violations {
  add(kind: ViolationKind, what: string): void;
  counts(): Readonly<Record<ViolationKind, number>>;
  /** The first ones; a broken run has thousands. */
  examples(): readonly Violation[];
}

const MAX_EXAMPLES = 200;

export function collectViolations(startedAt: number): Violations {
  const counts = new Map<ViolationKind, number>();
  const examples: Violation[] = [];
  return {
    add(kind, what) {
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      if (examples.length < MAX_EXAMPLES) {
        examples.push({ kind, atMs: Date.now() - startedAt, what });
      }
    },
    counts() {
      const kinds = Object.keys(violationKinds) as ViolationKind[];
      return Object.fromEntries(kinds.map((kind) => [kind, counts.get(kind) ?? 0])) as Record<
        ViolationKind,
        number
      >;
    },
    examples: () => examples,
  };
}
