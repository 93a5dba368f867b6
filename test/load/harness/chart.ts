/** Small charts as SVG, readable on light and on dark ground. */
import type { Figure, Series } from './results.js';
import { median } from './statistics.js';

const WIDTH = 760;
const NAME_WIDTH = 270;
const VALUE_WIDTH = 90;
const ROW_HEIGHT = 26;
const PLOT = { left: 60, top: 16, right: 150, height: 240, bottom: 40 };

const style = `<style>
text { font: 13px system-ui, sans-serif; fill: #24292f }
.bar { fill: #2f6feb } .spread { stroke: #24292f; stroke-width: 1.5 } .axis { stroke: #8c959f }
.line { fill: none; stroke-width: 2 } .s0 { stroke: #2f6feb } .s1 { stroke: #d4762c } .s2 { stroke: #2da160 } .s3 { stroke: #a371f7 }
.small { font-size: 11px }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .bar { fill: #539bf5 } .spread { stroke: #e6edf3 }
  .s0 { stroke: #539bf5 } .s1 { stroke: #e0914f } .s2 { stroke: #57c184 } .s3 { stroke: #bf9bf9 }
}
</style>`;

/** A bar to the median of each figure, with a line from its lowest round to its highest. All have one unit. */
export function barChart(title: string, figures: readonly Figure[]): string {
  const most = Math.max(...figures.flatMap(({ rounds }) => rounds));
  const scale = (WIDTH - NAME_WIDTH - VALUE_WIDTH) / (most > 0 ? most : 1);
  const rows = figures.map(({ name, unit, rounds }, index) => {
    const y = index * ROW_HEIGHT + 4;
    const middle = median(rounds);
    const at = (value: number) => (NAME_WIDTH + value * scale).toFixed(1);
    const height = ROW_HEIGHT - 8;
    return [
      `<text x="${NAME_WIDTH - 8}" y="${y + 14}" text-anchor="end">${escaped(name)}</text>`,
      `<rect class="bar" x="${NAME_WIDTH}" y="${y}" width="${(middle * scale).toFixed(1)}" height="${height}"/>`,
      `<line class="spread" x1="${at(Math.min(...rounds))}" x2="${at(Math.max(...rounds))}" y1="${y + height / 2}" y2="${y + height / 2}"/>`,
      `<text x="${(NAME_WIDTH + Math.max(...rounds) * scale + 6).toFixed(1)}" y="${y + 14}">${inWords(middle)} ${escaped(unit)}</text>`,
    ].join('');
  });
  return svg(title, figures.length * ROW_HEIGHT + 6, rows.join('\n'));
}

/** Lines over one axis; all have the units of the first. */
export function lineChart(title: string, series: readonly Series[]): string {
  const points = series.flatMap((one) => one.points);
  const mostX = Math.max(...points.map(([x]) => x), Number.MIN_VALUE);
  const mostY = Math.max(...points.map(([, y]) => y), Number.MIN_VALUE);
  const width = WIDTH - PLOT.left - PLOT.right;
  const foot = PLOT.top + PLOT.height;
  const x = (value: number) => (PLOT.left + (value / mostX) * width).toFixed(1);
  const y = (value: number) => (foot - (value / mostY) * PLOT.height).toFixed(1);
  const ticks = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    `<line class="axis" x1="${PLOT.left}" x2="${PLOT.left + width}" y1="${y(mostY * share)}" y2="${y(mostY * share)}" stroke-opacity="0.4"/>`,
    `<text class="small" x="${PLOT.left - 6}" y="${Number(y(mostY * share)) + 4}" text-anchor="end">${inWords(mostY * share)}</text>`,
    `<text class="small" x="${x(mostX * share)}" y="${foot + 16}" text-anchor="middle">${inWords(mostX * share)}</text>`,
  ]);
  const lines = series.flatMap(({ name, points }, index) => [
    `<polyline class="line s${index % 4}" points="${points.map(([px, py]) => `${x(px)},${y(py)}`).join(' ')}"/>`,
    `<line class="line s${index % 4}" x1="${PLOT.left + width + 12}" x2="${PLOT.left + width + 32}" y1="${PLOT.top + 10 + index * 20}" y2="${PLOT.top + 10 + index * 20}"/>`,
    `<text x="${PLOT.left + width + 38}" y="${PLOT.top + 14 + index * 20}">${escaped(name)}</text>`,
  ]);
  const [first] = series;
  const units = `<text class="small" x="${PLOT.left}" y="${foot + 34}">${escaped(`${first?.unit ?? ''} over ${first?.xUnit ?? ''}`)}</text>`;
  return svg(title, foot + PLOT.bottom, [...ticks, ...lines, units].join('\n'));
}

/** Three digits that count. */
export function inWords(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-GB', {
    minimumFractionDigits: value === 0 ? 0 : digits,
    maximumFractionDigits: digits,
  });
}

function svg(title: string, height: number, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title">
<title id="title">${escaped(title)}</title>
${style}
${content}
</svg>
`;
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
