/** Spans of a step on the way of changes, one for each event that began with a request that is traced. */
import type { ActorChanged, ChangeEvent, MovieChanged, Origin } from '@marquee/contracts';
import type { Span, SpanAttributes, Tracing } from './tracing.js';

export interface TracedEvents {
  /** As given, but what follows is led to by this step. */
  readonly events: readonly ChangeEvent[];
  end(error?: unknown): void;
}

export function traceEvents(
  tracing: Tracing | null | undefined,
  step: { readonly name: string; readonly kind: 'producer' | 'consumer' },
  given: { readonly events: readonly ChangeEvent[]; readonly attributes?: SpanAttributes },
): TracedEvents {
  if (!tracing) return { events: given.events, end: () => undefined };
  const spans: Span[] = [];
  const events = given.events.map((event): ChangeEvent => {
    if (event.kind !== 'movie' && event.kind !== 'actor') return event;
    const [parent, ...others] = tracesOf(event).reverse();
    if (parent === undefined) return event;
    const span = tracing.begin(`${step.name} ${event.kind}`, {
      ...{ kind: step.kind, parent: parent.traceparent },
      links: others.map(({ traceparent }) => traceparent),
      attributes: {
        ...given.attributes,
        [`marquee.${event.kind}.id`]: event.id,
        'marquee.version': event.version,
      },
    });
    spans.push(span);
    const led = { ...parent, traceparent: span.traceparent };
    const origins = (event.origins ?? []).map((origin) =>
      origin.requestId === parent.requestId ? led : origin,
    );
    return { ...event, origins };
  });
  return {
    events,
    end(error) {
      for (const span of spans) span.end({ error });
    },
  };
}

type Traced = Origin & { readonly traceparent: string };

/** The latest comes last. */
function tracesOf(event: MovieChanged | ActorChanged): Traced[] {
  if (!Array.isArray(event.origins)) return []; // the event is not checked yet
  return event.origins.flatMap(({ requestId, traceparent }) =>
    traceparent === undefined ? [] : [{ requestId, traceparent }],
  );
}
