/** Text as the index sees it: words, without case and accents. Nothing in a text is an operator. */
import { foldText } from '@marquee/projection';

const WORDS = /[\p{L}\p{M}\p{N}]+/gu;
const SIGNS = /[^\p{L}\p{M}\p{N}\s]/gu;
/** Scripts that put no blanks between words: each character counts as one, since no two dictionaries agree. */
const UNSPACED =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u;
const CHARACTERS = /\P{M}\p{M}*/gu;
/** What is longer is known by its beginning. */
const MAX_WORD_LENGTH = 64;
const MAX_COMPOUND_LENGTH = 32;

/** In the order of the text; the signs of a text that has nothing else. */
export function sequenceOf(text: string): readonly string[] {
  const folded = foldText(text);
  const words = runsIn(folded).flatMap(wordsOfRun);
  return words.length > 0 ? words : signsIn(folded);
}

/** `leads`: the text begins with it. Words may come again. */
export type VisitTerm = (word: string, leads: boolean) => void;

/**
 * What a text is found by: its words, and those that hyphens, apostrophes and the like cut, as a whole (`spiderman` for
 * `Spider-Man`, `schindlers` for `Schindler's`).
 */
export function eachTerm(text: string, visit: VisitTerm): void {
  const folded = foldText(text);
  let chunkLeads = true;
  let chunk: string[] = [];
  let end = 0;
  for (const run of runsIn(folded)) {
    const start = folded.indexOf(run, end);
    const isNewChunk = chunk.length > 0 && folded.slice(end, start).includes(' ');
    if (isNewChunk) {
      visitCompound(chunk, chunkLeads, visit);
      chunk = [];
      chunkLeads = false;
    }
    const leads = chunkLeads && chunk.length === 0;
    wordsOfRun(run).forEach((word, n) => {
      visit(word, leads && n === 0);
    });
    chunk.push(run);
    end = start + run.length;
  }
  visitCompound(chunk, chunkLeads, visit);
}

/** Of a title: it may be all that a reader remembers of it, or all that it has. */
export function eachSign(text: string, visit: VisitTerm): void {
  const folded = foldText(text).trimStart();
  for (const sign of signsIn(folded)) visit(sign, folded.startsWith(sign));
}

function visitCompound(chunk: readonly string[], leads: boolean, visit: VisitTerm): void {
  if (chunk.length < 2) return;
  const compound = chunk.join('');
  if (compound.length <= MAX_COMPOUND_LENGTH && !UNSPACED.test(compound)) visit(compound, leads);
}

const runsIn = (folded: string): readonly string[] => folded.match(WORDS) ?? [];
const signsIn = (folded: string): readonly string[] => folded.match(SIGNS) ?? [];

const wordsOfRun = (run: string): readonly string[] =>
  UNSPACED.test(run) ? (run.match(CHARACTERS) ?? []) : [run.slice(0, MAX_WORD_LENGTH)];

const articles: ReadonlySet<string> = new Set(['the', 'a', 'an']);
export const isArticle = (word: string | undefined) => word !== undefined && articles.has(word);
