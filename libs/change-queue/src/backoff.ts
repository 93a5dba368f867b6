/** Pause before attempt `attempt + 1` (the first is 1): doubles up to `capMs`, the later half of it random. */
export function backoffMs(
  attempt: number,
  limits: { readonly firstMs: number; readonly capMs: number },
): number {
  const full = Math.min(limits.capMs, limits.firstMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(full * (0.5 + Math.random() / 2));
}
