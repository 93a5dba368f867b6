/** Which processes share a core: what is measured has one for itself where there are several and `taskset` is installed. */
import { spawnSync } from 'node:child_process';
import { cpus, setPriority } from 'node:os';

/** Of the server that is measured. */
export const SERVER_CORE = 0;
/** Of everything else. */
export const LOAD_CORE = 1;

const canPin = cpus().length > 1 && spawnSync('taskset', ['--version']).status === 0;

/** In words, for the report. */
export const pinning = canPin
  ? 'the server that is measured has one core for itself, all else shares the other'
  : 'all processes share all cores';

/** Keeps a process, with all of its threads, on one core. */
export function pin(pid: number, core: number): void {
  if (!canPin) return;
  const { status, stderr } = spawnSync('taskset', ['-a', '-p', '-c', `${core}`, `${pid}`]);
  if (status !== 0) throw new Error(`taskset ended with ${status}: ${stderr}`);
}

/** This process and all that it starts from now on go before others, where the system allows that. */
export function goFirst(): void {
  try {
    setPriority(-10);
  } catch {
    // only root may
  }
}
