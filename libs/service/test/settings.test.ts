import { t } from 'tap';
import { type AppName, describeSettings, InvalidSettings, readSettings } from '../src/index.js';

const faultsOf = (app: AppName, environment: Record<string, string>) => {
  try {
    readSettings(app, environment);
    return [];
  } catch (error) {
    if (error instanceof InvalidSettings) return error.faults;
    throw error;
  }
};

const apart = {
  QUEUE_URL: 'redis://queue:6379',
  WRITE_STORE_URL: 'mssql://app:secret@db:1433/marquee',
  ADMIN_TOKEN: 'a-token-of-enough-characters',
};

t.test('each app has ports of its own', async (t) => {
  const portsOf = (app: AppName) => {
    const { port, adminPort } = readSettings(app, apart);
    return [port, adminPort];
  };
  t.same(portsOf('standalone'), [3000, 3900]);
  t.same(portsOf('command'), [3001, 3901]);
  t.same(portsOf('query'), [3002, 3902]);
  t.same(portsOf('projector'), [3003, 3903]);
});

t.test(
  'without any settings the standalone app runs embedded, on this machine alone',
  async (t) => {
    const settings = readSettings('standalone', { DATA_DIR: '/srv/marquee' });
    t.match(settings, {
      host: '127.0.0.1',
      adminHost: '127.0.0.1',
      writeStoreUrl: 'sqlite:/srv/marquee/write.sqlite',
      queueUrl: 'memory:',
      viewStoreUrl: 'sqlite:/srv/marquee/view.sqlite',
      adminToken: null,
      cursorKeys: [],
      sampleData: true,
      readAuthRequired: false,
      signUpOpen: true,
      relay: true,
      search: true,
    });
  },
);

t.test('settings cannot be changed once they are read', async (t) => {
  t.ok(Object.isFrozen(readSettings('standalone', {})));
});

t.test('a data directory becomes absolute', async (t) => {
  t.match(readSettings('cli', { DATA_DIR: './here' }).dataDir, /^\/.*\/here$/);
});

t.test('an empty variable counts as unset', async (t) => {
  t.equal(readSettings('query', { PORT: '', VIEW_STORE_URL: '' }).port, 3002);
});

t.test('a wrong value is refused by the name of its variable', async (t) => {
  const wrong = [
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', ' 80'],
    ['ADMIN_PORT', 'http'],
    ['ADMIN_HOSTNAMES', 'command,http://other'],
    ['WRITE_STORE_URL', 'postgres://h/db'],
    ['QUEUE_URL', 'amqp://h'],
    ['VIEW_STORE_URL', 'mongodb://h'],
    ['ADMIN_TOKEN', 'short'],
    ['ADMIN_TOKEN', 'sixteen characters, but blanks'],
    ['CURSOR_KEYS', 'short'],
    ['CURSOR_KEYS', `${'k'.repeat(32)},short`],
    ['LOG_LEVEL', 'loud'],
    ['SAMPLE_DATA', 'yes'],
    ['READ_AUTH', 'on'],
    ['RELAY', 'true'],
    ['SHUTDOWN_TIMEOUT_MS', '99'],
    ['TOKEN_KEYS', 'k'.repeat(32)],
    ['TOKEN_JWKS_URL', 'command:3001'],
    ['AUTH_ISSUER', 'issuer'],
    ['AUTH_AUDIENCE', 'movies'],
    ['CORS_ORIGINS', 'app.example'],
    ['CORS_ORIGINS', 'https://app.example/'],
    ['CORS_ORIGINS', 'https://app.example,*'],
    ['TRUST_PROXY', '1'],
    ['TRUST_PROXY', 'proxy.example'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', '10.0.0.1/8/8'],
    ['WRITE_RATE_LIMIT', '-1'],
    ['MAX_REQUESTS', '0'],
  ] as const;
  for (const [name, value] of wrong) {
    const faults = faultsOf('standalone', { [name]: value });
    t.equal(faults.length, 1, `${name}=${value}`);
    t.match(faults[0], new RegExp(`${name}.* must be `));
  }
});

t.test('all wrong values are named at once', async (t) => {
  const faults = faultsOf('standalone', { PORT: 'x', LOG_LEVEL: 'loud', QUEUE_URL: 'amqp://h' });
  t.same(
    faults.map((fault) => fault.split(' ')[0]),
    ['PORT', 'QUEUE_URL', 'LOG_LEVEL'],
  );
});

t.test('a refusal does not repeat the value, which may be a secret', async (t) => {
  t.notMatch(faultsOf('query', { ADMIN_TOKEN: 'hunter2' }).join(), 'hunter2');
});

t.test('apps that are processes of their own need a queue between them', async (t) => {
  for (const app of ['command', 'projector'] as const) {
    t.match(faultsOf(app, {}).join(), 'QUEUE_URL must be redis://');
  }
  t.same(faultsOf('query', {}), []);
});

t.test('only the query app has workers; the others say what to do instead', async (t) => {
  t.equal(readSettings('query', { WORKERS: '4' }).workers, 4);
  const more = { ...apart, WORKERS: '2' };
  t.match(faultsOf('standalone', more).join(), 'run the apps apart');
  t.match(faultsOf('command', more).join(), 'start more command apps');
  t.match(faultsOf('projector', more).join(), 'start more projectors');
  t.match(faultsOf('query', { WORKERS: '0' }).join(), 'WORKERS must be a whole number');
  t.same(faultsOf('cli', more), [], 'it may have the settings of all apps');
});

t.test('on SQL Server the token of the administrator comes from the environment', async (t) => {
  const { ADMIN_TOKEN: _, ...without } = apart;
  t.match(faultsOf('command', without).join(), 'ADMIN_TOKEN must be set');
  t.same(faultsOf('projector', without), []);
});

t.test('several cursor keys come in their order', async (t) => {
  const [first, second] = ['a'.repeat(32), 'b'.repeat(32)];
  const { cursorKeys } = readSettings('query', { CURSOR_KEYS: `${first}, ${second}` });
  t.same(cursorKeys, [first, second]);
});

t.test('origins and proxies come as lists', async (t) => {
  const settings = readSettings('query', {
    CORS_ORIGINS: 'https://app.example, http://127.0.0.1:8080',
    TRUST_PROXY: 'loopback, 10.0.0.0/8, 2001:db8::/32, 192.0.2.7',
  });
  t.same(settings.corsOrigins, ['https://app.example', 'http://127.0.0.1:8080']);
  t.same(settings.trustProxy, ['loopback', '10.0.0.0/8', '2001:db8::/32', '192.0.2.7']);
});

t.test('a description shows every setting and no secret', async (t) => {
  const shown = describeSettings(
    readSettings('command', {
      ...apart,
      QUEUE_URL: 'redis://:hunter2@queue:6379',
      WRITE_STORE_URL: 'mssql://app:p@ss/w:rd@db:1433/marquee?encrypt=true',
      VIEW_STORE_URL:
        'cassandra://u:hunter3@h1,h2:9042/k?datacenter=dc1&truststorePassword=hunter4',
      CURSOR_KEYS: 'k'.repeat(32),
    }),
  );
  t.equal(shown['WRITE_STORE_URL'], 'mssql://app:********@db:1433/marquee?encrypt=true');
  t.equal(shown['QUEUE_URL'], 'redis://:********@queue:6379');
  t.notMatch(JSON.stringify(shown), /hunter|a-token|kkkk|w:rd/);
  t.match(shown['VIEW_STORE_URL'], 'datacenter=dc1');
});

t.test('what is described can be read again', async (t) => {
  const settings = readSettings('standalone', { SAMPLE_DATA: 'off', READ_AUTH: 'required' });
  const { ADMIN_TOKEN: _, CURSOR_KEYS: __, TOKEN_KEYS: ___, ...shown } = describeSettings(settings);
  t.same(readSettings('standalone', shown), settings);
});
