/** What tests look at of `/metrics`, and of the documents that speak of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '@marquee/testing';

/** What only the primary process of an app with workers has. */
export const metricsOfWorkers: readonly string[] = ['marquee_workers_ended_total'];

/** Labels by metric name, from the table in the runbook. */
export function documentedMetrics(): Map<string, readonly string[]> {
  const text = readFileSync(join(workspaceRoot, 'docs/operations.md'), 'utf8');
  const rows = text.matchAll(/^\| `([a-z_]+)` \| ([a-z, ]*)\| [a-z, ]+ \| /gm);
  return new Map(
    [...rows].map(([, name = '', labels = '']) => {
      return [
        name,
        labels
          .split(',')
          .flatMap((label) => label.trim() || [])
          .sort(),
      ];
    }),
  );
}

/** Metrics by name, with those of their labels that were seen; Node's own are left out. */
export function shownMetrics(text: string): Map<string, readonly string[]> {
  const names = [...text.matchAll(/^# TYPE (\S+)/gm)].flatMap(([, name = '']) =>
    /^(process|nodejs)_/.test(name) ? [] : [name],
  );
  return new Map(names.map((name) => [name, labelsOf(text, name)]));
}

function labelsOf(text: string, name: string): string[] {
  const lines = text.matchAll(new RegExp(`^${name}(?:_bucket|_sum|_count)?\\{(.*)\\} `, 'gm'));
  const labels = [...lines].flatMap(([, inner = '']) =>
    [...inner.matchAll(/(\w+)="/g)].map(([, label = '']) => label),
  );
  return [...new Set(labels)].filter((label) => label !== 'app' && label !== 'le').sort();
}

/** Names of all series that rules and dashboard ask for, with the file that does. */
export function askedMetrics(): { readonly name: string; readonly file: string }[] {
  return ['deploy/prometheus/alerts.yml', 'deploy/grafana/dashboards/marquee.json'].flatMap(
    (file) => {
      const text = readFileSync(join(workspaceRoot, file), 'utf8');
      const names = text.matchAll(/\b(?:marquee|http|nodejs|process)(?:_[a-z0-9]+)+/g);
      return [...new Set([...names].map(([name]) => name))].map((name) => ({ name, file }));
    },
  );
}
