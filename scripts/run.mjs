/**
 * Runs a compiled program of this workspace, installing and building first where that is needed:
 * `node scripts/run.mjs apps/standalone/dist/src/main.js …`. Plain JavaScript, since it runs before anything is compiled.
 * The program runs in this very process, so that signals reach it whatever started us.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync, utimesSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [program, ...args] = process.argv.slice(2);
const lock = join(root, 'package-lock.json');
const copy = join(root, 'node_modules/.package-lock.json');

if (!installed()) install();
// Incremental: compares the sources with what it wrote last, and compiles only what changed.
run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b'], null);

if (program !== undefined) {
  process.argv = [process.execPath, resolve(root, program), ...args];
  await import(pathToFileURL(resolve(root, program)).href);
}

/** npm writes its own copy of the lock file last. */
function installed() {
  return existsSync(copy) && statSync(copy).mtimeMs >= statSync(lock).mtimeMs;
}

/** Where something is installed already, only what differs is: two dependencies take minutes to compile. */
function install() {
  const how = existsSync(copy) ? 'install' : 'ci';
  run('npm', [how, '--include=dev', '--no-audit', '--no-fund'], 'Installing …');
  const now = new Date();
  utimesSync(copy, now, now); // npm leaves it alone where nothing differed
}

/** Output goes to standard error: standard output belongs to the program. */
function run(command, commandArgs, announcement) {
  if (announcement !== null) console.error(announcement);
  const { status, error } = spawnSync(command, commandArgs, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (error !== undefined) console.error(`${command}: ${error.message}`);
  if (status !== 0) process.exit(3);
}
