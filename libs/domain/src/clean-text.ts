/** How text from callers is kept. */

/** Without outer blanks; absent and empty text is `null`. */
export function trimmed(text: string | null | undefined): string | null {
  const kept = text?.trim() ?? '';
  return kept === '' ? null : kept;
}

/** Without outer blanks and repetitions, in the order of first occurrence. */
export function distinct(texts: readonly string[] | null | undefined): readonly string[] {
  return [...new Set((texts ?? []).map((text) => text.trim()))];
}

/** Ids are compared as text, so they are kept in one case. */
export const lowered = (id: string) => id.toLowerCase();
