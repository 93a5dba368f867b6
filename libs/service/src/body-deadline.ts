/** A body must have arrived in time. Node has one time for all requests of a server; ours depends on the route. */
import type { FastifyInstance } from 'fastify';
import { refuseBrokenRequest } from './broken-requests.js';
import { hasBody } from './content-types.js';

/** An hour for a GiB is some 300 kB a second; who sends nothing for a minute is cut off in any case. */
const streamTimeoutMs = 3_600_000;

export function limitBodyTime(app: FastifyInstance, requestTimeoutMs: number): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (hasBody(request)) {
      const { raw } = request;
      const isStream = request.routeOptions.config.acceptsRows === true;
      const refuse = () => {
        if (raw.complete === false) refuseBrokenRequest(timedOut(), raw.socket);
      };
      let timer = setTimeout(refuse, isStream ? streamTimeoutMs : requestTimeoutMs).unref();
      raw.once('close', () => clearTimeout(timer));
      // What comes after the answer is read away, but not for ever.
      reply.raw.once('close', () => {
        clearTimeout(timer);
        // Requests that are injected know nothing of it, and have no socket.
        if (raw.complete !== false || raw.destroyed) return;
        timer = setTimeout(() => raw.socket.destroy(), requestTimeoutMs).unref();
      });
    }
    done();
  });
}

const timedOut = () =>
  Object.assign(new Error('the body did not arrive in time'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
