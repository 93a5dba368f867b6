/** OpenTelemetry traces: one of a request, on its whole way to the view. Where they are off, none of that code is loaded. */
import type { AppName } from './settings.js';

export interface Tracing {
  begin(name: string, options: SpanOptions): Span;
  /** Sends what is left, in bounded time. */
  close(): Promise<void>;
}

export interface SpanOptions {
  readonly kind: 'server' | 'producer' | 'consumer';
  /** What led to it, as W3C Trace Context; without, or where it is malformed, a trace of its own begins. */
  readonly parent?: string | undefined;
  /** What led to it besides. */
  readonly links?: readonly string[];
  readonly attributes?: SpanAttributes;
}

export type SpanAttributes = Readonly<Record<string, string | number>>;

export interface Span {
  /** W3C Trace Context for what it leads to. */
  readonly traceparent: string;
  end(outcome?: { readonly error?: unknown; readonly attributes?: SpanAttributes }): void;
}

export interface TracingOptions {
  readonly app: AppName;
  /** Base address of an OTLP receiver that takes HTTP; `null`: no traces. */
  readonly otlpEndpoint: string | null;
  /** Share of the traces that begin here which are kept, from 0 to 1. */
  readonly traceRatio: number;
}

export async function startTracing(options: TracingOptions): Promise<Tracing | null> {
  const { app, otlpEndpoint, traceRatio } = options;
  if (otlpEndpoint === null) return null;
  const { openOtlpTracing } = await import('./otlp-tracing.js');
  return openOtlpTracing({ app, endpoint: otlpEndpoint, ratio: traceRatio });
}
