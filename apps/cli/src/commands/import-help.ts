/** What `marquee import --help` says after the options. */
export const importHelp = `
Formats, told by content unless --format says which:
  movies     movies as POST /movies takes them, as NDJSON or a JSON array
  wikipedia  the Wikipedia movie data: title, year, cast, genres, href, extract, thumbnail
  tmdb       movies of TMDB's API, with or without credits, and lines of its daily export of ids
  csv, tsv   a table under a header; columns are known by name (title, year, genres, cast, ...) or by
             --map; quoted as RFC 4180 has it; lists by | or ; and genres and tags by , too
  imdb       title.basics.tsv of IMDb's data sets; the types of titles in --title-types
  movielens  movies.csv and ratings.csv; links.csv and tags.csv given along complete them

A row with an id, tmdbId or imdbId replaces the movie that has it; rows of imdb, of movielens and of
TMDB's export know less, and leave it alone. --existing replace or keep says otherwise. Any other row
is known by its content: importing it again changes nothing, whatever became of its movie since.

A row that is not right is left out and written, with line and reasons, to <file>.refused.ndjson; the
import goes on. Cut off, it continues where it was when the same command is run again.

Examples:
  $ npm run marquee -- import movies.ndjson
  $ npm run marquee -- import --format wikipedia movies-1990s.json.gz movies-2000s.json.gz
  $ npm run marquee -- import --map title=Name,runtimeMinutes=Length films.csv
  $ npm run marquee -- import title.basics.tsv.gz
  $ npm run marquee -- import ml-latest/movies.csv ml-latest/links.csv ml-latest/ratings.csv
  $ zcat movies-*.json.gz | npm run marquee -- import --no-wait -

Exit codes: 0 all rows accepted, 1 some refused, 2 wrong usage or a file of another kind, 3 failed.`;
