/** Turns the texts of parameters into what their schema says, where they are written plainly. */

const integer = /^(0|-?[1-9]\d*)$/;
const decimal = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/** Changes `value` in place; what is not in plain form (`1e2`, ` 5`, `0x10`, nothing) stays text, and so has a wrong type. */
export function readParameters(schema: object, value: unknown): void {
  if (!isRecord(value) || !('properties' in schema) || !isRecord(schema.properties)) return;
  for (const [name, property] of Object.entries(schema.properties)) {
    const text = value[name];
    if (typeof text === 'string' && isRecord(property)) value[name] = read(text, property['type']);
  }
}

function read(text: string, type: unknown): string | number | boolean {
  if (type === 'integer' && integer.test(text)) return Number(text);
  if (type === 'number' && decimal.test(text)) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
