/** An `ActorRecord` as JSON with its `movieCount`, which changes without a new version and so is stored apart. */
export function withMovieCount(record: string, movieCount: number): string {
  return `${record.slice(0, -1)},"movieCount":${movieCount}}`;
}
