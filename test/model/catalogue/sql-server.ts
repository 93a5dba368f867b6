/** Databases of their own on the SQL Server that `TEST_MSSQL_URL` names. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

const DROPS = 50;
const DROP_PAUSE_MS = 100;

export async function makeDatabase(server: string): Promise<TestDatabase> {
  const url = new URL(server);
  const admin = new DataSource({
    ...{ type: 'mssql', host: url.hostname, port: Number(url.port) },
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: url.pathname.slice(1),
    options: {
      encrypt: url.searchParams.get('encrypt') !== 'false',
      trustServerCertificate: url.searchParams.get('trustServerCertificate') === 'true',
    },
  });
  await admin.initialize();
  const name = `marquee_model_${randomBytes(6).toString('hex')}`;
  await admin.query(`CREATE DATABASE ${name}`);
  url.pathname = `/${name}`;
  // A busy test server takes seconds to make its first connections.
  url.searchParams.set('acquireTimeoutMs', '20000');
  return {
    url: url.href,
    async drop() {
      for (let tries = 1; ; tries++) {
        try {
          await admin.query(`DROP DATABASE ${name}`);
          break;
        } catch (error) {
          if (tries === DROPS) throw error;
          await sleep(DROP_PAUSE_MS); // sessions that were closed end a moment later
        }
      }
      await admin.destroy();
    },
  };
}
