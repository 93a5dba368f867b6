const PAUSE_MS = 60_000;
const MAX_KEPT = 100;
const BEGINNING = 60;

/** Passes a message on when none that begins alike was within the last minute: drivers repeat themselves for each request. */
export function seldom(
  pass: (message: string) => void,
  now: () => number,
): (message: string) => void {
  const lastAt = new Map<string, number>();
  return (message) => {
    const kind = message.slice(0, BEGINNING);
    const last = lastAt.get(kind);
    if (last !== undefined && now() - last < PAUSE_MS) return;
    if (lastAt.size >= MAX_KEPT) lastAt.clear();
    lastAt.set(kind, now());
    pass(message);
  };
}
