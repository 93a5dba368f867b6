import type { ChangeEvent, SplitPoints } from '@marquee/contracts';
import type { Mutation } from './mutation.js';
import { project } from './project.js';
import { PROJECTION_VERSION } from './projection-version.js';

/** One version of the projection: projectors follow the generations that it made, rebuilds make new ones. */
export interface Projection {
  readonly version: number;
  readonly project: (event: ChangeEvent, splits: SplitPoints) => Mutation[];
}

/** This release's. */
export const currentProjection: Projection = { version: PROJECTION_VERSION, project };
