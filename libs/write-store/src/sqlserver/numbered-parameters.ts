import type { Parameters } from '../engine.js';

const cache = new Map<string, { readonly text: string; readonly names: readonly string[] }>();

/**
 * TypeORM numbers parameters; texts name them. The texts are constants, so the cache is bounded.
 */
export function numbered(sql: string, parameters: Parameters) {
  const known = cache.get(sql);
  if (known !== undefined) return known;
  const names = Object.keys(parameters);
  const text = sql.replaceAll(/(?<!@)@([a-z]\w*)/gi, (variable, name: string) =>
    names.includes(name) ? `@${names.indexOf(name)}` : variable,
  );
  const made = { text, names };
  // Scripts of migrations are run once.
  if (names.length > 0) cache.set(sql, made);
  return made;
}
