/** `npm run marquee -- <verb>`: what operators do at the command line. */
import { runCli } from './run-cli.js';

process.exitCode = await runCli(process.argv.slice(2));
