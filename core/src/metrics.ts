import { Counter, Gauge, Histogram } from 'prom-client';

/** Seconds that commands take, by name and result code. */
export const commandDuration = new Histogram({
  name: 'cozy_command_duration_seconds',
  help: 'Time to carry out a command',
  labelNames: ['command', 'result'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
});

/** Events that the projector has written to the database. */
export const projectedEvents = new Counter({
  name: 'cozy_projected_events_total',
  help: 'Events that the projector has applied',
});

/** Events that wait for the projector. */
export const projectionLag = new Gauge({
  name: 'cozy_projection_lag_events',
  help: 'Events in the log that the projector has not applied yet',
});
