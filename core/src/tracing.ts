import { headers, type MsgHdrs } from '@nats-io/transport-node';
import {
  type Attributes,
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  type TextMapGetter,
  trace,
} from '@opentelemetry/api';

/** The header that carries a trace from the process that appended an event to those that read it (W3C Trace Context). */
const TRACEPARENT = 'traceparent';

const carried: TextMapGetter<string> = {
  get: (traceparent, key) => (key === TRACEPARENT ? traceparent : undefined),
  keys: () => [TRACEPARENT],
};
const tracer = trace.getTracer('cozy');
const nothing = (): void => undefined;

let on = false;

/**
 * Makes the functions of this file do their work from now on. Until then each of them costs a comparison and a call.
 * To be called once OpenTelemetry's provider and propagator are registered.
 *
 * @param enabled false ends it.
 */
export function setTracing(enabled: boolean): void {
  on = enabled;
}

/**
 * Does something as a span, a child of the one that is active.
 *
 * @param attributes small and bounded; nothing that people wrote, and no secret.
 * @returns what `run` gives. What it throws is thrown on, and marks the span as failed without its message, which could
 *   hold what someone wrote.
 */
export function traced<T>(name: string, attributes: Attributes, run: () => Promise<T>): Promise<T> {
  if (!on) return run();
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await run();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      if (error instanceof Error && 'code' in error) span.setAttribute('cozy.code', String(error.code));
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Headers that let whoever reads a message continue the active span's trace; undefined when there is none. */
export function traceHeaders(): MsgHdrs | undefined {
  if (!on || !trace.getActiveSpan()) return undefined;
  const fields = headers();
  propagation.inject(context.active(), fields, { set: (carrier, key, value) => carrier.set(key, value) });
  return fields;
}

/** A message as NATS delivers it. Its headers are decoded when they are asked for, which costs more than the rest. */
interface Carrier {
  headers?: MsgHdrs | undefined;
}

/** The trace that a message carries, to be given to `continueTrace`; always undefined while tracing is off. */
export function traceOf(message: Carrier): string | undefined {
  return on ? message.headers?.get(TRACEPARENT) || undefined : undefined;
}

/**
 * Begins a span of what a reader of the log does with an event, in the trace of the command that appended it.
 *
 * @param traceparent as `traceOf` gave it; without one nothing is done.
 * @returns what ends the span; to be called once.
 */
export function continueTrace(name: string, traceparent: string | undefined): () => void {
  if (traceparent === undefined) return nothing;
  const parent = propagation.extract(ROOT_CONTEXT, traceparent, carried);
  const span = tracer.startSpan(name, { kind: SpanKind.CONSUMER }, parent);
  return () => span.end();
}

/** `continueTrace` for messages that are handled together. */
export function continueTraces(name: string, messages: readonly Carrier[]): () => void {
  if (!on) return nothing;
  const ends = messages.map((message) => continueTrace(name, traceOf(message)));
  return () => {
    for (const end of ends) end();
  };
}

/** The active trace and span for a log line; nothing while tracing is off. */
export function traceFields(): { trace?: string; span?: string } {
  if (!on) return {};
  const active = trace.getActiveSpan()?.spanContext();
  return active ? { trace: active.traceId, span: active.spanId } : {};
}
