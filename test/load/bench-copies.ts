/**
 * Two copies of a catalogue that is written all the time, while what relays and projects is killed: one began from an export and reads the
 * feed of changes, one is made of webhook messages. In the end both must equal an export. `COPY_SECONDS` makes it shorter.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { movieRow } from '@marquee/command';
import type { Change, ChangePage, NewWebhook } from '@marquee/contracts';
import {
  freePort,
  type MarqueeProcess,
  type ReceivedRequest,
  startMarquee,
  startReceiver,
  startRedis,
} from '@marquee/testing';
import { adminToken, type Client, clientOf } from '../system/client.js';
import { runCli } from '../system/compose-apps.js';
import { followChanges, takeMessages } from '../system/follow-catalogue.js';
import { steadily, summary } from './steady-load.js';

const seconds = Number(process.env['COPY_SECONDS'] ?? 120);
const writesPerSecond = 200;
const kills = 3;
/** Ids that are made, changed and deleted again and again. */
const ids = 3_000;
const GIVE_UP_MS = 300_000;

/** Rows of an export by id. */
type Copy = Map<string, string>;

export async function benchCopies(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'marquee-copies-'));
  const [redis, receiver] = await Promise.all([startRedis(), startReceiver()]);
  const trusted = join(directory, 'ca.pem');
  writeFileSync(trusted, receiver.ca);
  const settings = {
    ...{ DATA_DIR: directory, SAMPLE_DATA: 'off', LOG_LEVEL: 'error', WRITE_RATE_LIMIT: '0' },
    ...{ QUEUE_URL: redis.url, WEBHOOK_PRIVATE_HOSTS: receiver.host, NODE_EXTRA_CA_CERTS: trusted },
  };
  await runCli(['migrate'], settings);
  // What is killed is not what is written to: every write is answered.
  const relay = {
    ...settings,
    PORT: String(await freePort()),
    ADMIN_PORT: String(await freePort()),
  };
  const apps = {
    command: await startMarquee('command', { ...settings, RELAY: 'off' }),
    relay: await startMarquee('command', relay),
    projector: await startMarquee('projector', settings),
    query: await startMarquee('query', settings),
  };
  try {
    const token = adminToken(directory);
    const commands = clientOf(apps.command.url, token);
    const queries = clientOf(apps.query.url, token);
    for (let n = 0; n < ids; n += 1) if (n % 3 === 0) await write(commands, n);
    const began = await exported(apps.command.url, token);
    const webhook = { url: receiver.url, after: began.after };
    const made = await commands.send<NewWebhook>('POST', '/webhooks', { body: webhook });
    if (made.status !== 201) throw new Error(`the webhook was not made: ${made.status}`);
    const follower = followFeed(queries, began.after, began.rows);

    const endsAt = Date.now() + seconds * 1_000;
    const [load] = await Promise.all([
      steadily(
        writesPerSecond,
        () => Date.now() >= endsAt,
        (n) => write(commands, n * 7),
      ),
      killInTurn(apps, { relay, projector: settings }),
    ]);
    console.log(`${writesPerSecond} writes/s for ${seconds} s: ${summary(load)}`);
    if (load.failures.length > 0) throw load.failures[0];

    const { rows } = await exported(apps.command.url, token);
    const settledAt = Date.now();
    for (const [name, copy] of [
      ['export and feed', () => follower.copy],
      ['export and webhook', () => copyOfMessages(began.rows, receiver.received)],
    ] as const) {
      const tookMs = await untilEqual(rows, copy);
      console.log(`${name}: ${rows.size} movies, equal ${tookMs} ms after the last write`);
    }
    console.log(
      `${follower.changes()} changes read, ${receiver.received.length} messages received`,
    );
    await follower.end();
    console.log(`checked ${Date.now() - settledAt} ms after the last write`);
  } finally {
    await Promise.all(Object.values(apps).map((app) => app.stop()));
    await Promise.all([redis.stop(), receiver.stop()]);
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Makes the movie, changes it, or takes it away, by the number. */
async function write(client: Client, n: number): Promise<void> {
  const id = `00000000-0000-7000-8000-${String(n % ids).padStart(12, '0')}`;
  const cast = [{ name: `Actor ${n % 200}` }];
  const input = { id, title: `Movie ${n}`, year: 1900 + (n % 120), genres: ['Drama'], cast };
  if (n % 5 === 4) {
    const { status } = await client.send('DELETE', `/movies/${id}`);
    if (status !== 204 && status !== 404) throw new Error(`DELETE: ${status}`);
    return;
  }
  const batch = await client.send<{ results: { status: number }[] }>('POST', '/movies/batch', {
    body: { movies: [input] },
  });
  const status = batch.body.results?.[0]?.status ?? batch.status;
  if (status !== 200 && status !== 201) throw new Error(`POST: ${status}`);
}

async function exported(url: string, token: string) {
  const answer = await fetch(`${url}/export`, { headers: { authorization: `Bearer ${token}` } });
  const after = answer.headers.get('changes-after');
  if (answer.status !== 200 || after === null) throw new Error(`/export: ${answer.status}`);
  const lines = (await answer.text()).split('\n').filter((line) => line !== '');
  const rows: Copy = new Map(lines.map((line) => [JSON.parse(line).id, line]));
  return { rows, after };
}

function put(copy: Copy, { change, id, movie }: Change): void {
  if (change === 'deletion' || !movie) copy.delete(id);
  else copy.set(id, JSON.stringify(movieRow(movie)));
}

function followFeed(client: Client, from: string, begin: Copy) {
  const copy: Copy = new Map(begin);
  let isOver = false;
  let changes = 0;
  const following = followChanges({
    ...{ from, kinds: 'movie', pauseMs: 20, isOver: () => isOver },
    read: async (path) => {
      const { status, body } = await client.get<ChangePage>(path);
      return status === 200 ? body : null;
    },
    onChange: (change) => {
      put(copy, change);
      changes += 1;
    },
  });
  return {
    copy,
    changes: () => changes,
    async end() {
      isOver = true;
      await following;
    },
  };
}

function copyOfMessages(begin: Copy, received: readonly ReceivedRequest[]): Copy {
  const copy: Copy = new Map(begin);
  const take = takeMessages((change) => put(copy, change));
  for (const message of received) take(message);
  return copy;
}

type Killed = 'relay' | 'projector';

async function killInTurn(
  apps: Record<Killed, MarqueeProcess>,
  settings: Readonly<Record<Killed, Readonly<Record<string, string>>>>,
): Promise<void> {
  for (let n = 0; n < kills; n += 1) {
    for (const name of ['relay', 'projector'] as const) {
      await sleep((seconds * 1_000) / (2 * kills + 1));
      await apps[name].kill();
      const app = name === 'relay' ? 'command' : 'projector';
      apps[name] = await startMarquee(app, settings[name]);
    }
  }
}

/** Milliseconds. @throws {Error} that says what differs when it stays so */
async function untilEqual(rows: Copy, copyNow: () => Copy): Promise<number> {
  const startedAt = Date.now();
  for (;;) {
    const copy = copyNow();
    const different = [...new Set([...rows.keys(), ...copy.keys()])].filter(
      (id) => rows.get(id) !== copy.get(id),
    );
    if (different.length === 0) return Date.now() - startedAt;
    if (Date.now() - startedAt > GIVE_UP_MS) {
      const [id = ''] = different;
      throw new Error(`${different.length} differ: ${rows.get(id)} and ${copy.get(id)}`);
    }
    await sleep(100);
  }
}
