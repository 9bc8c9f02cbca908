import { Counter, Gauge } from 'prom-client';

export const openSessions = new Gauge({ name: 'cozy_gateway_sessions', help: 'Open gateway connections' });

export const framesReceived = new Counter({ name: 'cozy_gateway_frames_received_total', help: 'Frames from clients' });

export const eventsFannedOut = new Counter({
  name: 'cozy_gateway_events_total',
  help: 'Events that were brought to the sessions of this node',
});

export const sessionsClosed = new Counter({
  name: 'cozy_gateway_closes_total',
  help: 'Connections that have ended, by close code',
  labelNames: ['code'],
});
