/** Tests of services that this machine cannot start. `npm test` finds out which those are, says so, and names them to the suites. */

export type TestService = 'Redis' | 'Cassandra';

/** Comma-separated; never set where `CI` is: there a missing service fails the run. */
const variable = 'MARQUEE_TEST_WITHOUT';

/** Why tests that need this service are skipped, or `false` where it can be had. */
export function missing(service: TestService): string | false {
  const absent = (process.env[variable] ?? '').split(',');
  return absent.includes(service) && `${service} cannot be started on this machine`;
}

/** Ends a whole test file as skipped where one of the services is missing. Call it before anything is started. */
export function skipWithout(
  test: { plan(count: number, comment: string): void },
  ...services: readonly TestService[]
): void {
  const reasons = services.map(missing).filter((reason) => reason !== false);
  if (reasons.length === 0) return;
  test.plan(0, reasons.join('; '));
  process.exit(0);
}

/** For the runner: the suites it starts will skip what needs this service. */
export function doWithout(service: TestService): void {
  process.env[variable] = [process.env[variable], service].filter(Boolean).join(',');
}
