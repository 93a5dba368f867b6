import t from 'tap';
import { openWriteStore } from '../src/index.js';
import { storeAddress } from '../src/store-address.js';

t.test('a SQLite address is a path', async (t) => {
  t.same(storeAddress('sqlite:./data/write.sqlite'), {
    engine: 'sqlite',
    file: './data/write.sqlite',
  });
  t.match(storeAddress('sqlite:/var/lib/write.sqlite'), { file: '/var/lib/write.sqlite' });
  t.match(storeAddress('sqlite:///var/lib/write.sqlite'), { file: '/var/lib/write.sqlite' });
});

t.test('a SQL Server address has safe defaults, and an encoded password', async (t) => {
  t.same(storeAddress('mssql://sa:p%40ss%2Fword@db.example/marquee'), {
    engine: 'sqlserver',
    server: {
      host: 'db.example',
      port: 1433,
      username: 'sa',
      password: 'p@ss/word',
      database: 'marquee',
      encrypt: true,
      trustServerCertificate: false,
      poolSize: 10,
      acquireTimeoutMs: 5_000,
    },
  });
  const all =
    'mssql://u:p@[::1]:1444/db?encrypt=false&trustServerCertificate=true&poolSize=3&acquireTimeoutMs=900';
  t.match(storeAddress(all), {
    server: {
      ...{ host: '::1', port: 1444, encrypt: false, trustServerCertificate: true },
      ...{ poolSize: 3, acquireTimeoutMs: 900 },
    },
  });
});

t.test(
  'a wrong address is refused at once, saying what is wrong and not the password',
  async (t) => {
    const wrong = [
      ['postgres://u:p@h/db', /neither sqlite: nor mssql/],
      ['sqlite:', /no file/],
      ['sqlite://host/file', /has a host/],
      ['sqlite::memory:', /keeps nothing/],
      ['mssql://u:secret@/db', /is not a URL|no host/],
      ['mssql://host/db', /no user and password/],
      ['mssql://u@host/db', /no user and password/],
      ['mssql://u:secret@host', /no database/],
      ['mssql://u:secret@host/', /no database/],
      ['mssql://u:secret@host/db?encypt=true', /unknown parameter encypt/],
      ['mssql://u:secret@host/db?encrypt=yes', /encrypt/],
      ['mssql://u:secret@host/db?poolSize=0', /poolSize/],
      ['mssql://u:secret@host/db?poolSize=many', /poolSize/],
      ['mssql://u:secret@host/db?acquireTimeoutMs=60000', /acquireTimeoutMs/],
    ] as const;
    for (const [url, reason] of wrong) {
      t.throws(() => openWriteStore(url), { name: 'TypeError', message: reason }, url);
      t.throws(() => openWriteStore(url), { message: /^((?!secret).)*$/ }, 'without the password');
    }
  },
);
