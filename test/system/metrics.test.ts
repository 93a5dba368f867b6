/** The metrics of a running app against the table in the runbook. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Movie } from '@marquee/contracts';
import { startMarquee } from '@marquee/testing';
import t from 'tap';
import { adminToken, clientOf, seeing } from './client.js';
import { askedMetrics, documentedMetrics, metricsOfWorkers, shownMetrics } from './metrics.js';

const directory = mkdtempSync(join(tmpdir(), 'marquee-metrics-'));
t.teardown(() => rmSync(directory, { recursive: true, force: true }));
const app = await startMarquee('standalone', { DATA_DIR: directory, SAMPLE_DATA: 'off' });
t.teardown(() => app.stop());
const client = clientOf(app.url, adminToken(directory));
const made = await client.send<Movie>('POST', '/movies', { body: { title: 'Measured' } });
await client.get(`/movies/${made.body.id}`, seeing(made));

const scrape = async () => await (await fetch(`${app.adminUrl}/metrics`)).text();
const valueIn = (text: string, series: RegExp) => Number(series.exec(text)?.[1] ?? Number.NaN);

t.test('the runbook lists every metric and no other', async (t) => {
  const shown = [...shownMetrics(await scrape()).keys(), ...metricsOfWorkers];
  t.same([...documentedMetrics().keys()].sort(), shown.sort());
});

t.test('a metric that has values has the labels that the runbook says', async (t) => {
  const documented = documentedMetrics();
  for (const [name, labels] of shownMetrics(await scrape())) {
    if (labels.length > 0) t.same(labels, documented.get(name), name);
  }
});

t.test('each metric that an alert or the dashboard asks for is there', async (t) => {
  const text = await scrape();
  const asked = askedMetrics();
  t.ok(asked.length > 20);
  for (const { name, file } of asked) {
    if (metricsOfWorkers.includes(name)) continue; // the tests of workers look for it
    const family = name.replace(/_(bucket|sum|count)$/, '');
    t.match(text, new RegExp(`^# TYPE (${name}|${family}) `, 'm'), `${name} of ${file}`);
  }
});

t.test('a write shows on its whole way', async (t) => {
  let text = await scrape();
  const confirmed = () => valueIn(text, /^marquee_relay_confirmed_total\{.*\} (\d+)$/m);
  while (!(confirmed() >= 2)) {
    await sleep(200);
    text = await scrape();
  }
  const posts =
    /^http_request_duration_seconds_count\{.*method="POST",route="\/movies",status="201".*\} 1$/m;
  t.match(text, posts);
  t.ok(valueIn(text, /^marquee_relay_published_total\{.*\} (\d+)$/m) >= 2, 'the movie, the totals');
  t.ok(valueIn(text, /^marquee_projector_events_applied_total\{.*\} (\d+)$/m) >= 2);
  t.ok(valueIn(text, /^marquee_view_lag_seconds\{.*\} (\S+)$/m) < 60);
  t.ok(valueIn(text, /^marquee_generation_lag_seconds\{generation="g1".*\} (\S+)$/m) < 60);
  t.equal(valueIn(text, /^marquee_queue_jobs\{generation="g1",state="dead".*\} (\d+)$/m), 0);
  t.ok(valueIn(text, /^marquee_outbox_rows\{state="pending".*\} (\d+)$/m) >= 0);
  t.ok(valueIn(text, /^marquee_outbox_oldest_age_seconds\{.*\} (\S+)$/m) >= 0);
});
