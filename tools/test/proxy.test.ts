/** The proxy's configuration in a real nginx, in front of servers that say who they are. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@marquee/testing';
import { type Test, t } from 'tap';
import { readText } from './compose-file.js';

const hasNginx = spawnSync('nginx', ['-v']).error === undefined;
const options = hasNginx ? {} : { skip: 'nginx is not installed' };

/** Answers with its name and what it was asked. */
async function startApp(t: Test, name: string): Promise<number> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.end(`${name} ${request.method} ${request.url}`));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function startProxy(t: Test, ports: { command: number; query: number }): Promise<string> {
  const directory = t.testdir({});
  const config = join(directory, 'nginx.conf');
  // A port that was free may be taken meanwhile.
  for (let tries = 0; tries < 5; tries += 1) {
    const port = await freePort();
    const text = readText('deploy/nginx.conf')
      .replace('command:3001', `127.0.0.1:${ports.command}`)
      .replace('query:3002', `127.0.0.1:${ports.query}`)
      .replace('listen 8080', `listen 127.0.0.1:${port}`)
      .replace('/tmp/nginx.pid', join(directory, 'nginx.pid'));
    writeFileSync(config, text);
    const nginx = spawn('nginx', ['-c', config, '-p', directory, '-g', 'daemon off;'], {
      stdio: 'ignore', // it opens /dev/stderr anew, which fails where that is a socket, as of Node's children
    });
    t.teardown(() => endOf(nginx));
    const url = `http://127.0.0.1:${port}`;
    if (await answers(url, nginx)) return url;
  }
  throw new Error('nginx does not start');
}

/** Whether this very nginx answers, and not somebody else on its port. */
async function answers(url: string, nginx: ChildProcess): Promise<boolean> {
  for (let tries = 0; tries < 100 && nginx.exitCode === null; tries += 1) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(1_000) }).catch(() => null);
    if (answer?.headers.get('server') === 'nginx') return true;
    await sleep(50);
  }
  return false;
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

t.test('each operation reaches the app that has it', options, async (t) => {
  const ports = { command: await startApp(t, 'command'), query: await startApp(t, 'query') };
  const url = await startProxy(t, ports);
  for (const app of ['command', 'query']) {
    const { paths } = JSON.parse(readText(`openapi/${app}.json`));
    for (const [path, operations] of Object.entries<object>(paths)) {
      if (path.startsWith('/health')) continue; // the query app's, for both
      for (const method of Object.keys(operations).map((name) => name.toUpperCase())) {
        const asked = path.replace(/\{\w+\}/g, '0190a5b4-7b1c-7000-8000-000000000001');
        const answer = await fetch(`${url}${asked}`, { method });
        t.equal(await answer.text(), `${app} ${method} ${asked}`);
      }
    }
  }
});

t.test('addresses arrive as they were sent', options, async (t) => {
  const ports = { command: await startApp(t, 'command'), query: await startApp(t, 'query') };
  const url = await startProxy(t, ports);
  const path = `/movies?genre=Sci-fi%7CDrama&cursor=${'x'.repeat(8_000)}&a=%2F+%C3%A9`;
  t.equal(await (await fetch(url + path)).text(), `query GET ${path}`);
  t.equal(await (await fetch(`${url}/docs/`)).text(), 'query GET /docs/');
  t.equal(await (await fetch(`${url}/command/docs/`)).text(), 'command GET /docs/');
  t.equal((await fetch(`${url}/command/docs/`, { method: 'POST' })).status, 403);
});

t.test('what the proxy refuses itself is a problem document too', options, async (t) => {
  const ports = { command: await freePort(), query: await freePort() };
  const url = await startProxy(t, ports);
  const nobody = await fetch(`${url}/movies`);
  t.equal(nobody.status, 503);
  t.equal(nobody.headers.get('retry-after'), '1');
  t.equal(nobody.headers.get('content-type'), 'application/problem+json');
  t.match(await nobody.json(), { status: 503, code: 'unavailable' });
  const body = 'x'.repeat(12 * 1024 * 1024);
  const large = await fetch(`${url}/movies/batch`, { method: 'POST', body });
  t.equal(large.status, 413);
  t.match(await large.json(), { status: 413, code: 'body-too-large' });
});
