/** What the text of a setting may be, and what it comes to. */
import { isIP } from 'node:net';
import { isSeed } from './token-keys.js';

/** `what` completes the sentence "NAME must be …"; `parse` gives `undefined` for any other text. */
export interface Kind<T> {
  readonly what: string;
  readonly parse: (text: string) => T | undefined;
}

export const anyText: Kind<string> = { what: 'text', parse: (text) => text };

export const wholeNumber = (least: number, most: number): Kind<number> => ({
  what: `a whole number from ${least} to ${most}`,
  parse: (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most ? value : undefined;
  },
});

export const ratio: Kind<number> = {
  what: 'a number from 0 to 1',
  parse: (text) => (/^(0(\.\d+)?|1(\.0+)?)$/.test(text) ? Number(text) : undefined),
};

export const oneOf = <T extends string>(...values: readonly T[]): Kind<T> => ({
  what: `one of ${values.join(', ')}`,
  parse: (text) => values.find((value) => value === text),
});

export const token: Kind<string> = {
  what: 'at least 16 visible ASCII characters',
  parse: (text) => (/^[\x21-\x7e]{16,}$/.test(text) ? text : undefined),
};

export const storeUrl = (...schemes: readonly string[]): Kind<string> => ({
  what: `a URL that begins with ${schemes.join(' or ')}`,
  parse: (text) => (schemes.some((scheme) => text.startsWith(scheme)) ? text : undefined),
});

export const httpUrl: Kind<string> = {
  what: 'an http or https URL',
  parse: (text) => (/^https?:\/\//.test(text) && URL.canParse(text) ? text : undefined),
};

const listOf = (
  what: string,
  isFit: (part: string, among: readonly string[]) => boolean,
): Kind<readonly string[]> => ({
  what: `${what} with commas between them`,
  parse: (text) => {
    const parts = text.split(',').map((part) => part.trim());
    return parts.every((part) => isFit(part, parts)) ? parts : undefined;
  },
});

export const keys = listOf('keys of at least 32 characters each,', (part) => part.length >= 32);

export const seeds = listOf('keys of 32 bytes each in base64,', isSeed);

export const hostnames = listOf('host names', (part) => /^[\w.-]{1,253}$/.test(part));

export const hostsWithPorts = listOf('hosts with their ports, like localhost:8443,', (part) =>
  /^([\w.-]{1,253}|\[[\da-f:.]+\]):\d{1,5}$/.test(part),
);

export const origins = listOf(
  '*, or origins like https://example.com',
  (part, { length }) =>
    (part === '*' && length === 1) || (URL.canParse(part) && new URL(part).origin === part),
);

const namedNetworks = ['loopback', 'linklocal', 'uniquelocal'];

export const proxies = listOf(
  `addresses, networks like 10.0.0.0/8, or ${namedNetworks.join(', ')},`,
  (part) => namedNetworks.includes(part) || isNetwork(part),
);

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  const prefix = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : 999;
  return more.length === 0 && most > 0 && prefix <= most;
}
