import type { SeededRandom } from '@marquee/testing';

/** What the pipeline rests on. The model runs with each of them left out, to show that it would notice. */
export interface Rules {
  /** Every publication of a movie carries the befores of all its kept outbox rows, not only of those that it publishes. */
  readonly keepBefores: boolean;
  /** A deleted movie leaves its version behind, so that one made anew under its id is newer. */
  readonly keepDeletedVersions: boolean;
  /** A version is at least the previous one + 1, whatever the clock says. */
  readonly previousPlusOne: boolean;
  /** The row by id is written after the list rows, so that its version says that they are done. */
  readonly byIdLast: boolean;
  /** A row is confirmed when the view has noted its writes too: the event of another row may have brought the version alone. */
  readonly confirmNotedWrites: boolean;
  /** Places in the feed are given to what is committed. A number taken before may never come, when its transaction is undone. */
  readonly placeCommitted: boolean;
  /** A row is confirmed when its change is in the feed too: one without writes is known by its version alone. */
  readonly confirmFed: boolean;
  /** Who follows the feed takes a change when the view that it reads has it: another generation may have brought it into the feed. */
  readonly followByVersion: boolean;
}

export const allRules: Rules = {
  keepBefores: true,
  keepDeletedVersions: true,
  previousPlusOne: true,
  byIdLast: true,
  confirmNotedWrites: true,
  placeCommitted: true,
  confirmFed: true,
  followByVersion: true,
};

/** What everything in one run of the model shares. */
export interface Run {
  readonly rules: Rules;
  readonly random: SeededRandom;
  /** Milliseconds since 1970, as nobody's clock shows it. */
  now: number;
}

export const SECOND = 1_000;
export const HOUR = 3_600 * SECOND;

/** Of command apps and relays: no two agree. */
export const clockSkews = [-HOUR, -2 * SECOND, -1, 0, 1, 3 * SECOND, HOUR];
