/** What a part of the benchmark found. */

export interface Figure {
  readonly name: string;
  /** Figures of one group are drawn in one chart. */
  readonly group: string;
  readonly unit: string;
  /** One value a round. */
  readonly rounds: readonly number[];
}

/** What was asked for, and what came of it. */
export interface Verdict {
  readonly what: string;
  readonly value: number;
  /** `×` for a ratio. */
  readonly unit: string;
  readonly target: { readonly atLeast: number } | { readonly atMost: number };
}

export interface Series {
  readonly name: string;
  readonly unit: string;
  readonly xUnit: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface PartResult {
  readonly title: string;
  /** How it was measured: what the reader must know to judge the figures. */
  readonly how: string;
  readonly figures: readonly Figure[];
  readonly verdicts: readonly Verdict[];
  readonly series?: readonly Series[];
  readonly remarks?: readonly string[];
}

export const isMet = ({ value, target }: Verdict): boolean =>
  'atLeast' in target ? value >= target.atLeast : value <= target.atMost;
