/** schemathesis, which attacks an API by its OpenAPI document, in a Python environment of its own under `.cache`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '@marquee/testing';

const VERSION = '4.32.5';

/** The program; installed where it is not. @throws {Error} that says what is missing */
export async function installSchemathesis(): Promise<string> {
  const folder = join(workspaceRoot, `.cache/schemathesis-${VERSION}`);
  const program = join(folder, 'bin/schemathesis');
  if (existsSync(program)) return program;
  try {
    await run('python3', '-m', 'venv', folder);
    await run(join(folder, 'bin/pip'), 'install', '--quiet', `schemathesis==${VERSION}`);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    const missing =
      'schemathesis cannot be installed (Debian, Ubuntu: apt-get install python3-venv)';
    throw new Error(`${missing}: ${error}`);
  }
  return program;
}

async function run(program: string, ...args: readonly string[]): Promise<void> {
  const { code, output } = await runProgram(program, args);
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${output.slice(-2_000)}`);
}

/** Resolves with the exit code and all that it printed; what it keeps of a run goes into the cache. */
export async function runProgram(
  program: string,
  args: readonly string[],
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(program, args, {
    cwd: join(workspaceRoot, '.cache'),
    stdio: ['ignore', 'pipe', 'pipe'],
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
