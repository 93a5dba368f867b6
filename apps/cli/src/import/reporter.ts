/** Shows how an import goes: a bar on a terminal, a plain line every few seconds elsewhere. */
import { type Counts, describeCounts, totalOf } from '@marquee/import';
import { SingleBar } from 'cli-progress';

export interface Shown {
  readonly counts: Counts;
  readonly bytesRead: number;
  readonly inView: number;
  readonly of: number;
}

export interface Reporter {
  show(shown: Shown): void;
  /** A line of its own. */
  say(text: string): void;
  end(): void;
}

export interface ReporterOptions {
  readonly stream: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** Bytes of all inputs as stored; `null` when it cannot be told. */
  readonly size: number | null;
  readonly now: () => number;
  /** Rows that an earlier run had done: they do not count for the speed. */
  readonly rowsBefore: number;
}

const lineEveryMs = 3_000;
const barEveryMs = 100;

export function createReporter(options: ReporterOptions): Reporter {
  return options.stream.isTTY ? barReporter(options) : lineReporter(options);
}

/** The figures of one moment, as words. */
export function describeProgress(shown: Shown, options: ReporterOptions, startedAt: number) {
  const seconds = Math.max((options.now() - startedAt) / 1_000, 0.001);
  const rows = totalOf(shown.counts);
  const perSecond = Math.round((rows - options.rowsBefore) / seconds);
  const part = options.size === null || options.size === 0 ? null : shown.bytesRead / options.size;
  return {
    part,
    rows: `${rows} rows, ${perSecond} rows/s`,
    left: part === null || part === 0 ? '' : `${timeLeft(seconds, part)} left`,
    counts: describeCounts(shown.counts),
    view: shown.of === 0 ? '' : `in the view: ${shown.inView} of ${shown.of}`,
  };
}

function timeLeft(seconds: number, part: number): string {
  const left = Math.max(Math.round((seconds / part) * (1 - part)), 0);
  return left < 60 ? `${left} s` : `${Math.floor(left / 60)} min ${left % 60} s`;
}

function barReporter(options: ReporterOptions): Reporter {
  const startedAt = options.now();
  const bar = new SingleBar({
    stream: options.stream,
    format: options.size === null ? '{text}' : '{bar} {percentage} % | {text}',
    hideCursor: true,
    clearOnComplete: true,
    barsize: 20,
    fps: 1_000 / barEveryMs,
    linewrap: false,
  });
  bar.start(1_000, 0, { text: '' });
  return {
    show(shown) {
      const words = describeProgress(shown, options, startedAt);
      const text = [words.rows, words.left, words.counts, words.view].filter(Boolean).join(' | ');
      bar.update(Math.floor((words.part ?? 0) * 1_000), { text });
    },
    say(text) {
      options.stream.write(`\r\u001b[K${text}\n`);
    },
    end: () => bar.stop(),
  };
}

function lineReporter(options: ReporterOptions): Reporter {
  const startedAt = options.now();
  let shownAt = startedAt;
  return {
    show(shown) {
      if (options.now() - shownAt < lineEveryMs) return;
      shownAt = options.now();
      const words = describeProgress(shown, options, startedAt);
      const percent = words.part === null ? '' : `${Math.floor(words.part * 100)} %`;
      const texts = [percent, words.rows, words.left, words.counts, words.view];
      options.stream.write(`${texts.filter(Boolean).join('; ')}\n`);
    },
    say: (text) => void options.stream.write(`${text}\n`),
    end: () => undefined,
  };
}
