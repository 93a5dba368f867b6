/** An index of movies in memory: pure, and the same whatever the order in which versions of movies came. */
import { createContents, type IndexedMovie } from './contents.js';
import { createSearch, type Found, type SearchRequest } from './find-movies.js';
import { createRelated } from './related.js';
import { type Suggestion, suggest } from './suggest.js';

export interface MovieIndex {
  /** Takes a movie as it is at this version; passes over what is not newer than what it knows. */
  put(movie: IndexedMovie, version: number): void;
  /** The movie is gone as of this version. */
  remove(id: string, version: number): void;
  search(request: SearchRequest): Found;
  suggest(text: string, limit: number): readonly Suggestion[];
  /** Ids of movies that share something with this one, the closest first; `null` where it is not known. */
  related(id: string, limit: number): readonly string[] | null;
  size(): IndexSize;
}

export interface IndexSize {
  readonly movies: number;
  /** Contents that movies had before: they take memory until the index is made anew. */
  readonly dead: number;
  readonly words: number;
}

export function createMovieIndex(): MovieIndex {
  const contents = createContents();
  const { entries, dictionary } = contents;
  return {
    put: contents.put,
    remove: contents.remove,
    search: createSearch(contents),
    suggest: (text, limit) => suggest(contents, text, limit),
    related: createRelated(contents),
    size() {
      const movies = entries.alive();
      return { movies, dead: entries.count() - movies, words: dictionary.size() };
    },
  };
}
