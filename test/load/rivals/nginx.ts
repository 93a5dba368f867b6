/** nginx with one worker, serving the same bytes from files: how fast a file is on this machine. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@marquee/testing';
import { pin, SERVER_CORE } from '../harness/cores.js';
import type { Rival } from '../harness/rival.js';

export interface ServedFile {
  readonly path: string;
  readonly body: Buffer;
  /** Name and value in turn; without length and type. */
  readonly head: readonly string[];
}

/** `null` where nginx is not installed. */
export async function startNginx(files: readonly ServedFile[]): Promise<Omit<Rival, 'ask'> | null> {
  if (spawnSync('nginx', ['-v']).error !== undefined) return null;
  const directory = mkdtempSync(join(tmpdir(), 'marquee-nginx-'));
  const port = await freePort();
  const locations = files.map(({ path, body, head }, index) => {
    writeFileSync(join(directory, `${index}.json`), body);
    return `location = ${path} { default_type "application/json; charset=utf-8"; alias ${directory}/${index}.json; ${headersOf(head)} }`;
  });
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => {
    return `${name}_temp_path ${directory}/${name};`;
  });
  mkdirSync(join(directory, 'logs'));
  writeFileSync(
    join(directory, 'nginx.conf'),
    `daemon off; master_process off; worker_processes 1; pid ${directory}/pid; error_log ${directory}/error.log;
events { worker_connections 1024; }
http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; types { } ${temporary.join(' ')}
  server { listen 127.0.0.1:${port}; ${locations.join('\n')} } }`,
  );
  const child = spawn('nginx', ['-p', directory, '-c', join(directory, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  await opens(port);
  pin(child.pid ?? 0, SERVER_CORE);
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    async close() {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
      process.off('exit', killAtExit);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function headersOf(head: readonly string[]): string {
  return head
    .flatMap((name, index) => (index % 2 === 0 ? [[name, head[index + 1]]] : []))
    .map(([name, value]) => `add_header ${name} '${value?.replaceAll("'", "\\'")}';`)
    .join(' ');
}

async function opens(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const socket = connect(port, '127.0.0.1');
    const open = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (open) return;
    await sleep(50);
  }
  throw new Error(`nginx does not open port ${port}`);
}
