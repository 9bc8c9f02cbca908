import { Counter, Gauge, Histogram } from 'prom-client';

/** Seconds that commands take, by name and result code. */
export const commandDuration = new Histogram({
  name: 'cozy_command_duration_seconds',
  help: 'Time to carry out a command, by its name and its result: ok or the error code',
  labelNames: ['command', 'result'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
});

/** Events that the projector has written to the database. */
export const projectedEvents = new Counter({
  name: 'cozy_projected_events_total',
  help: 'Events that the projector has applied',
});

/** Set by the probe, like the gauges below. */
export const logEnd = new Gauge({
  name: 'cozy_log_end_events',
  help: 'Events that were ever stored: the last sequences of all partitions together. Its rate is the write rate',
});

export const readerLag = new Gauge({
  name: 'cozy_log_reader_lag_events',
  help: 'Events in the log that a reader has not handled yet: "tail" is this process, "projector" the database',
  labelNames: ['reader'],
});

export const outboxBacklog = new Gauge({
  name: 'cozy_outbox_backlog_documents',
  help: 'Documents whose events are committed and still to be published after ten seconds, by collection',
  labelNames: ['collection'],
});

export const engineUp = new Gauge({
  name: 'cozy_engine_up',
  help: 'Whether an engine (nats, database) answered at the last look: 1 or 0',
  labelNames: ['engine'],
});

export const engineRoundTrip = new Gauge({
  name: 'cozy_engine_round_trip_seconds',
  help: 'Time that the engine took for its last answer to a ping',
  labelNames: ['engine'],
});
