import { subjectKinds } from '@marquee/contracts';
import type { WriteStore } from '@marquee/write-store';

/** How many things there are that the view has rows of. */
export async function subjectCount({ survey }: Pick<WriteStore, 'survey'>): Promise<number> {
  const counts = await Promise.all(subjectKinds.map((kind) => survey.count(kind)));
  return counts.reduce((sum, count) => sum + count, 0);
}
