export interface CassandraAddress {
  readonly contactPoints: readonly string[];
  readonly credentials: { readonly username: string; readonly password: string } | null;
  readonly keyspace: string;
  readonly datacenter: string;
  readonly consistency: Consistency;
  /** How often `migrate` has a keyspace that it makes keep each row, in this datacentre. */
  readonly replication: number;
}

const CONSISTENCIES = ['one', 'localOne', 'quorum', 'localQuorum', 'all'] as const;
export type Consistency = (typeof CONSISTENCIES)[number];

const DEFAULT_PORT = 9042;
const PARTS = /^cassandra:\/\/(?:([^@/]*)@)?([^@/?]*)\/([^/?]*)(?:\?(.*))?$/;
const NAME = /^[a-z][a-z0-9_]{0,47}$/;
const KNOWN = new Set(['datacenter', 'consistency', 'replication']);

/** Several hosts in one URL are more than `URL` reads. Throws a `RangeError` that says what is wrong, without the password. */
export function parseCassandraUrl(url: string): CassandraAddress {
  const [, login, hosts = '', keyspace = '', query] = PARTS.exec(url) ?? [];
  if (hosts === '') wrong('it is not of the form cassandra://host:9042/keyspace');
  if (!NAME.test(keyspace)) wrong(`the keyspace "${keyspace}" is not ${NAME.source}`);
  const parameters = new URLSearchParams(query);
  for (const name of parameters.keys()) {
    if (!KNOWN.has(name)) wrong(`there is no parameter "${name}"`);
  }
  const datacenter = parameters.get('datacenter') ?? 'datacenter1';
  if (!/^[\w.-]{1,64}$/.test(datacenter)) wrong(`"${datacenter}" cannot be a datacenter`);
  return {
    contactPoints: hosts.split(',').map(contactPoint),
    credentials: login === undefined ? null : credentials(login),
    keyspace,
    datacenter,
    consistency: consistency(parameters.get('consistency') ?? 'localQuorum'),
    replication: replication(parameters.get('replication') ?? '3'),
  };
}

function contactPoint(host: string): string {
  const [, name, port = `${DEFAULT_PORT}`] = /^([\w.-]+)(?::(\d{1,5}))?$/.exec(host) ?? [];
  if (name === undefined || Number(port) < 1 || Number(port) > 65_535) {
    return wrong(`"${host}" is not host or host:port`);
  }
  return `${name}:${Number(port)}`;
}

function credentials(login: string) {
  const [username = '', ...password] = login.split(':');
  if (username === '' || password.length === 0) return wrong('the login is not user:password');
  return {
    username: decodeURIComponent(username),
    password: decodeURIComponent(password.join(':')),
  };
}

function consistency(name: string): Consistency {
  const known = CONSISTENCIES.find((candidate) => candidate === name);
  return known ?? wrong(`the consistency "${name}" is none of ${CONSISTENCIES.join(', ')}`);
}

function replication(text: string): number {
  return /^[1-9]$/.test(text) ? Number(text) : wrong(`the replication "${text}" is not 1 to 9`);
}

function wrong(what: string): never {
  throw new RangeError(`the URL of the view store is wrong: ${what}`);
}
