/** Alert rules and dashboard: valid, tested, in the runbook. That their metrics exist is tested beside a running app. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { t } from 'tap';
import { parse } from 'yaml';
import { composeFile, readText, root } from './compose-file.js';

interface RuleFile {
  readonly groups: readonly { readonly rules: readonly Rule[] }[];
}
interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string };
}
interface RuleTests {
  readonly tests: readonly {
    readonly alert_rule_test: readonly {
      readonly alertname: string;
      readonly exp_alerts: readonly unknown[];
    }[];
  }[];
}

const rules = (parse(readText('deploy/prometheus/alerts.yml')) as RuleFile).groups.flatMap(
  (group) => group.rules,
);
const names = rules.map(({ alert }) => alert).sort();
const promtool = (...args: readonly string[]) =>
  spawnSync('promtool', args, { cwd: join(root, 'deploy/prometheus'), encoding: 'utf8' });
const installed = promtool('--version').error === undefined;
const skip = installed ? false : 'NOT RUN, since promtool is not installed (Debian: prometheus)';
if (skip) console.error(`\n!! promtool is not installed: the alerts are not tested.\n`);

t.test('promtool is there where everything has to be tested', async (t) => {
  t.ok(installed || !process.env['CI'], 'install prometheus');
});

t.test('rules and configuration are valid', { skip }, async (t) => {
  const { status, stdout, stderr } = promtool('check', 'config', 'prometheus.yml');
  t.equal(status, 0, stdout + stderr);
  t.match(stdout, `${names.length} rules found`);
});

t.test('each alert fires when it should, and only then', { skip }, async (t) => {
  const { status, stdout, stderr } = promtool('test', 'rules', 'alerts.test.yml');
  t.equal(status, 0, stdout + stderr);
});

t.test('each alert has a test in which it fires, and one in which it is quiet', async (t) => {
  const { tests } = parse(readText('deploy/prometheus/alerts.test.yml')) as RuleTests;
  const cases = tests.flatMap((test) => test.alert_rule_test);
  const tested = (fires: boolean) =>
    cases.filter((one) => one.exp_alerts.length > 0 === fires).map((one) => one.alertname);
  t.same(tested(true).sort(), names);
  t.same(tested(false).sort(), names);
});

t.test('the runbook has a line for each alert, and for no other', async (t) => {
  const lines = readText('docs/operations.md').matchAll(/^\| `(Marquee\w+)` \| (\w+) \|/gm);
  const documented = [...lines].map(([, name, severity]) => `${name} ${severity}`);
  t.same(documented.sort(), rules.map(({ alert, labels }) => `${alert} ${labels.severity}`).sort());
});

t.test('what Prometheus and Grafana are given is where they look', async (t) => {
  const { services } = composeFile({});
  const mounts = (service: string) => services[service]?.volumes ?? [];
  const { providers } = parse(readText('deploy/grafana/provisioning/dashboards/marquee.yml'));
  t.ok(mounts('grafana').some((mount) => mount.split(':')[1] === providers[0].options.path));
  t.ok(mounts('grafana').some((mount) => mount.split(':')[1] === '/etc/grafana/provisioning'));
  t.ok(mounts('prometheus').some((mount) => mount.split(':')[1] === '/etc/prometheus'));
  const config = parse(readText('deploy/prometheus/prometheus.yml'));
  const targets = config.scrape_configs[0].dns_sd_configs as { names: string[]; port: number }[];
  const ports = { command: 3901, query: 3902, projector: 3903 };
  t.same(Object.fromEntries(targets.map(({ names, port }) => [names[0], port])), ports);
  const { datasources } = parse(readText('deploy/grafana/provisioning/datasources/prometheus.yml'));
  const { panels } = JSON.parse(readText('deploy/grafana/dashboards/marquee.json')) as Dashboard;
  for (const { datasource, title } of panels) {
    if (datasource !== undefined) t.equal(datasource.uid, datasources[0].uid, title);
  }
});

interface Dashboard {
  readonly panels: readonly { readonly title: string; readonly datasource?: { uid: string } }[];
}
