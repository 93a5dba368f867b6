/** What tests look at of the files for containers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
export const readText = (file: string) => readFileSync(join(root, file), 'utf8');

export interface ComposeService {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, unknown>>;
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** The file with its variables filled in; a variable without a value or a default gets none. */
export function composeFile(values: Readonly<Record<string, string>>): ComposeFile {
  const text = readText('docker-compose.yml').replace(
    variable,
    (_all, name: string, otherwise?: string) => values[name] ?? otherwise ?? '',
  );
  return parse(text, { merge: true });
}

/** `${NAME}`, `${NAME:-default}`, `${NAME:?message}`. */
const variable = /\$\{([A-Z_]+)(?::(?:-([^}]*)|\?[^}]*))?\}/g;

export function composeVariables(): { readonly all: Set<string>; readonly required: Set<string> } {
  const text = readText('docker-compose.yml');
  const named = (pattern: RegExp) =>
    new Set([...text.matchAll(pattern)].map(([, name]) => name ?? ''));
  return { all: named(variable), required: named(/\$\{([A-Z_]+):\?/g) };
}

/** Variables of `.env.example`, those that are commented out too, with their values. */
export function exampleVariables(): Map<string, string> {
  const matches = readText('.env.example').matchAll(/^(?:# )?([A-Z_]+)=(.*)$/gm);
  return new Map([...matches].map(([, name, value]) => [name ?? '', value ?? '']));
}
