/** `npm run openapi`: writes `openapi/*.json` from the routes of the apps; with `--check` it only compares. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { apiDocuments } from './api-documents.js';

const folder = fileURLToPath(new URL('../../../openapi/', import.meta.url));

/** Where two texts part, for people to see what is stale. */
function firstDifference(before: string, after: string): string {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  const at = fresh.findIndex((line, index) => line !== old[index]);
  const line = at === -1 ? fresh.length : at;
  return `line ${line + 1}\n  - ${old[line] ?? '(nothing)'}\n  + ${fresh[line] ?? '(nothing)'}`;
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

const checkOnly = process.argv.includes('--check');
mkdirSync(folder, { recursive: true });
for (const [name, document] of Object.entries(await apiDocuments())) {
  const file = `${folder}${name}.json`;
  const before = readIfThere(file);
  const after = `${JSON.stringify(document, null, 2)}\n`;
  if (before === after) {
    console.log(`openapi/${name}.json is up to date`);
  } else if (checkOnly) {
    console.error(`openapi/${name}.json is stale: ${firstDifference(before, after)}`);
    console.error('Run `npm run openapi` and commit what it writes.');
    process.exitCode = 1;
  } else {
    writeFileSync(file, after);
    console.log(`openapi/${name}.json written`);
  }
}
