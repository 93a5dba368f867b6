/** Shows how far something has come: a bar on a terminal, nothing elsewhere. */
import { SingleBar } from 'cli-progress';

export interface Progress {
  /** `part` from 0 to 1. */
  show(part: number, text: string): void;
  end(): void;
}

const STEPS = 1_000;
const EVERY_MS = 100;

export function createProgress(
  stream: NodeJS.WritableStream & { readonly isTTY?: boolean },
  now: () => number,
): Progress {
  if (!stream.isTTY) return { show: () => undefined, end: () => undefined };
  const bar = new SingleBar({
    stream,
    format: '{bar} {percentage} % | {left} left | {text}',
    hideCursor: true,
    clearOnComplete: true,
    barsize: 20,
    fps: STEPS / EVERY_MS,
    linewrap: false,
  });
  const startedAt = now();
  bar.start(STEPS, 0, { text: '', left: '…' });
  return {
    show(part, text) {
      const seconds = part === 0 ? 0 : (((now() - startedAt) / part) * (1 - part)) / 1_000;
      bar.update(Math.floor(part * STEPS), { text, left: part === 0 ? '…' : timeOf(seconds) });
    },
    end: () => bar.stop(),
  };
}

function timeOf(seconds: number): string {
  const left = Math.max(0, Math.round(seconds));
  return left < 60 ? `${left} s` : `${Math.floor(left / 60)} min ${left % 60} s`;
}
