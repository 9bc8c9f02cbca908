import type { Settings } from '@cozy/core/settings';
import { setTracing } from '@cozy/core/tracing';

/** Milliseconds for which ended spans are gathered before they are sent. */
const EXPORT_EVERY = 1_000;

/**
 * Switches OpenTelemetry's traces on where COZY_OTLP_URL is set. Its SDK is loaded only then.
 *
 * @param part names the process in the traces' resource, `cozy.part`.
 * @returns what sends the last spans and ends it.
 */
export async function startTracing(
  { otlpUrl, tracePercent }: Pick<Settings, 'otlpUrl' | 'tracePercent'>,
  part: string,
): Promise<() => Promise<void>> {
  if (!otlpUrl) return async () => undefined;
  const [sdk, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const provider = new sdk.NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'cozy', 'cozy.part': part }),
    // What reads an event follows the decision of the command that appended it, so a trace is whole or not there.
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(tracePercent / 100) }),
    spanProcessors: [
      new sdk.BatchSpanProcessor(new OTLPTraceExporter({ url: otlpUrl }), { scheduledDelayMillis: EXPORT_EVERY }),
    ],
  });
  provider.register();
  setTracing(true);
  return async () => {
    setTracing(false);
    await provider.shutdown();
  };
}
