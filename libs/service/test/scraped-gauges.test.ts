import { t } from 'tap';
import { createMetrics, scrapeGauges } from '../src/index.js';

const sizeOf = (value: number) => [{ value }];
const gauge = { name: 'size', help: 'A size.', read: sizeOf };
const valuesOf = (text: string, name: string) =>
  text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));

t.test('several gauges are one question, and many scrapes too', async (t) => {
  const metrics = createMetrics('test');
  let asked = 0;
  const byName = {
    name: 'sizes',
    help: 'Some sizes.',
    labels: ['of'],
    read: (value: number) => [{ value: value + 1, labels: { of: 'a' } }],
  };
  scrapeGauges(metrics, async () => ++asked, [gauge, byName]);
  t.equal(asked, 0, 'nobody asks before a scrape');
  const [text] = await Promise.all([metrics.metrics(), metrics.metrics()]);
  t.match(text, /^size\{app="test"\} 1$/m);
  t.match(text, /^sizes\{of="a",app="test"\} 2$/m);
  t.equal(asked, 1);
});

t.test('a gauge says what it is of several workers: their sum, unless it is a lag', async (t) => {
  const metrics = createMetrics('test');
  scrapeGauges(metrics, async () => 7, [gauge, { ...gauge, name: 'lag', of: 'max' }]);
  const aggregators = (await metrics.getMetricsAsJSON()).map(({ name, aggregator }) => [
    name,
    aggregator,
  ]);
  t.match(Object.fromEntries(aggregators), { size: 'sum', lag: 'max' });
});

t.test('what cannot be asked has no value, and the others are there', async (t) => {
  const metrics = createMetrics('test');
  const failing = async (): Promise<number> => {
    throw new Error('away');
  };
  scrapeGauges(metrics, failing, [gauge]);
  scrapeGauges(metrics, () => new Promise<number>(() => {}), [{ ...gauge, name: 'silent' }]);
  scrapeGauges(metrics, async () => 7, [{ ...gauge, name: 'other' }]);
  const text = await metrics.metrics();
  t.same(valuesOf(text, 'size'), []);
  t.same(valuesOf(text, 'silent'), []);
  t.match(text, /^other\{app="test"\} 7$/m);
});
