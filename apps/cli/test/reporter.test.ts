import { PassThrough } from 'node:stream';
import t from 'tap';
import { createReporter, describeProgress } from '../src/import/reporter.js';

const counts = { accepted: 90, replaced: 5, unchanged: 3, refused: 2, skipped: 0 };
const shown = { counts, bytesRead: 250, inView: 60, of: 98 };

/** A stream that keeps what is written; never a terminal. */
function paper() {
  const stream = Object.assign(new PassThrough(), { isTTY: false });
  return { stream, text: () => `${stream.read() ?? ''}` };
}

t.test('progress tells speed, time left, what became of the rows, and the view', async (t) => {
  const { stream } = paper();
  const options = { stream, size: 1_000, now: () => 10_000, rowsBefore: 0 };
  t.same(describeProgress(shown, options, 0), {
    part: 0.25,
    rows: '100 rows, 10 rows/s',
    left: '30 s left',
    counts: 'accepted 90, replaced 5, unchanged 3, refused 2',
    view: 'in the view: 60 of 98',
  });
  t.match(describeProgress(shown, { ...options, rowsBefore: 50 }, 0), {
    rows: '100 rows, 5 rows/s',
  });
  t.match(describeProgress(shown, { ...options, size: null }, 0), { part: null, left: '' });
});

t.test('without a terminal there is a plain line every few seconds', async (t) => {
  const { stream, text } = paper();
  let now = 0;
  const reporter = createReporter({ stream, size: 1_000, now: () => now, rowsBefore: 0 });
  for (now = 0; now <= 7_000; now += 500) reporter.show(shown);
  reporter.end();
  const lines = text().trimEnd().split('\n');
  t.equal(lines.length, 2);
  t.match(
    lines[0],
    /^25 %; 100 rows, \d+ rows\/s; \d+ s left; accepted 90, .*; in the view: 60 of/,
  );
});
