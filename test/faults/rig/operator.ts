/** Whoever runs the installation: rebuilds the view while everything is hurt, and is cut off as well; looks in the end whether it is right. */
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '@marquee/testing';
import { runCli } from '../../system/compose-apps.js';
import type { Installation } from './installation.js';
import type { Run } from './run.js';

export interface Operated {
  readonly command: string;
  /** Until it succeeded; the first one is killed on the way. */
  readonly tries: number;
  readonly tookMs: number;
}

/** A shorter run has no time for it. */
const SHORTEST_RUN_MS = 60_000;
const LATEST_KILL_MS = 12_000;
/** After the run, when nothing is hurt any longer. */
const PATIENCE_MS = 240_000;

/** Makes a new generation, switches to it and drops the old one, each until it is done. */
export async function rebuildMeanwhile(
  run: Run,
  { settings }: Installation,
  durationMs: number,
): Promise<readonly Operated[]> {
  if (durationMs < SHORTEST_RUN_MS) return [];
  const random = seededRandom(run.seed * 104_729);
  const endsAt = Date.now() + durationMs;
  const done: Operated[] = [];
  for (const command of ['rebuild', 'rebuild --prune']) {
    await sleep(random.integer(durationMs / 4));
    const startedAt = Date.now();
    const deadline = Math.max(startedAt, endsAt) + PATIENCE_MS;
    for (let tries = 1; ; tries += 1) {
      const killed = { killAfterMs: 1_000 + random.integer(LATEST_KILL_MS) };
      const { code, output } = await runCli(
        command.split(' '),
        settings,
        tries === 1 ? killed : undefined,
      );
      if (code === 0) {
        done.push({ command, tries, tookMs: Date.now() - startedAt });
        break;
      }
      if (Date.now() > deadline) {
        run.violations.add('stuck', `${command}: ${output.slice(-500)}`);
        return done;
      }
      await sleep(1_000);
    }
  }
  return done;
}

/** Has each row of the view compared with the write model. */
export async function verify(run: Run, { settings }: Installation): Promise<void> {
  const { code, output } = await runCli(['verify'], settings);
  if (code !== 0) run.violations.add('differing', output.slice(-2_000));
}
