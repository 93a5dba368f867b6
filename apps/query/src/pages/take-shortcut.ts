import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestTimes } from '@marquee/service';
import type { FastifyInstance } from 'fastify';
import type { SendPage, Shortcut } from './shortcut.js';

export interface TakeShortcutOptions {
  readonly times: RequestTimes;
  /** Whether requests leave traces: those that read the view are to. */
  readonly isTracing: boolean;
}

/**
 * Has the shortcut asked first, until the app drains: then connections are to end with their answers. Pages that it reads count
 * as load and are timed like all that the app does; those that are kept cost next to nothing, and count for themselves.
 */
export function takeShortcut(
  app: FastifyInstance,
  shortcut: Shortcut,
  { times, isTracing }: TakeShortcutOptions,
): void {
  const handlers = app.server.listeners('request');
  app.server.removeAllListeners('request');
  app.server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const longWay = () => {
      for (const handle of handlers) handle.call(app.server, request, response);
    };
    if (!app.server.listening) return longWay();
    const exchange = { request, response, keepAliveMs: app.server.keepAliveTimeout };
    if (shortcut.answerKept(exchange)) return;
    const mayRead = !isTracing && app.load.hasRoom();
    const reading = mayRead ? shortcut.readOther(exchange) : null;
    if (reading === null) return longWay();
    const startedAt = performance.now();
    const leave = app.load.enter();
    const finish = (send: SendPage | null) => {
      leave();
      if (send === null) return longWay();
      if (!app.server.listening) response.shouldKeepAlive = false;
      const labels = { method: request.method ?? '', route: '/movies', status: send() };
      times.observe(labels, (performance.now() - startedAt) / 1_000);
    };
    void reading.then(finish);
  });
}
