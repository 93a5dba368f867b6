/** Refuses what comes while too much is in hand, before memory or latency go. Health stays reachable. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import { Rejected } from '@marquee/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { EdgeSettings } from './edge-settings.js';

/** What an app has in hand. */
export interface Load {
  /** Whether one request more may be served. */
  hasRoom(): boolean;
  /** Counts a request; what it returns, to be called when it is done. */
  enter(): () => void;
}

declare module 'fastify' {
  interface FastifyInstance {
    readonly load: Load;
  }
}

/** Beyond it the collector takes most of the time, and then the process ends. */
const heapShare = 0.9;
const sampleMs = 500;
/** Late in so many samples in a row: one long pause, of a collector or of the machine, is over when it is seen. */
const lateSamples = 2;
const resolutionMs = 20;

/** Decorates the app with its `load`. */
export function shedLoad(
  app: FastifyInstance,
  { maxRequests, maxLoopDelayMs }: Pick<EdgeSettings, 'maxRequests' | 'maxLoopDelayMs'>,
): void {
  const strain = watchStrain(maxLoopDelayMs);
  app.addHook('onClose', async () => strain.stop());
  let inHand = 0;
  const leave = () => {
    inHand -= 1;
  };
  const load: Load = {
    hasRoom: () => inHand < maxRequests && !strain.isTooMuch(),
    enter() {
      inHand += 1;
      return leave;
    },
  };
  app.decorate('load', load);
  app.addHook('onRequest', (request, { raw }, done) => {
    const hasRoom = load.hasRoom();
    raw.once('close', load.enter()); // comes also where the client went away
    done(hasRoom || isHealth(request) ? undefined : new Rejected('overloaded'));
  });
}

const isHealth = ({ url }: FastifyRequest) => url.startsWith('/health/');

/** Whether this process has more to do than it can: looked at twice a second, so that asking costs nothing. */
function watchStrain(maxLoopDelayMs: number) {
  const maxHeapBytes = getHeapStatistics().heap_size_limit * heapShare;
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  let late = 0;
  let heapIsFull = false;
  const timer = setInterval(() => {
    const meanMs = delay.mean / 1e6 - resolutionMs;
    late = meanMs > maxLoopDelayMs ? late + 1 : 0;
    heapIsFull = getHeapStatistics().used_heap_size > maxHeapBytes;
    delay.reset();
  }, sampleMs).unref();
  return {
    isTooMuch: () => heapIsFull || late >= lateSamples,
    stop() {
      clearInterval(timer);
      delay.disable();
    },
  };
}
