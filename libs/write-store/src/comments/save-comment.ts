/** Comments in one transaction: each is made whole, never changed, and goes alone, with its movie or with its user. */
import { type Comment, type CommentKeys, Rejected } from '@marquee/contracts';
import { LostRace } from '../engine.js';
import { holdUser } from '../hold-user.js';
import { firstVersion, noteDeleted } from '../records/deleted-records.js';
import { changed, count, type Scope } from '../scope.js';
import { type CommentRow, commentOf } from './comment-row.js';

export type NewComment = Pick<Comment, 'id' | 'movieId' | 'userId' | 'text'>;

/** By whoever is not deleted. @throws {Rejected} `user-not-found`, `movie-not-found`, `already-exists` */
export async function createComment(scope: Scope, comment: NewComment): Promise<Comment> {
  const { run, statements, options } = scope;
  const { id, movieId: movie, userId } = comment;
  if ((await holdUser(scope, userId)) === 'erased') throw new Rejected('user-not-found');
  if ((await run(statements.comments.movie, { movie })).length === 0)
    throw new Rejected('movie-not-found');
  if ((await lockComment(scope, id)) !== null) throw taken(id);
  const version = await firstVersion(scope, 'comment', id);
  const createdAt = new Date(options.now).toISOString();
  const made = { ...comment, createdAt, version };
  await run(statements.comments.insert, { rows: [made] });
  changed(scope, { kind: 'comment', subject: id, version, before: null });
  for (const selection of selectionsOf(made)) count(scope, selection, 1);
  return made;
}

export async function lockComment({ run, statements }: Scope, id: string): Promise<Comment | null> {
  const [row] = await run<CommentRow>(statements.comments.lock, { id });
  return row === undefined ? null : commentOf(row);
}

/** As it was locked. */
export async function deleteComment(scope: Scope, comment: Comment): Promise<void> {
  const { run, statements } = scope;
  const { id, version: before } = comment;
  const done = await run(statements.comments.delete, { id, before });
  if (done.length !== 1) throw new LostRace('the comment went before it was deleted');
  await noteGone(scope, [comment]);
}

/** All comments of a user. */
export async function eraseComments(scope: Scope, userId: string): Promise<number> {
  const { deleteOfUser } = scope.statements.comments;
  return await erase(scope, deleteOfUser, { user: userId });
}

/** Of movies that are locked for change, and go. */
export async function eraseCommentsOfMovies(
  scope: Scope,
  movieIds: readonly string[],
): Promise<void> {
  const { deleteOfMovie } = scope.statements.comments;
  for (const movie of movieIds) await erase(scope, deleteOfMovie, { movie });
}

/** Comments that one statement deletes. */
const COMMENTS_A_STATEMENT = 1_000;

async function erase(
  scope: Scope,
  sql: string,
  of: Readonly<Record<string, string>>,
): Promise<number> {
  for (let erased = 0; ; ) {
    const rows = await scope.run<CommentRow>(sql, { ...of, limit: COMMENTS_A_STATEMENT });
    await noteGone(scope, rows.map(commentOf));
    erased += rows.length;
    if (rows.length < COMMENTS_A_STATEMENT) return erased;
  }
}

async function noteGone(scope: Scope, comments: readonly Comment[]): Promise<void> {
  const gone = comments.map(({ id, version, ...comment }) => ({
    id,
    version,
    keys: keysOf(comment),
  }));
  await noteDeleted(scope, 'comment', gone);
  for (const { keys } of gone)
    for (const selection of selectionsOf(keys)) count(scope, selection, -1);
}

const keysOf = ({ movieId, userId, createdAt }: CommentKeys) => ({ movieId, userId, createdAt });

/** The lists that it stands in, which totals count. */
const selectionsOf = ({ movieId, userId }: Pick<CommentKeys, 'movieId' | 'userId'>) => [
  `comments:movie:${movieId}`,
  `comments:user:${userId}`,
];

const taken = (id: string) =>
  new Rejected('already-exists', undefined, [
    { pointer: '/id', code: 'already-exists', detail: `id ${id} is taken` },
  ]);
