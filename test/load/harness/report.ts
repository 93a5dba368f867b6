/** The page of all results: Markdown with the charts beside it, and the figures behind it as JSON. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { barChart, inWords, lineChart } from './chart.js';
import type { Machine } from './machine.js';
import { type Figure, isMet, type PartResult, type Verdict } from './results.js';
import { median } from './statistics.js';

export interface RecordedPart extends PartResult {
  readonly command: string;
  readonly machine: Machine;
  readonly tookSeconds: number;
}

/** By the name of the part. */
export type Results = Readonly<Record<string, RecordedPart>>;

/** Files by name. `order` names the parts in the order of the page. */
export function reportFiles(results: Results, order: readonly string[]): Record<string, string> {
  const parts = order.flatMap((name) => {
    const part = results[name];
    return part === undefined ? [] : [{ name, part }];
  });
  const files: Record<string, string> = { 'results.json': `${JSON.stringify(results, null, 1)}\n` };
  const sections = parts.map(({ name, part }) => {
    const charts = chartsOf(name, part);
    Object.assign(files, Object.fromEntries(charts.map(({ file, svg }) => [file, svg])));
    return sectionOf(name, part, charts);
  });
  files['README.md'] = [
    '# Benchmarks',
    'Written by `npm run bench`; what each part is and what follows from it stands in [performance](../performance.md). ' +
      'Bars are medians of the rounds, lines go from the lowest round to the highest.',
    verdictTable(parts.flatMap(({ name, part }) => part.verdicts.map((one) => ({ name, one })))),
    ...sections,
  ].join('\n\n');
  return { ...files, 'README.md': `${files['README.md']}\n` };
}

/** Puts the part's result into the folder in place of an earlier one, and makes the page anew. */
export function record(
  folder: string,
  { name, part, order }: { name: string; part: RecordedPart; order: readonly string[] },
): void {
  mkdirSync(folder, { recursive: true });
  const results: Results = { ...readResults(join(folder, 'results.json')), [name]: part };
  for (const [file, text] of Object.entries(reportFiles(results, order))) {
    writeFileSync(join(folder, file), text);
  }
}

/** The part in a few lines, for those who watch it run. */
export function printed({ figures, verdicts, remarks = [] }: PartResult): string {
  return [
    ...figures.map(({ group, name, unit, rounds }) => {
      return `  ${group}, ${name}: ${inWords(median(rounds))} ${unit} (${rounds.map(inWords).join(' ')})`;
    }),
    ...verdicts.map((one) => `  ${isMet(one) ? 'met   ' : 'MISSED'} ${sentence(one)}`),
    ...remarks.map((remark) => `  ${remark}`),
  ].join('\n');
}

function readResults(file: string): Results {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}

function sectionOf(name: string, part: RecordedPart, charts: readonly Chart[]): string {
  const { machine, command, tookSeconds } = part;
  return [
    `## ${part.title}`,
    part.how,
    ...charts.map(({ title, file }) => `**${title}**\n\n![${title}](${file})`),
    ...(part.remarks ?? []).map((remark) => `- ${remark}`),
    `<sub>\`${command}\` · part \`${name}\`, ${Math.round(tookSeconds)} s, ${machine.measuredAt} UTC · commit ${machine.commit} · ` +
      `${machine.cores} × ${machine.cpu}, ${machine.memoryGiB} GiB, ${machine.system}, Node ${machine.node}</sub>`,
  ].join('\n\n');
}

interface Chart {
  readonly title: string;
  readonly file: string;
  readonly svg: string;
}

function chartsOf(part: string, { figures, series = [] }: PartResult): Chart[] {
  const groups = new Map<string, Figure[]>();
  for (const figure of figures) {
    groups.set(figure.group, [...(groups.get(figure.group) ?? []), figure]);
  }
  const bars = [...groups].map(([title, members], index) => {
    return { title, file: `${part}-${index + 1}.svg`, svg: barChart(title, members) };
  });
  const lines = {
    title: 'Over time',
    file: `${part}-over-time.svg`,
    svg: lineChart('Over time', series),
  };
  return series.length === 0 ? bars : [...bars, lines];
}

function verdictTable(verdicts: readonly { readonly name: string; readonly one: Verdict }[]) {
  const rows = verdicts.map(({ name, one }) => {
    const { what, value, unit } = one;
    return `| \`${name}\` | ${what} | ${inWords(value)} ${unit} | ${bound(one)} | ${isMet(one) ? 'met' : '**missed**'} |`;
  });
  return ['| part | what | measured | target | |', '|---|---|---|---|---|', ...rows].join('\n');
}

const sentence = (one: Verdict) =>
  `${one.what}: ${inWords(one.value)} ${one.unit}, target ${bound(one)}`;

function bound({ target, unit }: Verdict): string {
  return 'atLeast' in target ? `≥ ${target.atLeast} ${unit}` : `≤ ${target.atMost} ${unit}`;
}
