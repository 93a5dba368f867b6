/** Ends with 0 when the app on this port says that it is ready: `node health-check.mjs 3000`. */
const url = `http://127.0.0.1:${process.argv[2]}/health/ready`;
const ready = await fetch(url, { signal: AbortSignal.timeout(4_000) }).then(
  (answer) => answer.ok,
  () => false,
);
process.exit(ready ? 0 : 1);
