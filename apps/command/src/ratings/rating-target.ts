import { uuid } from '@marquee/contracts';
import { checkSelf } from '@marquee/domain';
import { type Caller, callerOf } from '@marquee/service';
import { paramsOf } from '../command-schemas.js';

/** Whose rating of which movie. */
export interface RatingTarget {
  readonly movieId: string;
  readonly userId: string;
  readonly caller: Caller;
}

export const ratingParams = paramsOf({
  id: uuid({ description: 'Id of the movie.' }),
  userId: uuid({ description: 'Id of the user who rates.' }),
});

/** The rating that the path names. @throws {Rejected} `forbidden` unless it is the caller's own or an administrator asks */
export function ratingTargetOf(request: {
  readonly params: { readonly id: string; readonly userId: string };
  readonly caller: Caller | null;
}): RatingTarget {
  const caller = callerOf(request);
  const userId = request.params.userId.toLowerCase();
  checkSelf(userId, caller, 'It is the rating of another user.');
  return { movieId: request.params.id.toLowerCase(), userId, caller };
}
