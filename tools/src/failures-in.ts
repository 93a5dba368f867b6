import { type EventLog, Parser, type Result } from 'tap-parser';

/** Each assertion that failed, and each file or test that ended early: `file > test > assertion`, and what was expected of it. */
export function failuresIn(tap: string): readonly string[] {
  return failuresOf(Parser.parse(tap));
}

/** A test that fails because of an assertion in it, which is told just before, is not named again. */
function failuresOf(events: EventLog): readonly string[] {
  const failures: string[] = [];
  let inner: readonly string[] = [];
  for (const [kind, event] of events) {
    if (kind === 'child') inner = failuresOf(event);
    if (kind !== 'assert') continue;
    failures.push(...inner);
    if (!event.ok && !event.skip && !event.todo && inner.length === 0) failures.push(tell(event));
    inner = [];
  }
  return failures;
}

function tell({ fullname, diag }: Result): string {
  const { diff, at, stack } = (diag ?? {}) as Record<string, unknown>;
  const place = typeof stack === 'string' ? stack : JSON.stringify(at ?? diag ?? '');
  const lines = `${typeof diff === 'string' ? diff : ''}${place}`.trimEnd().split('\n');
  return [`not ok ${fullname}`, ...lines.slice(0, MAX_LINES).map((line) => `  ${line}`)].join('\n');
}

/** Enough to see what differs. */
const MAX_LINES = 20;
