/** Measures rivals in turn, so that whatever else the machine does meets all of them alike. */

/** Resolves with what one round of it gave. */
export type Contenders<Sample> = Readonly<Record<string, () => Promise<Sample>>>;

export interface RoundOptions {
  readonly rounds: number;
  /** Rounds before these that do not count: code gets compiled, caches get filled. */
  readonly warmUps?: number;
}

/** The samples of each contender, by round. Every second round goes backwards: none profits from its neighbour each time. */
export async function interleaved<Sample>(
  contenders: Contenders<Sample>,
  { rounds, warmUps = 1 }: RoundOptions,
): Promise<Map<string, Sample[]>> {
  const entries = Object.entries(contenders);
  const samples = new Map<string, Sample[]>(entries.map(([name]) => [name, []]));
  for (let round = -warmUps; round < rounds; round += 1) {
    const turn = round % 2 === 0 ? entries : entries.toReversed();
    for (const [name, measure] of turn) {
      const sample = await measure();
      if (round >= 0) samples.get(name)?.push(sample);
    }
  }
  return samples;
}

/** One number of each sample of a contender. */
export function roundsOf<Sample>(
  samples: ReadonlyMap<string, readonly Sample[]>,
  name: string,
  pick: (sample: Sample) => number,
): number[] {
  const found = samples.get(name);
  if (found === undefined) throw new RangeError(`nothing was measured of ${name}`);
  return found.map(pick);
}
