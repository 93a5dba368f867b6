/** Dead letters over all generations: to look at, to retry and to forget. */
import type { ChangeQueue, DeadLetter } from '@marquee/change-queue';
import {
  type DeadLetterDetail,
  type DeadLetterList,
  type DeadLetterSummary,
  type LetterOutcome,
  type LetterSelection,
  perSubjectKind,
  Rejected,
  type Subjects,
} from '@marquee/contracts';
import type { WriteStore } from '@marquee/write-store';
import { type LetterSubjects, subjectsOf } from './letter-subjects.js';
import { summaryOf } from './letter-summary.js';
import { publishCurrent } from './publish-current.js';

export interface DeadLetterDeps {
  readonly writeStore: Pick<WriteStore, 'outbox' | 'generations'>;
  readonly queue: ChangeQueue;
  /** Milliseconds since 1970: the time of publications. */
  readonly now: () => number;
}

export interface DeadLetters {
  /** The latest first, at most `limit` of each generation. */
  list(options: {
    readonly limit: number;
    readonly generation?: string | undefined;
  }): Promise<DeadLetterList>;
  /** @throws {Rejected} `not-found` */
  find(id: string): Promise<DeadLetterDetail>;
  /** Publishes the current state of what each letter is about to its generation, never the old event, then forgets the letter. */
  retry(selection: LetterSelection): Promise<LetterOutcome>;
  /** Only forgets them. */
  discard(selection: LetterSelection): Promise<LetterOutcome>;
}

const PAGE = 100;

export function deadLettersOf(deps: DeadLetterDeps): DeadLetters {
  const { writeStore, queue } = deps;
  const generations = async (only?: string) =>
    only === undefined ? (await writeStore.generations()).map(({ name }) => name) : [only];

  return {
    async list({ limit, generation }) {
      const items: DeadLetterSummary[] = [];
      let total = 0;
      for (const name of await generations(generation)) {
        total += (await queue.counts(name)).dead;
        const letters = await queue.deadLetters(name, limit);
        items.push(...letters.map((letter) => summaryOf(letter, name)));
      }
      return { items, total };
    },
    async find(id) {
      for (const name of await generations()) {
        const letter = await queue.deadLetter(name, id);
        if (letter !== null) return { ...summaryOf(letter, name), job: letter.job };
      }
      throw new Rejected('not-found', 'There is no dead letter with this id.');
    },
    retry: (selection) =>
      each(selection, async (generation, letters) => {
        const readable = letters.filter(({ about }) => about !== null);
        await publishCurrent(deps, together(readable), [generation]);
        await queue.discard(generation, readable.map(idOf));
        return letters.filter(({ about }) => about === null).map(idOf);
      }),
    discard: (selection) =>
      each(selection, async (generation, letters) => {
        await queue.discard(generation, letters.map(idOf));
        return [];
      }),
  };

  /** `work` returns the ids of the letters that stay. */
  async function each(
    selection: LetterSelection,
    work: (generation: string, letters: readonly Letter[]) => Promise<readonly string[]>,
  ): Promise<LetterOutcome> {
    const unknown = new Set(wanted(selection));
    const unreadable: string[] = [];
    let done = 0;
    for (const name of await generations(selection.generation)) {
      const ids = selection.all === true ? await allIds(queue, name) : [...unknown];
      for await (const page of lettersOf(queue, name, ids)) {
        const letters = page.map((letter) => ({ ...letter, about: subjectsOf(letter.job) }));
        const left = await work(name, letters);
        unreadable.push(...left);
        done += letters.length - left.length;
        for (const { id } of letters) unknown.delete(id);
      }
    }
    return { done, unknown: [...unknown], unreadable };
  }
}

type Letter = DeadLetter & { readonly about: LetterSubjects | null };

const idOf = ({ id }: Letter) => id;

function wanted({ ids, all }: LetterSelection): readonly string[] {
  if ((ids === undefined) === (all !== true)) {
    throw new Rejected('invalid-input', 'Name either ids of letters, or all of them.');
  }
  return ids ?? [];
}

/** Of those that there are now: what a retry that fails again makes is left for another time. */
export async function allIds(queue: ChangeQueue, generation: string): Promise<string[]> {
  const ids = new Set<string>();
  for (let skip = 0; ; skip += PAGE) {
    const page = await queue.deadLetters(generation, PAGE, skip);
    if (page.length === 0) return [...ids];
    for (const { id } of page) ids.add(id);
  }
}

export async function* lettersOf(
  queue: ChangeQueue,
  generation: string,
  ids: readonly string[],
): AsyncGenerator<DeadLetter[]> {
  for (let at = 0; at < ids.length; at += PAGE) {
    const found: DeadLetter[] = [];
    for (const id of ids.slice(at, at + PAGE)) {
      const letter = await queue.deadLetter(generation, id);
      if (letter !== null) found.push(letter);
    }
    if (found.length > 0) yield found;
  }
}

function together(letters: readonly Letter[]): Subjects {
  return perSubjectKind((kind) => [
    ...new Set(letters.flatMap(({ about }) => about?.[kind] ?? [])),
  ]);
}
