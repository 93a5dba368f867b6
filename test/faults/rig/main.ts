/** `npm run test:faults -- --seed 7 --minutes 5 --stores cassandra`. Ends with 1 when anything was lost or wrong. */
import { readOptions } from './options.js';
import { isGood, printReport, saveReport } from './report.js';
import { runRig } from './run-rig.js';

const options = readOptions(process.argv.slice(2));
const startedAt = Date.now();
const report = await runRig(options, (stage) => {
  console.error(`${Math.round((Date.now() - startedAt) / 1_000)} s: ${stage}`);
});
console.log(printReport(report));
console.log(`\nWritten to ${saveReport(report)}`);
process.exitCode = isGood(report) ? 0 : 1;
