/** What the process ends with. */
export const exitCodes = {
  /** Everything was accepted. */
  done: 0,
  /** Some rows were refused; the others are stored. Or some dead letters; the others are done with. */
  someRefused: 1,
  /** Rows of the view differ from the write model, or are behind it. */
  different: 1,
  wrongUsage: 2,
  failed: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
