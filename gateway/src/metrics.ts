import { CLOSE_CODES } from '@cozy/protocol';
import { Counter, Gauge, Histogram } from 'prom-client';

/** What a gateway's gauges show. It is asked for it when the metrics are read, never in between. */
export interface GatewayCounts {
  /** Every open connection. `state` is greeting, starting or live. */
  sessions: Iterable<{ state: string; wire: { encoding: string; dictionary: number }; waitingBytes: number }>;
  /** Audiences of all communities that somebody here receives. */
  audiences: number;
  /** Member windows that sessions have open. */
  memberWindows: number;
  /** Bytes of the events that are kept in memory for those who come back. */
  recentBytes: number;
}

const attached = new Set<() => GatewayCounts>();

/**
 * Makes a gateway's gauges known. To be called by `attachGateway`.
 *
 * @param count called at each reading of the metrics; may walk over all sessions.
 * @returns what ends it, for `close`.
 */
export function showGateway(count: () => GatewayCounts): () => void {
  attached.add(count);
  return () => void attached.delete(count);
}

function sum(of: (counts: GatewayCounts) => number): number {
  return [...attached].reduce((total, count) => total + of(count()), 0);
}

export const openSockets = new Gauge({
  name: 'cozy_gateway_sockets',
  help: 'Open connections by state (greeting, starting, live), encoding and compression',
  labelNames: ['state', 'encoding', 'compression'],
  collect() {
    this.reset();
    for (const count of attached) {
      for (const { state, wire } of count().sessions) {
        this.inc({ state, encoding: wire.encoding, compression: wire.dictionary ? 'dict' : 'none' });
      }
    }
  },
});

export const waitingBytes = new Gauge({
  name: 'cozy_gateway_waiting_bytes',
  help: 'Bytes in the sockets of all connections that their readers have not taken yet',
  collect() {
    this.set(sum(({ sessions }) => [...sessions].reduce((bytes, session) => bytes + session.waitingBytes, 0)));
  },
});

export const audiences = new Gauge({
  name: 'cozy_gateway_audiences',
  help: 'Audiences: groups of sessions that may see the same channels and share a topic',
  collect() {
    this.set(sum((counts) => counts.audiences));
  },
});

export const memberWindows = new Gauge({
  name: 'cozy_gateway_member_windows',
  help: 'Member windows that sessions have open',
  collect() {
    this.set(sum((counts) => counts.memberWindows));
  },
});

export const recentBytes = new Gauge({
  name: 'cozy_gateway_recent_bytes',
  help: 'Memory of the recent events that resuming sessions are given without reading the log',
  collect() {
    this.set(sum((counts) => counts.recentBytes));
  },
});

/** Counted for each message of a client, before it is looked at. */
export const framesReceived = new Counter({ name: 'cozy_gateway_frames_received_total', help: 'Frames from clients' });

/** Counted where a frame over the rate limit is dropped or answered with RATE_LIMITED. */
export const framesOverLimit = new Counter({
  name: 'cozy_gateway_frames_over_limit_total',
  help: 'Frames from clients that were not carried out because they came too fast',
});

/** Counted for each event of the log, or of another node, that is brought to the sessions of this node. */
export const eventsFannedOut = new Counter({
  name: 'cozy_gateway_events_total',
  help: 'Events that were brought to the sessions of this node',
});

/** Counted at each flush: its events times the sessions that each is written to. */
export const flushedEvents = new Counter({
  name: 'cozy_gateway_deliveries_total',
  help: 'Events times the connections that they were written to',
});

/** Observed once for each flush: how many messages to topics it publishes together. */
export const flushMessages = new Histogram({
  name: 'cozy_gateway_flush_messages',
  help: 'Messages to audiences that one flush writes to the sockets together',
  buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
});

/** Set whenever the window adapts. */
export const flushWindow = new Gauge({
  name: 'cozy_gateway_flush_window_seconds',
  help: 'Time for which events are gathered before they are flushed; 0 while the node is quiet',
});

/** Counted for each message that was compressed, once and not for each socket: its bytes before. */
export const bytesBeforeCompression = new Counter({
  name: 'cozy_gateway_bytes_before_compression_total',
  help: 'Bytes of compressed messages before compression; each message once, not once a socket',
});

/** Counted with `bytesBeforeCompression`: the bytes of the same message afterwards. */
export const bytesCompressed = new Counter({
  name: 'cozy_gateway_bytes_compressed_total',
  help: 'Bytes of the same messages after compression',
});

/** Counted for each PASSIVE_UPDATE that is sent. */
export const passiveUpdates = new Counter({
  name: 'cozy_gateway_passive_updates_total',
  help: 'PASSIVE_UPDATE frames sent for communities that a connection has not in view',
});

/** How an Identify or Resume ended. */
type StartOutcome =
  /** READY or RESUMED was sent. */
  | 'started'
  /** 4004, 4010, 4013: it would fail again. */
  | 'refused'
  /** Invalid Session `{resumable: false}`: the cursors are older than the log. */
  | 'too_old'
  /** Invalid Session `{resumable: false}`: more than LIMITS.resumeEvents were missed. */
  | 'too_much'
  /** Closed because it read too slowly, or too much happened meanwhile; it may resume again. */
  | 'too_slow'
  /** Invalid Session `{resumable: true}` because an engine was away or something failed. */
  | 'failed'
  /** The client left meanwhile. */
  | 'left';

/** Observed once for each Identify and Resume that was admitted: `measure({ kind, outcome }, seconds)`. */
const starts = new Histogram({
  name: 'cozy_gateway_start_duration_seconds',
  help: 'Time from Identify or Resume to its end, by kind and outcome',
  labelNames: ['kind', 'outcome'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
});

/**
 * Starts to measure an Identify or Resume that was admitted.
 *
 * @returns to be called once, with how it ended.
 */
export function measureStart(kind: 'identify' | 'resume'): (outcome: StartOutcome) => void {
  const end = starts.startTimer({ kind });
  return (outcome) => void end({ outcome });
}

/** Counted where Identify or Resume is put off: `node` by the node's bucket [GW-52], `bot` by the bot's [GW-53]. */
export const admissionsRefused = new Counter({
  name: 'cozy_gateway_admissions_refused_total',
  help: 'Sessions that were told to come back later, because the node or their bot starts too many at once',
  labelNames: ['by'],
});

/** Counted for each event that is replayed to a session: from the recent events in memory, or from the stream. */
export const eventsReplayed = new Counter({
  name: 'cozy_gateway_replayed_events_total',
  help: 'Missed events that were sent to resuming sessions, by where they were read',
  labelNames: ['from'],
});

const sessionsClosed = new Counter({
  name: 'cozy_gateway_closes_total',
  help: 'Connections that have ended, by close code; 4016 are slow readers, other codes of clients are "other"',
  labelNames: ['code'],
});

/** 1000 and 1001 normal, 1005 without a code, 1006 the connection broke (RFC 6455, 7.4.1), and Cozy's own. */
const KNOWN_CODES = new Set(['1000', '1001', '1005', '1006', ...Object.keys(CLOSE_CODES)]);

/**
 * Counts a connection that has ended.
 *
 * @param code as the socket tells it. Clients may close with thousands of codes, so unknown ones are counted as one.
 */
export function countClose(code: number): void {
  sessionsClosed.inc({ code: KNOWN_CODES.has(String(code)) ? code : 'other' });
}
