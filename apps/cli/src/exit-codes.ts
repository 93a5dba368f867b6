/** What the process ends with. */
export const exitCodes = {
  /** Everything was accepted. */
  done: 0,
  /** Some rows were refused; the others are stored. */
  someRefused: 1,
  wrongUsage: 2,
  failed: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
