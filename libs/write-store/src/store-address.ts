/** Where a write store is, read from its URL. */
export type StoreAddress =
  | { readonly engine: 'sqlite'; readonly file: string }
  | { readonly engine: 'sqlserver'; readonly server: SqlServerAddress };

export interface SqlServerAddress {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly database: string;
  readonly encrypt: boolean;
  readonly trustServerCertificate: boolean;
  readonly poolSize: number;
  /** How long a transaction waits for a free connection: less than a request may take. */
  readonly acquireTimeoutMs: number;
}

const known = ['encrypt', 'trustServerCertificate', 'poolSize', 'acquireTimeoutMs'];

/**
 * `sqlite:<file>`, or
 * `mssql://user:password@host:1433/database?encrypt=true&trustServerCertificate=false&poolSize=10&acquireTimeoutMs=5000`.
 * @throws {TypeError} naming what is wrong, without the password
 */
export function storeAddress(url: string): StoreAddress {
  if (url.startsWith('sqlite:')) return { engine: 'sqlite', file: fileOf(url) };
  if (url.startsWith('mssql:')) return { engine: 'sqlserver', server: serverOf(url) };
  throw wrong('starts with neither sqlite: nor mssql://');
}

function fileOf(url: string): string {
  const file = url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '');
  if (file === '' || file === '//') throw wrong('names no file after sqlite:');
  if (file.startsWith('//')) throw wrong('has a host; a file is written sqlite:<path>');
  if (file === ':memory:') throw wrong('keeps nothing; a file is needed');
  return file;
}

function serverOf(url: string): SqlServerAddress {
  if (!URL.canParse(url)) throw wrong('is not a URL (are signs of the password encoded?)');
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const database = decodeURIComponent(pathname.slice(1));
  if (hostname === '') throw wrong('names no host');
  if (username === '' || password === '') throw wrong('names no user and password');
  if (database === '' || database.includes('/')) throw wrong('names no database after the host');
  const unknown = [...searchParams.keys()].find((name) => !known.includes(name));
  if (unknown !== undefined) throw wrong(`has the unknown parameter ${unknown}`);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? 1433 : Number(port),
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database,
    encrypt: flagOf(searchParams, 'encrypt', true),
    trustServerCertificate: flagOf(searchParams, 'trustServerCertificate', false),
    poolSize: numberOf(searchParams, 'poolSize', { absent: 10, least: 1, most: 1_000 }),
    acquireTimeoutMs: numberOf(searchParams, 'acquireTimeoutMs', {
      ...{ absent: 5_000, least: 100, most: 20_000 },
    }),
  };
}

function flagOf(parameters: URLSearchParams, name: string, absent: boolean): boolean {
  const value = parameters.get(name);
  if (value === null) return absent;
  if (value !== 'true' && value !== 'false') throw wrong(`has ${name} neither true nor false`);
  return value === 'true';
}

function numberOf(
  parameters: URLSearchParams,
  name: string,
  {
    absent,
    least,
    most,
  }: { readonly absent: number; readonly least: number; readonly most: number },
): number {
  const text = parameters.get(name) ?? String(absent);
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw wrong(`has a ${name} that is not a whole number from ${least} to ${most}`);
  return value;
}

const wrong = (what: string) => new TypeError(`The URL of the write store ${what}.`);
