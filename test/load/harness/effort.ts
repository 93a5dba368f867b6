/** How long is measured. `--quick` only shows that everything works: its figures mean nothing and are not kept. */

export const isQuick = process.argv.includes('--quick');

/** Rounds of so many seconds each, for each of those that are compared. */
export const effort = isQuick ? { rounds: 1, seconds: 0.3 } : { rounds: 5, seconds: 2 };
