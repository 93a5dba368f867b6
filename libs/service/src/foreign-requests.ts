/**
 * Keeps web pages away from a port without authentication: a browser that runs on this machine reaches loopback addresses, too.
 * A page whose own name was made to point here (DNS rebinding) is known by its `Host`, one of another site by its `Origin`.
 */
import { isIP } from 'node:net';
import { Rejected } from '@marquee/contracts';
import type { FastifyInstance } from 'fastify';

/** Answers only what is asked by an address, as `localhost` or by one of these names, and not by a page of another site. */
export function refuseForeignRequests(app: FastifyInstance, names: readonly string[]): void {
  const known = new Set(['localhost', ...names.map((name) => name.toLowerCase())]);
  app.addHook('onRequest', async ({ headers }) => {
    const { host = '', origin } = headers;
    const name = hostnameOf(host);
    if (isIP(name) === 0 && !known.has(name)) {
      throw new Rejected('foreign-request', 'The Host header is not a name of this port.');
    }
    if (origin !== undefined && !/^https?:\/\//.test(origin)) throw ofAnotherSite();
    if (origin !== undefined && origin.replace(/^https?:\/\//, '') !== host) throw ofAnotherSite();
  });
}

/** Without port, and an IPv6 address without its brackets. */
function hostnameOf(host: string): string {
  const [, name = ''] = /^(?:\[([^\]]*)\]|([^:]*))/.exec(host)?.filter(Boolean) ?? [];
  return name.toLowerCase();
}

const ofAnotherSite = () =>
  new Rejected('foreign-request', 'The Origin header names a page of another site.');
