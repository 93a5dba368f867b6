/** The fields of a movie that are searched, by rank: a hit in one is worth more than any number of hits in those after it. */
export const TITLE = 0;
export const ORIGINAL_TITLE = 1;
export const PEOPLE = 2;
export const LABELS = 3;
export const SYNOPSIS = 4;

export const tiers = [TITLE, ORIGINAL_TITLE, PEOPLE, LABELS, SYNOPSIS] as const;
export type Tier = (typeof tiers)[number];
