import { partitionOf } from '@cozy/core';
import { internalError } from '@cozy/core/logging';
import {
  CLIENT_FRAMES,
  type ClientFrame,
  type ClientFrameData,
  type ClientOp,
  CozyError,
  type Cursors,
  LIMITS,
  Op,
} from '@cozy/protocol';
import type { TSchema } from '@sinclair/typebox';
import { type TypeCheck, TypeCompiler } from '@sinclair/typebox/compiler';
import type { Hub } from './hub.ts';
import { identify } from './identify.ts';
import { admissionsRefused, measureStart } from './metrics.ts';
import { requestMembers } from './requestMembers.ts';
import { resume } from './resume.ts';
import type { Session } from './session.ts';
import { comeBack, failStart } from './start.ts';
import { subscribe } from './subscribe.ts';

type Handle<O extends ClientOp> = (hub: Hub, session: Session, data: ClientFrameData<O>, frame: ClientFrame) => void;

/** Says what each opcode does. A new opcode of the protocol does not compile until it is here. */
const HANDLERS = {
  [Op.Heartbeat]: (hub, session, cursors) => acknowledge(hub, session, cursors ?? {}),
  [Op.Identify]: (hub, session, data) =>
    start(hub, session, 'identify', async () => {
      if (await identify(hub, session, data)) {
        if (data.subscribe) subscribe(hub, session, data.subscribe);
        return 'started';
      }
      return session.ended ? 'left' : 'refused';
    }),
  [Op.Resume]: (hub, session, data) =>
    start(hub, session, 'resume', async () => {
      const outcome = await resume(hub, session, data);
      if (outcome === 'started' && data.subscribe) subscribe(hub, session, data.subscribe);
      return outcome;
    }),
  [Op.PresenceUpdate]: (hub, session, { status }) => {
    session.status = status;
    hub.presences.refreshLocal(session.actor!.user.id);
  },
  [Op.RequestMembers]: (hub, session, data) => {
    requestMembers(hub, session, data).catch((error: unknown) => {
      hub.context.logger.warn({ error }, 'Members could not be read; the client may ask again');
    });
  },
  [Op.Subscribe]: (hub, session, data) => subscribe(hub, session, data),
  [Op.Request]: (hub, session, data, frame) => void request(hub, session, data, frame),
} satisfies { [O in ClientOp]: Handle<O> };

/** Opcodes that may come before Identify or Resume. */
const BEFORE_IDENTIFY = new Set<number>([Op.Heartbeat, Op.Identify, Op.Resume]);

const checks = new Map<number, TypeCheck<TSchema>>(
  Object.entries(CLIENT_FRAMES).map(([op, schema]) => [Number(op), TypeCompiler.Compile(schema as TSchema)]),
);

/**
 * Does what a frame asks for.
 *
 * @param frame whose outside was checked; its data is checked here.
 */
export function handleFrame(hub: Hub, session: Session, frame: ClientFrame): void {
  const check = checks.get(frame.op);
  if (!check) {
    session.close(4001);
    return;
  }
  if (session.state !== 'live' && !BEFORE_IDENTIFY.has(frame.op)) {
    session.close(4003);
    return;
  }
  const optional = frame.op === Op.Heartbeat && frame.d === undefined;
  if (!optional && !check.Check(frame.d)) {
    session.close(4002);
    return;
  }
  (HANDLERS[frame.op as ClientOp] as Handle<ClientOp>)(hub, session, frame.d as never, frame);
}

type Outcome = Parameters<ReturnType<typeof measureStart>>[0];

function start(hub: Hub, session: Session, kind: 'identify' | 'resume', begin: () => Promise<Outcome>): void {
  if (session.state !== 'greeting') {
    session.close(4005);
    return;
  }
  session.state = 'starting';
  const wait = hub.admission.request(async () => {
    if (session.ended) return;
    const ended = measureStart(kind);
    try {
      ended(await begin());
    } catch (error) {
      ended(session.ended ? 'left' : 'failed');
      failStart(hub, session, error);
    }
  });
  if (wait === 0) return;
  admissionsRefused.inc({ by: 'node' });
  comeBack(session, wait, 'Many clients come at once. Come back in a moment.');
}

// Cursors grow by events only, and those of quiet partitions would grow old. Where a passive session is yet to be told
// what is unread, its cursor stays.
function acknowledge(hub: Hub, session: Session, cursors: Cursors): void {
  if (session.state !== 'live') {
    session.send({ op: Op.HeartbeatAck });
    return;
  }
  const { until } = session.actor!;
  if (until !== undefined && until <= Date.now()) {
    session.close(4004);
    return;
  }
  hub.flusher.flush();
  const { replica, log } = hub.context;
  const places: Cursors = {};
  const untold = new Set<number>();
  const note = (partition: number) => {
    const position = replica.tail.position(partition);
    if (position > (cursors[String(partition)] ?? 0)) places[String(partition)] = position;
  };
  note(partitionOf(session.actor!.user.id, log.partitions));
  for (const room of session.rooms) {
    note(room.partition);
    if (session.passive && room.changed > session.told && !room.isSeated(session)) untold.add(room.partition);
  }
  for (const partition of untold) delete places[String(partition)];
  session.send(Object.keys(places).length > 0 ? { op: Op.HeartbeatAck, d: places } : { op: Op.HeartbeatAck });
}

async function request(
  hub: Hub,
  session: Session,
  input: unknown,
  { t: name = '', n = 0 }: ClientFrame,
): Promise<void> {
  const respond = (answer: object) => session.send({ op: Op.Response, n, ...answer });
  if (session.requestsInFlight >= LIMITS.requestsInFlight) {
    respond({
      e: new CozyError('RATE_LIMITED', {
        retryAfter: 1,
        message: 'Too many requests wait for their answers.',
      }).toBody(),
    });
    return;
  }
  session.requestsInFlight += 1;
  const request = `${session.id}-${n}`;
  try {
    const { actor, address, userAgent } = session;
    respond({ d: await hub.context.execute(name, input, { actor, address, userAgent, request }) });
  } catch (error) {
    respond({ e: (error instanceof CozyError ? error : internalError(error, request)).toBody() });
  } finally {
    session.requestsInFlight -= 1;
  }
}
