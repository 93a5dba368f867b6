/** The numbered .sql files, each run once and whole. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine, Run } from './engine.js';
import { WriteStoreNotReady } from './write-store.js';

const APPLIED = 'SELECT name FROM schema_migrations ORDER BY name';
const NOTE = 'INSERT INTO schema_migrations (name, applied_at) VALUES (@name, @now)';

/**
 * One transaction for each file, in which no other process migrates: what fails leaves nothing
 * behind.
 */
export async function migrate(engine: Engine, now: () => number): Promise<string[]> {
  await engine.prepare();
  const ran: string[] = [];
  for (const name of namesOf(engine.migrations)) {
    const fresh = await engine.migrating(async ({ run, script }) => {
      await script(engine.statements.migrationsTable);
      if ((await appliedTo(run)).includes(name)) return false;
      await script(readFileSync(join(engine.migrations, name), 'utf8'));
      await run(NOTE, { name, now: now() });
      return true;
    });
    if (fresh) ran.push(name);
  }
  return ran;
}

/** @throws {WriteStoreNotReady} naming all that is wrong */
export async function checkReady(engine: Engine): Promise<void> {
  const wanted = namesOf(engine.migrations);
  const applied = await engine.inTransaction('write', async ({ run }) => {
    const found = await run(engine.statements.migrationsTableExists);
    return found.length === 0 ? [] : await appliedTo(run);
  });
  const missing = wanted.filter((name) => !applied.includes(name));
  const unknown = applied.filter((name) => !wanted.includes(name));
  const faults = [...(await engine.faults())];
  if (missing.length > 0)
    faults.push(
      `migrations have not run: ${missing.join(', ')}; run \`npm run marquee -- migrate\``,
    );
  if (unknown.length > 0)
    faults.push(`it was migrated by a newer release (${unknown.join(', ')} is unknown here)`);
  if (faults.length > 0)
    throw new WriteStoreNotReady(`The write store is not ready: ${faults.join('; ')}.`);
}

const namesOf = (directory: string) =>
  readdirSync(directory)
    .filter((name) => /^\d{4}-.*\.sql$/.test(name))
    .sort();

const appliedTo = async (run: Run) =>
  (await run<{ name: string }>(APPLIED)).map(({ name }) => name);
