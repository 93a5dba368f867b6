/** Titles as MovieLens writes them: `Matrix, The (1999)`. */

/** Articles that it puts behind a title, in the languages that it has titles in. */
const articles =
  "The|A|An|La|Le|Les|L'|El|Los|Las|Il|Lo|Gli|Der|Die|Das|Den|Det|De|Het|Un|Une|Una|Uno|Ein|Eine";

const movedArticle = new RegExp(`^(.+), (${articles})$`);
const aside = /^(.+) \(([^()]+)\)$/;
/** The last one, also where blanks follow; of a span of years the first counts. */
const trailingYear = /^(.*\S)\s*\((\d{4})(?:\s*[-–]\s*(?:\d{4})?)?\)\s*$/s;

export interface MovieLensTitle {
  readonly title: string;
  readonly year: number | null;
}

/**
 * The year goes into a field of its own, and articles go back to the front, also in another title that stands in parentheses, which
 * stays: `City of Lost Children, The (Cité des enfants perdus, La) (1995)`.
 */
export function movieLensTitle(text: string): MovieLensTitle {
  const [, before = text, year] = trailingYear.exec(text) ?? [];
  return { title: inOrder(before), year: year === undefined ? null : Number(year) };
}

function inOrder(title: string): string {
  const [, main, other] = aside.exec(title) ?? [];
  if (main === undefined || other === undefined) return articleFirst(title);
  return `${articleFirst(main)} (${articleFirst(other)})`;
}

function articleFirst(title: string): string {
  const [, rest, article] = movedArticle.exec(title) ?? [];
  if (rest === undefined || article === undefined) return title;
  return article.endsWith("'") ? `${article}${rest}` : `${article} ${rest}`;
}
