import t from 'tap';
import { lookupTables } from '../src/formats/lookups.js';
import { movieLensTitle } from '../src/formats/movielens-title.js';
import { formatContext, outcomesOf, planFile } from './formats.js';

const titles: Record<string, readonly [title: string, year: number | null]> = {
  'Grey River, The (1962)': ['The Grey River', 1962],
  'Grey River, The (1962) ': ['The Grey River', 1962],
  'Hour, An (1999)': ['An Hour', 1999],
  "Aventure, L' (Adventure, The) (1960)": ["L'Aventure (The Adventure)", 1960],
  'Moulin, Le (Mill, The) (1951)': ['Le Moulin (The Mill)', 1951],
  'Twelve Ferries (a.k.a. 12 Ferries) (1995)': ['Twelve Ferries (a.k.a. 12 Ferries)', 1995],
  'River Stories (1975-1979)': ['River Stories', 1975],
  'River Stories (2009– )': ['River Stories', 2009],
  'No Year At All': ['No Year At All', null],
  '1984 (1956)': ['1984', 1956],
  '300': ['300', null],
  '(1999)': ['(1999)', null],
  'Hello, Theodora (2001)': ['Hello, Theodora', 2001],
  'Ends in 19 (99)': ['Ends in 19 (99)', null],
};

for (const [text, [title, year]] of Object.entries(titles)) {
  t.test(`MovieLens title: ${text}`, async (t) => {
    t.same(movieLensTitle(text), { title, year });
  });
}

const movies =
  'movieId,title,genres\n1,"Grey River, The (1962)",Drama|Western\n2,B,(no genres listed)\nx,C (1999),Drama\n';

t.test('movies have ids by their numbers, and leave alone what is there', async (t) => {
  const file = await planFile(movies);
  t.match(file.rows[0], { plan: { mode: 'createOnly' } });
  t.match(outcomesOf(file), [
    { id: String, title: 'The Grey River', year: 1962, genres: ['Drama', 'Western'], tags: [] },
    { title: 'B', genres: [] },
    'wrong-form',
  ]);
});

t.test('ratings find the movies, and users are the same in every run', async (t) => {
  const [first] = outcomesOf(await planFile(movies)) as { id: string }[];
  const uuid = '7B1C1F2E-0000-7000-8000-000000000001';
  const file = await planFile(
    `userId,movieId,rating,timestamp\n7,1,4.5,1\n7,2,0.5,1\n8,1,5,\n${uuid},${uuid},1.0,1\n9,1,0,1\n9,1,5.5,1\n9,1,2.25,1\n,x,many,1\n9,1\n`,
  );
  const outcomes = outcomesOf(file) as { userId: string; movie: { id: string } }[];
  t.match(outcomes, [
    { movie: { id: first?.id, tmdbId: null, imdbId: null }, halfStars: 9 },
    { halfStars: 1 },
    { movie: { id: first?.id }, halfStars: 10 },
    { userId: uuid.toLowerCase(), movie: { id: uuid.toLowerCase() }, halfStars: 2 },
    ...['wrong-form', 'wrong-form', 'wrong-form', 'wrong-form,wrong-form,wrong-form'],
    'wrong-number-of-fields',
  ]);
  t.equal(outcomes[0]?.userId, outcomes[1]?.userId);
  t.not(outcomes[0]?.userId, outcomes[2]?.userId);
});

t.test('links and tags complete movies and ratings', async (t) => {
  const lookups = lookupTables();
  const context = { ...formatContext(), lookups };
  const links = 'movieId,imdbId,tmdbId\n1,0114709,862\n2,,\n3,x,-1\n';
  const tags =
    'userId,movieId,tag,timestamp\n1,1,rivers,1\n2,1,"Rivers",1\n3,1,rivers,1\n1,1,"slow, grey",1\n1,1,,1\n';
  for (const text of [links, tags]) {
    const { rows } = await planFile(text, { context });
    for (const { plan } of rows)
      if (plan.kind === 'link' || plan.kind === 'tags') t.equal(lookups.add(plan), true);
    t.match(
      rows.map(({ plan }) => plan.kind),
      text === links ? ['link', 'link', 'refusal'] : [...Array(4).fill('tags'), 'refusal'],
    );
  }
  t.match(outcomesOf(await planFile(movies, { context })), [
    { tmdbId: 862, imdbId: 'tt0114709', tags: ['rivers', 'grey', 'slow'] },
    { title: 'B', tags: [] },
    'wrong-form',
  ]);
  const ratings = await planFile('userId,movieId,rating\n1,1,4\n', { context });
  t.match(outcomesOf(ratings), [{ movie: { tmdbId: 862, imdbId: 'tt0114709' } }]);
});

t.test('of many tags a movie has the fifty most frequent', async (t) => {
  const lookups = lookupTables();
  for (let n = 0; n < 80; n += 1)
    for (let times = 0; times <= n; times += 1)
      lookups.add({ kind: 'tags', movieId: '1', tags: [`tag ${n}`] });
  t.equal(lookups.tagsOf('1').length, 50);
  t.equal(lookups.tagsOf('1')[0], 'tag 79');
  t.same(lookups.tagsOf('2'), []);
});

t.test('its other files are refused', async (t) => {
  const genome = 'movieId,tagId,relevance\n1,1,0.5\n';
  await t.rejects(planFile(genome, { format: 'movielens' }), /movieId, tagId, relevance/);
  await t.rejects(planFile(genome), { name: 'UnusableFile' });
});
