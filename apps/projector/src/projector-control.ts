/** Pauses and resumes the projection of generations. */
import type { ChangeQueue } from '@marquee/change-queue';
import { type ProjectorStatus, Rejected } from '@marquee/contracts';

export interface ProjectorControlDeps {
  readonly queue: ChangeQueue;
  /** All there are, by name. */
  readonly generations: () => Promise<readonly { readonly name: string }[]>;
}

/** Of one generation, or of every one. On Redis a pause holds for all projectors, until it is ended; in process until the app ends. */
export interface ProjectorControl {
  status(): Promise<ProjectorStatus>;
  /** @throws {Rejected} `not-found` where there is no such generation; so does `resume` */
  pause(generation?: string): Promise<ProjectorStatus>;
  resume(generation?: string): Promise<ProjectorStatus>;
}

export function projectorControl({ queue, generations }: ProjectorControlDeps): ProjectorControl {
  const chosen = async (only?: string) => {
    const names = (await generations()).map(({ name }) => name);
    if (only === undefined) return names;
    if (!names.includes(only)) throw new Rejected('not-found', `There is no generation ${only}.`);
    return [only];
  };
  const status = async (): Promise<ProjectorStatus> => ({
    generations: await Promise.all(
      (await chosen()).map(async (generation) => ({
        generation,
        ...(await queue.counts(generation)),
      })),
    ),
  });
  return {
    status,
    async pause(only) {
      for (const generation of await chosen(only)) await queue.pause(generation);
      return await status();
    },
    async resume(only) {
      for (const generation of await chosen(only)) await queue.resume(generation);
      return await status();
    },
  };
}
