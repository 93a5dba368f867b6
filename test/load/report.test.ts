import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'tap';
import { barChart, inWords, lineChart } from './harness/chart.js';
import { type RecordedPart, record, reportFiles } from './harness/report.js';

const figure = { name: 'ours <b>', group: 'speed', unit: '/s', rounds: [90, 100, 110] };
const part: RecordedPart = {
  title: 'Something',
  how: 'It was measured so.',
  figures: [figure, { ...figure, name: 'theirs', rounds: [50, 50, 50] }],
  verdicts: [
    { what: 'ours against theirs', value: 2, unit: '×', target: { atLeast: 1.5 } },
    { what: 'time', value: 20, unit: 'ms', target: { atMost: 15 } },
  ],
  series: [
    {
      ...{ name: 'memory', unit: 'MB', xUnit: 's' },
      points: [
        [0, 50],
        [10, 100],
      ],
    },
  ],
  remarks: ['Take note.'],
  command: 'npm run bench -- some',
  machine: {
    ...{ cpu: 'A', cores: 2, memoryGiB: 8, system: 'Linux', node: 'v20', commit: 'abc' },
    measuredAt: '2026-01-01 10:00',
  },
  tookSeconds: 12,
};

test('a bar is as long as the median, and its line reaches from the lowest round to the highest', async (t) => {
  const svg = barChart('Speed', part.figures);
  const bars = [...svg.matchAll(/class="bar" .*?width="([\d.]+)"/g)].map(([, width]) =>
    Number(width),
  );
  t.equal(bars.length, 2);
  t.equal((bars[0] ?? 0) / (bars[1] ?? 1), 2);
  t.match(svg, 'prefers-color-scheme: dark');
  t.match(svg, '<title id="title">Speed</title>');
  t.match(svg, 'ours &lt;b&gt;');
  t.match(svg, '100 /s');
});

test('a line goes through all points, from the foot to the top', async (t) => {
  const svg = lineChart('Memory', part.series ?? []);
  t.match(svg, /points="60\.0,136\.0 610\.0,16\.0"/);
  t.match(svg, 'MB over s');
});

test('numbers are told by the digits that count', async (t) => {
  t.same([0, 1.234, 12.34, 123.4, 12_345.6, Number.NaN].map(inWords), [
    ...['0', '1.23', '12.3', '123', '12,346', '–'],
  ]);
});

test('the page tells what was asked for, what came of it, and where it was measured', async (t) => {
  const files = reportFiles({ some: part }, ['other', 'some']);
  t.same(Object.keys(files).sort(), [
    ...['README.md', 'results.json', 'some-1.svg', 'some-over-time.svg'],
  ]);
  const page = files['README.md'] ?? '';
  t.match(page, '| `some` | ours against theirs | 2.00 × | ≥ 1.5 × | met |');
  t.match(page, '| `some` | time | 20.0 ms | ≤ 15 ms | **missed** |');
  t.match(page, '![speed](some-1.svg)');
  t.match(page, '- Take note.');
  t.match(page, 'npm run bench -- some');
  t.match(page, '2 × A, 8 GiB, Linux, Node v20');
});

test('a part that is measured again replaces its result, and leaves the others alone', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'marquee-report-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const order = ['one', 'two'];
  record(folder, { name: 'one', part, order });
  record(folder, { name: 'two', part: { ...part, title: 'Another' }, order });
  record(folder, { name: 'one', part: { ...part, title: 'Anew' }, order });
  const page = readFileSync(join(folder, 'README.md'), 'utf8');
  t.match(page, /## Anew.*## Another/s);
  t.notMatch(page, '## Something');
  t.ok(readdirSync(folder).includes('two-1.svg'));
});
