/**
 * The licences of all dependencies, as the lock file has them: each must allow what we do with it. Then the registry's word on known
 * vulnerabilities, where it has one; some registries do not, which is said and is no failure.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Permissive ones, by their names in SPDX. */
const allowed = new Set([
  ...['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'CC-BY-3.0'],
  ...['CC0-1.0', 'ISC', 'MIT', 'Zlib'],
]);

/** Their manifests name no licence; read by a person. */
const readByPeople = new Map([['jsonc-simple-parser', 'MIT']]);

/** An expression of SPDX: one of those with `OR` will do, all of those with `AND` must. */
function isAllowed(expression: string): boolean {
  const plain = expression.replace(/^\((.*)\)$/, '$1');
  if (plain.includes(' OR ')) return plain.split(' OR ').some(isAllowed);
  return plain.split(' AND ').every((name) => allowed.has(name));
}

interface Locked {
  readonly license?: string;
  readonly link?: boolean;
}

const lock: { readonly packages: Readonly<Record<string, Locked>> } = JSON.parse(
  readFileSync('package-lock.json', 'utf8'),
);
const outside = Object.entries(lock.packages).filter(
  ([path, { link }]) => path.includes('node_modules/') && link !== true,
);
const refused = outside.flatMap(([path, { license }]) => {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const named = license ?? readByPeople.get(name) ?? 'none';
  return isAllowed(named) ? [] : [`${name}: ${named}`];
});
for (const fault of refused) console.error(`its licence is not on the list: ${fault}`);
console.log(`${outside.length} packages, ${refused.length} with a licence that is not on the list`);

/** High and critical ones in what is shipped fail the check. */
const audit = spawnSync('npm', ['audit', '--omit=dev', '--audit-level=high', '--json'], {
  encoding: 'utf8',
  shell: process.platform === 'win32',
  timeout: 60_000,
});
const vulnerable = readAudit(audit.stdout);
if (vulnerable === null) console.log('NOT AUDITED: the registry does not answer audits');
else console.log(`${vulnerable} high or critical vulnerabilities are known`);
process.exit(refused.length === 0 && (vulnerable ?? 0) === 0 ? 0 : 1);

function readAudit(output: string): number | null {
  try {
    const counts = JSON.parse(output).metadata.vulnerabilities;
    return counts.high + counts.critical;
  } catch {
    return null;
  }
}
