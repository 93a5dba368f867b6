/** Traces by OpenTelemetry's SDK, sent as OTLP over HTTP. Loaded only where they are on. */
import {
  type Link,
  ROOT_CONTEXT,
  type Span as SdkSpan,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';
import type { Span, SpanOptions, Tracing } from './tracing.js';

/** Memory is bounded: spans that a slow receiver leaves behind are dropped. */
const BATCH = { maxQueueSize: 4_096, maxExportBatchSize: 512, scheduledDelayMillis: 1_000 };
const SEND_TIMEOUT_MS = 3_000;

const kinds = {
  server: SpanKind.SERVER,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} satisfies Record<SpanOptions['kind'], SpanKind>;

export function openOtlpTracing(options: {
  readonly app: string;
  readonly endpoint: string;
  readonly ratio: number;
}): Tracing {
  const { app, endpoint, ratio } = options;
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: SEND_TIMEOUT_MS });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': `marquee-${app}` }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [new BatchSpanProcessor(exporter, BATCH)],
  });
  const tracer = provider.getTracer('marquee');
  return {
    begin(name, { kind, parent, links = [], attributes = {} }) {
      const context = contextOf(parent);
      const within = context === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, context);
      const linked = links.flatMap((link): Link[] => {
        const context = contextOf(link);
        return context === null ? [] : [{ context }];
      });
      const span = { kind: kinds[kind], attributes, links: linked };
      return ours(tracer.startSpan(name, span, within));
    },
    close: async () => await provider.shutdown().catch(() => undefined),
  };
}

function ours(span: SdkSpan): Span {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return {
    traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
    end({ error, attributes = {} } = {}) {
      span.setAttributes(attributes);
      if (error !== undefined) {
        // Its message may quote what was sent: the log has it.
        const message = error instanceof Error ? error.name : 'unknown';
        span.setStatus({ code: SpanStatusCode.ERROR, message });
      }
      span.end();
    },
  };
}

const traceContext = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

function contextOf(traceparent: string | undefined): SpanContext | null {
  const [, traceId, spanId, flags] = traceContext.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return null;
  const context = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
  return trace.isSpanContextValid(context) ? context : null;
}
