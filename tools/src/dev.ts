/** `npm run dev`: compiles what changes, and starts the standalone app anew when it did. Ctrl-C ends both. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const compiler = spawn(
  process.execPath,
  ['node_modules/typescript/bin/tsc', '-b', '--watch', '--preserveWatchOutput'],
  { stdio: ['ignore', 'inherit', 'inherit'] },
);
const app = spawn(process.execPath, ['--watch', 'apps/standalone/dist/src/main.js'], {
  stdio: ['ignore', 'inherit', 'inherit'],
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    compiler.kill(signal);
    app.kill(signal);
  });
}
await Promise.all([once(compiler, 'exit'), once(app, 'exit')]);
