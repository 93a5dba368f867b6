/**
 * The rank of a hit as one number, the lower the better. From what counts most: how many words are forgiven errors; whether the
 * title is the query; in which fields the words stand, the best first; how many are only beginnings; whether they stand together.
 * Each is a digit to the base of 128, above any number of words of a query, so that ranks of words may be added up.
 */
import { SYNOPSIS, type Tier, tiers } from './tiers.js';

const BASE = 128;
const TOGETHER = 1;
const BEGINNINGS = 2 * TOGETHER;
/** One digit for each tier but the last: how many words do not stand in it. All in the best is the lowest. */
const LAST_TIER = BEGINNINGS * BASE;
const weights = tiers.map((tier) => LAST_TIER * BASE ** (SYNOPSIS - 1 - tier));
const weightOfTier = (tier: number) => weights[tier] ?? 1;
const WHOLE_TITLE = LAST_TIER * BASE ** SYNOPSIS;
const FORGIVEN = WHOLE_TITLE * 4;

/** How one word was found: the lower the better. */
export type Finding = number;
export const NOT_FOUND: Finding = 255;
const FIRST_FORGIVEN = 2 * tiers.length;
export type How = 'exact' | 'beginning' | 'forgiven';
export const foundAs = (tier: Tier, how: How): Finding =>
  how === 'forgiven' ? FIRST_FORGIVEN + tier : 2 * tier + (how === 'beginning' ? 1 : 0);

/** What each finding adds to the rank. */
export const rankOfFinding: readonly number[] = Array.from({ length: 3 * tiers.length }, (_, n) => {
  const isForgiven = n >= FIRST_FORGIVEN;
  const tier = isForgiven ? n - FIRST_FORGIVEN : n >> 1;
  const elsewhere = tiers
    .filter((other) => other !== tier && other !== SYNOPSIS)
    .map(weightOfTier)
    .reduce((sum, weight) => sum + weight, 0);
  const isBeginning = !isForgiven && n % 2 === 1;
  return elsewhere + (isForgiven ? FORGIVEN : 0) + (isBeginning ? BEGINNINGS : 0);
});

const digit = (rank: number, weight: number) => Math.floor(rank / weight) % BASE;

/** Of the sum over all words. */
export const allStandIn = (rank: number, tier: Exclude<Tier, typeof SYNOPSIS>) =>
  digit(rank, weightOfTier(tier)) === 0;
export const hasBeginnings = (rank: number) => digit(rank, BEGINNINGS) > 0;
export const hasForgiven = (rank: number) => rank >= FORGIVEN;

/** 0: the title is the query; 1: but for a leading article; 2: it is more. */
export type Wholeness = 0 | 1 | 2;
export const ofTitle = (wholeness: Wholeness) => wholeness * WHOLE_TITLE;
export const apart = TOGETHER;

const DIGITS = 36;
const RANK_LENGTH = 9;
const RATINGS_LENGTH = 7;
const MOST_RATINGS = 2 ** 32;

/** Text in the order of hits: by rank, of equal ranks by the number of ratings. */
export const placeKeyOf = (rank: number, ratings: number) =>
  rank.toString(DIGITS).padStart(RANK_LENGTH, '0') +
  (MOST_RATINGS - ratings).toString(DIGITS).padStart(RATINGS_LENGTH, '0');
