import { readFile } from 'node:fs/promises';
import { MovieInput } from '@marquee/contracts';
import { bodyValidator } from '@marquee/service';
import t from 'tap';

const file = new URL('../../sample/movies.ndjson', import.meta.url);
const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
const movies = lines.map((line) => JSON.parse(line) as MovieInput);

t.test('the sample is made of valid movies', async (t) => {
  const faultsOf = bodyValidator(MovieInput);
  for (const movie of movies) t.same(faultsOf(movie), [], movie.title);
});

t.test('the sample holds no movie twice', async (t) => {
  const yearOf = ({ year, releaseDate }: MovieInput) => year ?? Number(releaseDate?.slice(0, 4));
  const keys = {
    ids: movies.map(({ id }) => id),
    imdbIds: movies.flatMap(({ imdbId }) => imdbId ?? []),
    titles: movies.map((movie) => `${movie.title} (${yearOf(movie)})`),
  };
  for (const [name, all] of Object.entries(keys)) {
    const repeated = all.filter((key, index) =>
      all.slice(0, index).some((earlier) => earlier === key),
    );
    t.same(repeated, [], name);
  }
});

t.test('nobody stands twice in the same part', async (t) => {
  for (const { title, cast } of movies) {
    const parts = (cast ?? []).map(({ name, character }) => `${name}: ${character}`);
    t.equal(new Set(parts).size, parts.length, title);
  }
});

t.test('the sample spans the decades and many languages', async (t) => {
  const decades = movies.map(
    ({ year, releaseDate }) => `${`${year ?? releaseDate}`.slice(0, 3)}0s`,
  );
  for (const decade of ['1900s', '1920s', '1950s', '1980s', '2010s', '2020s']) {
    t.ok(decades.includes(decade), decade);
  }
  t.ok(new Set(movies.map(({ language }) => language)).size >= 20);
});
