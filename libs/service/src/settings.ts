/** Every setting there is: read once from the environment, checked as a whole, frozen and handed down. */
import { resolve } from 'node:path';
import { type EdgeSettings, edgeDefaults } from './edge-settings.js';
import type { ExternalIssuer } from './external-issuer.js';
import type { LogFormat } from './logger.js';
import {
  anyText,
  hostnames,
  hostsWithPorts,
  httpUrl,
  type Kind,
  keys,
  oneOf,
  origins,
  proxies,
  ratio,
  seeds,
  storeUrl,
  token,
  wholeNumber,
} from './setting-kinds.js';

export type AppName = 'standalone' | 'command' | 'query' | 'projector' | 'cli';

export interface Settings extends EdgeSettings {
  readonly host: string;
  readonly port: number;
  readonly adminHost: string;
  readonly adminPort: number;
  /** By which the admin port may be asked, besides addresses and `localhost`. */
  readonly adminHostnames: readonly string[];
  /** Absolute. Embedded stores, keys and the administrator's token. */
  readonly dataDir: string;
  /** Absolute. Where uploads wait until they are imported. */
  readonly importDir: string;
  readonly writeStoreUrl: string;
  readonly queueUrl: string;
  readonly viewStoreUrl: string;
  /** `null`: the one in `DATA_DIR/admin.token`. */
  readonly adminToken: string | null;
  /** Secrets that seal cursors and tokens, the newest first; empty: those in `DATA_DIR/cursor.keys`. */
  readonly cursorKeys: readonly string[];
  /** Seeds of the keys that sign access tokens, the newest first; empty: those in `DATA_DIR/token.keys`. */
  readonly tokenKeys: readonly string[];
  /** Where a query app gets the public keys of our tokens from; `null`: from the keys themselves. */
  readonly tokenJwksUrl: string | null;
  /** Who else's tokens are accepted. */
  readonly authIssuer: ExternalIssuer | null;
  readonly logLevel: string;
  readonly logFormat: LogFormat;
  /** Base address of an OTLP receiver that takes HTTP; `null`: no traces. */
  readonly otlpEndpoint: string | null;
  /** Share of the traces that begin here which are kept. */
  readonly traceRatio: number;
  readonly sampleData: boolean;
  readonly readAuthRequired: boolean;
  /** Whether everybody may make a user of theirs; else administrators do. */
  readonly signUpOpen: boolean;
  /** Whether this command app also runs the relay and the folds. */
  readonly relay: boolean;
  /** How fast the relay compares the view with the write model; 0: not at all. */
  readonly reconcileRowsPerSecond: number;
  /** `host:port` of webhooks that may have any address: none but those of development and tests. */
  readonly webhookPrivateHosts: readonly string[];
  readonly shutdownTimeoutMs: number;
  /** A second, for each caller; 0 is no limit. */
  readonly writeRateLimit: number;
  readonly readRateLimit: number;
  /** Memory for finished pages in each query app, or each of its workers; 0 keeps none. */
  readonly pageCacheBytes: number;
  /** Streams of changes that each query app, or each of its workers, has open at once. */
  readonly maxChangeStreams: number;
  /** Whether a query app, or each of its workers, keeps an index of all movies in memory to search by. */
  readonly search: boolean;
  /** Processes of a query app that share its port. */
  readonly workers: number;
}

export class InvalidSettings extends Error {
  override name = 'InvalidSettings';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`These settings are wrong:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

const ports: Record<AppName, readonly [port: number, adminPort: number]> = {
  standalone: [3000, 3900],
  command: [3001, 3901],
  query: [3002, 3902],
  projector: [3003, 3903],
  cli: [3000, 3900],
};

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The settings of an app from its environment; an empty variable counts as unset.
 * @throws {InvalidSettings} naming every wrong setting at once
 */
export function readSettings(app: AppName, environment: Environment = process.env): Settings {
  const faults: string[] = [];
  const read = <T>(name: string, kind: Kind<T>, otherwise: T): T => {
    const text = environment[name];
    if (text === undefined || text === '') return otherwise;
    const value = kind.parse(text);
    if (value === undefined) faults.push(`${name} must be ${kind.what}`);
    return value ?? otherwise;
  };
  const port = wholeNumber(0, 65_535);
  const dataDir = resolve(read('DATA_DIR', anyText, './data'));
  const authIssuer = (): ExternalIssuer | null => {
    const issuer = read('AUTH_ISSUER', httpUrl, null as string | null);
    const audience = read('AUTH_AUDIENCE', anyText, null as string | null);
    const roleClaim = read('AUTH_ROLE_CLAIM', anyText, null as string | null);
    const jwksUrl = read('AUTH_JWKS_URL', httpUrl, null as string | null);
    if (issuer !== null && audience !== null) {
      const usual = `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`;
      return { issuer, audience, roleClaim, jwksUrl: jwksUrl ?? usual };
    }
    if (issuer ?? audience ?? roleClaim ?? jwksUrl) {
      faults.push('AUTH_ISSUER and AUTH_AUDIENCE must be set together');
    }
    return null;
  };
  const settings: Settings = {
    host: read('HOST', anyText, '127.0.0.1'),
    port: read('PORT', port, ports[app][0]),
    adminHost: read('ADMIN_HOST', anyText, '127.0.0.1'),
    adminPort: read('ADMIN_PORT', port, ports[app][1]),
    adminHostnames: read('ADMIN_HOSTNAMES', hostnames, []),
    dataDir,
    importDir: resolve(read('IMPORT_DIR', anyText, `${dataDir}/imports`)),
    writeStoreUrl: read(
      'WRITE_STORE_URL',
      storeUrl('sqlite:', 'mssql://'),
      `sqlite:${dataDir}/write.sqlite`,
    ),
    queueUrl: read('QUEUE_URL', storeUrl('memory:', 'redis://', 'rediss://'), 'memory:'),
    viewStoreUrl: read(
      'VIEW_STORE_URL',
      storeUrl('sqlite:', 'cassandra://'),
      `sqlite:${dataDir}/view.sqlite`,
    ),
    adminToken: read('ADMIN_TOKEN', token, null as string | null),
    cursorKeys: read('CURSOR_KEYS', keys, []),
    tokenKeys: read('TOKEN_KEYS', seeds, []),
    tokenJwksUrl: read('TOKEN_JWKS_URL', httpUrl, null as string | null),
    authIssuer: authIssuer(),
    logLevel: read(
      'LOG_LEVEL',
      oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
      app === 'standalone' || app === 'cli' ? 'warn' : 'info',
    ),
    logFormat: read('LOG_FORMAT', oneOf('auto', 'json', 'pretty'), 'auto'),
    otlpEndpoint: read('OTEL_EXPORTER_OTLP_ENDPOINT', httpUrl, null as string | null),
    traceRatio: read('OTEL_TRACES_SAMPLER_ARG', ratio, 1),
    sampleData: read('SAMPLE_DATA', oneOf('on', 'off'), 'on') === 'on',
    readAuthRequired: read('READ_AUTH', oneOf('open', 'required'), 'open') === 'required',
    signUpOpen: read('SIGN_UP', oneOf('open', 'closed'), 'open') === 'open',
    relay: read('RELAY', oneOf('on', 'off'), 'on') === 'on',
    reconcileRowsPerSecond: read('RECONCILE_ROWS_PER_SECOND', wholeNumber(0, 100_000), 500),
    webhookPrivateHosts: read('WEBHOOK_PRIVATE_HOSTS', hostsWithPorts, []),
    pageCacheBytes: read('PAGE_CACHE_MIB', wholeNumber(0, 65_536), 64) * 1_048_576,
    maxChangeStreams: read('MAX_CHANGE_STREAMS', wholeNumber(0, 100_000), 100),
    search: read('SEARCH', oneOf('on', 'off'), 'on') === 'on',
    workers: read('WORKERS', wholeNumber(1, 256), 1),
    shutdownTimeoutMs: read('SHUTDOWN_TIMEOUT_MS', wholeNumber(100, 600_000), 10_000),
    corsOrigins: read('CORS_ORIGINS', origins, edgeDefaults.corsOrigins),
    trustProxy: read('TRUST_PROXY', proxies, edgeDefaults.trustProxy),
    writeRateLimit: read('WRITE_RATE_LIMIT', wholeNumber(0, 1_000_000), 1_000),
    readRateLimit: read('READ_RATE_LIMIT', wholeNumber(0, 1_000_000), 0),
    maxConnections: read('MAX_CONNECTIONS', wholeNumber(1, 1_000_000), edgeDefaults.maxConnections),
    maxRequests: read('MAX_REQUESTS', wholeNumber(1, 1_000_000), edgeDefaults.maxRequests),
    maxLoopDelayMs: read('MAX_LOOP_DELAY_MS', wholeNumber(10, 60_000), edgeDefaults.maxLoopDelayMs),
    requestTimeoutMs: read(
      'REQUEST_TIMEOUT_MS',
      wholeNumber(100, 600_000),
      edgeDefaults.requestTimeoutMs,
    ),
  };
  faults.push(...disagreements(app, settings));
  if (faults.length > 0) throw new InvalidSettings(faults);
  return Object.freeze(settings);
}

function disagreements(app: AppName, settings: Settings): string[] {
  const faults: string[] = [];
  const embeddedWrites = settings.writeStoreUrl.startsWith('sqlite:');
  if (settings.queueUrl === 'memory:' && (app === 'command' || app === 'projector')) {
    faults.push('QUEUE_URL must be redis://… where the apps are processes of their own');
  }
  if ((app === 'command' || app === 'standalone') && !embeddedWrites && !settings.adminToken) {
    faults.push('ADMIN_TOKEN must be set where the write store is SQL Server');
  }
  if (settings.workers > 1 && app in alone) faults.push(`WORKERS must be 1 here: ${alone[app]}`);
  return faults;
}

/** Why an app is one process; start more of it, or run the apps apart. */
const alone: Partial<Record<AppName, string>> = {
  standalone:
    'relay, projector and reads share one process, and its queue in memory. ' +
    'To use more cores, run the apps apart, with QUEUE_URL=redis://… and WORKERS for the query app alone',
  command: 'start more command apps instead',
  projector: 'start more projectors instead, which share the queue',
};

const secret = '********';

/** The settings by variable name, with secrets masked: what `marquee config` prints. */
export function describeSettings(settings: Settings): Record<string, string> {
  return {
    HOST: settings.host,
    PORT: String(settings.port),
    ADMIN_HOST: settings.adminHost,
    ADMIN_PORT: String(settings.adminPort),
    ADMIN_HOSTNAMES: settings.adminHostnames.join(','),
    DATA_DIR: settings.dataDir,
    IMPORT_DIR: settings.importDir,
    WRITE_STORE_URL: maskUrl(settings.writeStoreUrl),
    QUEUE_URL: maskUrl(settings.queueUrl),
    VIEW_STORE_URL: maskUrl(settings.viewStoreUrl),
    ADMIN_TOKEN: settings.adminToken === null ? '(in DATA_DIR/admin.token)' : secret,
    CURSOR_KEYS: settings.cursorKeys.length === 0 ? '(in DATA_DIR/cursor.keys)' : secret,
    TOKEN_KEYS: settings.tokenKeys.length === 0 ? '(in DATA_DIR/token.keys)' : secret,
    TOKEN_JWKS_URL: maskUrl(settings.tokenJwksUrl ?? ''),
    AUTH_ISSUER: settings.authIssuer?.issuer ?? '',
    AUTH_AUDIENCE: settings.authIssuer?.audience ?? '',
    AUTH_JWKS_URL: maskUrl(settings.authIssuer?.jwksUrl ?? ''),
    AUTH_ROLE_CLAIM: settings.authIssuer?.roleClaim ?? '',
    LOG_LEVEL: settings.logLevel,
    LOG_FORMAT: settings.logFormat,
    OTEL_EXPORTER_OTLP_ENDPOINT: maskUrl(settings.otlpEndpoint ?? ''),
    OTEL_TRACES_SAMPLER_ARG: String(settings.traceRatio),
    SAMPLE_DATA: settings.sampleData ? 'on' : 'off',
    READ_AUTH: settings.readAuthRequired ? 'required' : 'open',
    SIGN_UP: settings.signUpOpen ? 'open' : 'closed',
    RELAY: settings.relay ? 'on' : 'off',
    RECONCILE_ROWS_PER_SECOND: String(settings.reconcileRowsPerSecond),
    WEBHOOK_PRIVATE_HOSTS: settings.webhookPrivateHosts.join(','),
    PAGE_CACHE_MIB: String(settings.pageCacheBytes / 1_048_576),
    MAX_CHANGE_STREAMS: String(settings.maxChangeStreams),
    SEARCH: settings.search ? 'on' : 'off',
    WORKERS: String(settings.workers),
    SHUTDOWN_TIMEOUT_MS: String(settings.shutdownTimeoutMs),
    CORS_ORIGINS: settings.corsOrigins.join(','),
    TRUST_PROXY: settings.trustProxy.join(','),
    WRITE_RATE_LIMIT: String(settings.writeRateLimit),
    READ_RATE_LIMIT: String(settings.readRateLimit),
    MAX_CONNECTIONS: String(settings.maxConnections),
    MAX_REQUESTS: String(settings.maxRequests),
    MAX_LOOP_DELAY_MS: String(settings.maxLoopDelayMs),
    REQUEST_TIMEOUT_MS: String(settings.requestTimeoutMs),
  };
}

/** Masks the password and what parameters call a secret; rather too much than too little. */
function maskUrl(url: string): string {
  return url
    .replace(/(\/\/[^:@/]*):.*@/s, `$1:${secret}@`)
    .replace(/([?&][^=&]*(?:password|secret|token|key)[^=&]*=)[^&]*/gi, `$1${secret}`);
}
