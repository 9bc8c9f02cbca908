import uWS, { type HttpRequest, type HttpResponse, type TemplatedApp, type us_socket_context_t } from 'uWebSockets.js';
import { randomUUID } from 'node:crypto';
import type { Context } from '@cozy/core';
import { continueTrace } from '@cozy/core/tracing';
import { ClientFrame, DecodeError, decodeFrames, GATEWAY_VERSION, LIMITS, Op } from '@cozy/protocol';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import { fanOut } from './fanout.ts';
import { handleFrame } from './handlers.ts';
import { Hub } from './hub.ts';
import { countClose, eventsFannedOut, framesOverLimit, framesReceived, showGateway } from './metrics.ts';
import { Session, type SocketData } from './session.ts';
import { type Wire, wireFor } from './wire.ts';

/** A gateway that is attached to a server. */
export interface Gateway {
  /**
   * Tells every client to reconnect elsewhere and closes.
   *
   * @param drainMs milliseconds over which connections are closed, so that they do not come back all at once.
   */
  close(drainMs?: number): Promise<void>;
  health(): { ready: boolean; detail: Record<string, unknown> };
}

/**
 * Bytes of a message at which the server cuts the connection off, rather than tell that it is too large. A message that
 * has not come whole is kept, so this is what anybody may make the server keep, also before Identify.
 */
const CUT_OFF_BYTES = 2 * LIMITS.frameBytes;
/** Bytes waiting in a socket at which it is cut off, should the gentle close at `LIMITS.slowReaderBytes` come too late. */
const BACKPRESSURE_BYTES = 4 * LIMITS.slowReaderBytes;
/** Milliseconds between two looks at a session, and turns in which all of them are looked at once. */
const SWEEP_EVERY = 1_000;
const SWEEP_TURNS = 4;
/** Heartbeat intervals without any frame after which a session is closed. */
const SILENCE = 1.5;
const USER_AGENT_LENGTH = 200;

const checkFrame = TypeCompiler.Compile(ClientFrame);

/** Attaches the gateway to a server, at `/gateway`. */
export async function attachGateway(app: TemplatedApp, context: Context): Promise<Gateway> {
  const hub = new Hub(app, context);
  const stopListening = context.replica.on('event', ({ event, community, node }) => {
    const ended = continueTrace('fan-out', event.trace);
    eventsFannedOut.inc();
    fanOut(hub, event, community, node);
    ended();
  });
  let turn = 0;
  const sweep = setInterval(() => sweepSessions(hub, turn++ % SWEEP_TURNS), SWEEP_EVERY / SWEEP_TURNS);
  const stopShowing = showGateway(() => ({
    sessions: hub.sessions,
    audiences: [...hub.rooms.values()].reduce((sum, room) => sum + room.audiences, 0),
    memberWindows: hub.memberLists.windows,
    recentBytes: context.replica.tail.recent.bytes,
  }));

  app.ws<SocketData>('/gateway', {
    maxPayloadLength: CUT_OFF_BYTES,
    maxBackpressure: BACKPRESSURE_BYTES,
    closeOnBackpressureLimit: 1,
    idleTimeout: 960,
    sendPingsAutomatically: false,
    compression: uWS.DISABLED,
    upgrade: (res, req, socketContext) => upgrade(context, res, req, socketContext),
    open: (socket) => {
      const session = new Session(randomUUID(), socket);
      const data = socket.getUserData();
      data.session = session;
      hub.sessions.add(session);
      if (!data.acceptable) session.close(4012);
      else if (hub.draining) session.close(1001);
      else session.send({ op: Op.Hello, d: { heartbeat_interval: context.settings.heartbeatMs } });
    },
    message: (socket, message, isBinary) => {
      const { session } = socket.getUserData();
      if (session && !session.ended) receive(hub, session, message, isBinary);
    },
    // They are answered by the socket itself, and would cost a flood nothing.
    ping: (socket) => countFrame(socket.getUserData().session),
    pong: (socket) => countFrame(socket.getUserData().session),
    close: (socket, code) => {
      const { session } = socket.getUserData();
      if (!session) return;
      session.state = 'ended';
      hub.remove(session);
      countClose(code);
    },
  });

  return {
    close: async (drainMs = 0) => {
      hub.draining = true;
      const sessions = [...hub.sessions];
      for (const [i, session] of sessions.entries()) {
        session.send({ op: Op.Reconnect });
        session.close(1001);
        const pause = drainMs / sessions.length;
        if (drainMs > 0 && i < sessions.length - 1) await new Promise((resolve) => setTimeout(resolve, pause));
      }
      clearInterval(sweep);
      stopListening();
      stopShowing();
      hub.close();
    },
    health: () => {
      const { ready, detail } = context.health();
      return { ready: ready && !hub.draining, detail: { ...detail, sessions: hub.sessions.size } };
    },
  };
}

/** What is spoken with a client that asks for something that there is not, to tell it so. */
const FALLBACK = wireFor('msgpack', 0)!;

function askedWire(query: URLSearchParams): Wire | undefined {
  const encoding = query.get('encoding') ?? 'msgpack';
  const compress = query.get('compress') ?? 'none';
  const version = query.get('v') ?? String(GATEWAY_VERSION);
  if (version !== String(GATEWAY_VERSION) || !(encoding === 'msgpack' || encoding === 'json')) return undefined;
  if (compress === 'none') return wireFor(encoding, 0);
  const dictionary = Number(query.get('dict') ?? 1);
  return compress === 'dict' && dictionary > 0 ? wireFor(encoding, dictionary) : undefined;
}

function upgrade(context: Context, res: HttpResponse, req: HttpRequest, socketContext: us_socket_context_t): void {
  const wire = askedWire(new URLSearchParams(req.getQuery()));
  const forwarded = context.settings.trustProxy
    ? req.getHeader('x-forwarded-for').split(',').at(-1)?.trim()
    : undefined;
  const data: SocketData = {
    wire: wire ?? FALLBACK,
    acceptable: wire !== undefined,
    address: forwarded || Buffer.from(res.getRemoteAddressAsText()).toString(),
    userAgent: req.getHeader('user-agent').slice(0, USER_AGENT_LENGTH),
  };
  res.upgrade(
    data,
    req.getHeader('sec-websocket-key'),
    req.getHeader('sec-websocket-protocol'),
    req.getHeader('sec-websocket-extensions'),
    socketContext,
  );
}

// Gives the seconds until the next frame is within the rate; 0 when this one is. Closes who goes on and on [GW-47].
function countFrame(session: Session | undefined): number {
  if (!session || session.ended) return 0;
  framesReceived.inc();
  const wait = session.takeFrame();
  if (wait > 0) {
    session.excess += 1;
    framesOverLimit.inc();
  } else session.excess = Math.max(0, session.excess - 1);
  if (session.excess > LIMITS.framesOverLimit) session.close(4008);
  return wait;
}

function receive(hub: Hub, session: Session, message: ArrayBuffer, isBinary: boolean): void {
  const wait = countFrame(session);
  if (session.ended) return;
  if (message.byteLength > LIMITS.frameBytes || (session.wire.encoding === 'msgpack') !== isBinary) {
    session.close(4002);
    return;
  }
  let frame: unknown;
  try {
    const frames = decodeFrames(session.wire.encoding, new Uint8Array(message), LIMITS.frameDepth);
    if (frames.length !== 1) throw new DecodeError('A client sends one frame in a message');
    [frame] = frames;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    session.close(4002);
    return;
  }
  if (!checkFrame.Check(frame)) {
    session.close(4002);
    return;
  }
  if (wait > 0 && frame.op !== Op.Heartbeat) {
    // Over the limit nothing is done; a request is told so, because somebody waits for its answer.
    if (frame.op === Op.Request) session.sendRateLimited(frame.n ?? 0, wait);
    return;
  }
  handleFrame(hub, session, frame);
}

function sweepSessions(hub: Hub, turn: number): void {
  const now = performance.now();
  const silence = hub.context.settings.heartbeatMs * SILENCE;
  for (const session of hub.sessions) {
    if (session.turn % SWEEP_TURNS !== turn) continue;
    if (session.waitingBytes > LIMITS.slowReaderBytes) session.close(4016);
    else if (session.state === 'greeting' && now - session.openedAt > LIMITS.identifyTimeout) session.close(4003);
    else if (now - session.lastFrameAt > silence) session.close(4009);
  }
}
