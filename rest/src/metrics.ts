import { Histogram } from 'prom-client';

/** Seconds that HTTP requests take. `route` is a pattern, never an address with ids in it, so the labels stay few. */
export const requestDuration = new Histogram({
  name: 'cozy_http_request_duration_seconds',
  help: 'Time to answer an HTTP request; status 499 when the client left before the answer',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
});
