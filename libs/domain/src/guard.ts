import { Rejected } from '@marquee/contracts';

/** What `If-Match` asks for: one of these versions, any version (`any`), or nothing (`null`). */
export type Guard = { readonly versions: readonly number[] } | 'any' | null;

interface Versioned {
  readonly version: number;
  readonly editedVersion: number;
}

/**
 * Fits any version from the last change that a caller made to the resource itself up to the current one: what raised the version
 * since (folded ratings, actors' names) overwrites nothing of it.
 * @throws {Rejected} `version-mismatch`
 */
export function checkGuard({ version, editedVersion }: Versioned, guard: Guard): void {
  if (guard === null || guard === 'any') return;
  const fits = guard.versions.some((asked) => asked >= editedVersion && asked <= version);
  if (!fits) throw new Rejected('version-mismatch', `Its version is ${version} now.`);
}
