/** A body that may be `null` may also be left out. */
export function isOptionalBody(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null || !('type' in schema)) return false;
  return [schema.type].flat().includes('null');
}
