/** The plain .sql and .cql files of `migrations/`, with the names that differ filled in. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../../migrations/', import.meta.url));
const GENERATION_NAME = /^[a-z][a-z0-9]{0,15}$/;

/** The statements of all files in a folder of `migrations/`, in order; `${name}` stands for a value. Throws for an unknown name. */
export function migrationStatements(folder: string, values: Record<string, string>): string[] {
  const directory = join(ROOT, folder);
  return readdirSync(directory)
    .filter((file) => /\.(sql|cql)$/.test(file))
    .sort()
    .flatMap((file) => statementsOf(readFileSync(join(directory, file), 'utf8'), values));
}

/** Generations are parts of table names: anything but a short lower-case word is refused. */
export function checkGenerationName(name: string): string {
  if (GENERATION_NAME.test(name)) return name;
  throw new RangeError(`"${name}" is not the name of a generation: ${GENERATION_NAME.source}`);
}

function statementsOf(text: string, values: Record<string, string>): string[] {
  return text
    .replace(/^\s*--.*$/gm, '')
    .replace(/\$\{(\w+)\}/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new RangeError(`nothing is given for \${${name}}`);
      return value;
    })
    .split(/;\s*$/m)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
