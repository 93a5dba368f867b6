/** schemathesis, which attacks an API by its OpenAPI document, in a Python environment of its own under `.cache`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '@marquee/testing';

const VERSION = '4.32.5';
const INSTALL_MS = 300_000;

/** The program; installed where it is not. @throws {Error} that says what is missing */
export async function installSchemathesis(): Promise<string> {
  const folder = join(workspaceRoot, `.cache/schemathesis-${VERSION}`);
  const program = join(folder, 'bin/schemathesis');
  if (existsSync(program)) return program;
  try {
    const constraints = join(workspaceRoot, 'test/hostile/constraints.txt');
    await run('python3', '-m', 'venv', '--clear', folder);
    await run(
      ...([join(folder, 'bin/pip'), 'install', '--quiet', '--disable-pip-version-check'] as const),
      ...['--constraint', constraints, `schemathesis==${VERSION}`],
    );
    return program;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(
      `schemathesis cannot be installed; it needs Python 3.10 or newer with venv ` +
        `(Debian, Ubuntu: apt-get install python3-venv) and PyPI: ${error}`,
    );
  }
}

async function run(program: string, ...args: readonly string[]): Promise<void> {
  const { code, output } = await runProgram(program, args, INSTALL_MS);
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${output.slice(-2_000)}`);
}

/** Resolves with the exit code and all that it printed. @throws where it cannot start, or takes longer than it may */
export async function runProgram(
  program: string,
  args: readonly string[],
  limitMs: number,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(program, args, {
    // What a run leaves behind stays out of the workspace.
    cwd: join(workspaceRoot, '.cache'),
    stdio: ['ignore', 'pipe', 'pipe'],
    // Not `timeout`: its timer outlives a program that could not start.
    signal: AbortSignal.timeout(limitMs),
    killSignal: 'SIGKILL',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      output += text.toString();
    });
  }
  const [code] = await once(child, 'close');
  return { code: typeof code === 'number' ? code : null, output };
}
