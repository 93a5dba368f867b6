import { join } from 'node:path';
import { Database } from '@marquee/sqlite';
import t from 'tap';
import { catalogue, marquee } from './marquee.js';

const movies = [1, 2, 3].map((n) => JSON.stringify({ title: `Movie ${n}`, genres: ['Drama'] }));

t.test('a rebuild that was killed goes on, is rolled back, and pruned', async (t) => {
  const dir = t.testdir({});
  const env = { DATA_DIR: dir };
  t.match(await marquee(['import', '-'], { env, stdin: movies.join('\n') }), { code: 0 });

  const killed = await marquee(['rebuild'], {
    env,
    watch: (child, stderr) => {
      if (stderr.includes('waiting for a projector')) child.kill('SIGKILL');
    },
  });
  t.equal(killed.code, null);
  t.match(await marquee(['rebuild', '--prune'], { env }), {
    code: 3,
    stderr: /Generation g2 is being made/,
  });
  const rebuilt = await marquee(['rebuild'], { env });
  t.match(rebuilt, {
    code: 0,
    stdout: /^Generation g2 is live\. g1 goes on being written/,
    stderr: /filling g2\ntelling g2 which writes it has\ncomparing g2 with the write model\n/,
  });
  t.match(await catalogue(dir), { total: 3, movies: { length: 3 } });
  t.match(await marquee(['verify'], { env }), { code: 0 });

  t.match(await marquee(['rebuild', '--rollback'], { env }), {
    code: 0,
    stdout: 'Generation g1 is live again, instead of g2.\n',
  });
  t.match(await marquee(['rebuild', '--prune'], { env }), { code: 0, stdout: 'Dropped: g2\n' });
  t.match(await marquee(['rebuild', '--abandon'], { env }), { code: 3, stderr: /no rebuild/ });
  t.match(await marquee(['rebuild', '--force'], { env }), { code: 2 });
});

t.test('a view of another release is rebuilt with nothing running', async (t) => {
  const dir = t.testdir({});
  const env = { DATA_DIR: dir };
  t.match(await marquee(['import', '-'], { env, stdin: movies.join('\n') }), { code: 0 });
  for (const file of ['view.sqlite', 'write.sqlite']) {
    const db = new Database(join(dir, file));
    db.exec('UPDATE generations SET projection_version = projection_version - 1');
    db.close();
  }
  t.match(await marquee(['verify'], { env }), { code: 3, stderr: /run marquee rebuild/ });
  t.match(await marquee(['rebuild'], { env }), { code: 0 });
  t.match(await marquee(['verify'], { env }), { code: 0 });
  t.match(await catalogue(dir), { total: 3 });
});
