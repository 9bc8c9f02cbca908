import {
  CLIENT_FRAMES,
  type ClientFrame,
  type ClientFrameData,
  type ClientOp,
  CozyError,
  hasPermission,
  INTENTS,
  LIMITS,
  Op,
} from '@cozy/protocol';
import type { TSchema } from '@sinclair/typebox';
import { type TypeCheck, TypeCompiler } from '@sinclair/typebox/compiler';
import type { Hub } from './hub.ts';
import { identify, refuse } from './identify.ts';
import { requestMembers } from './requestMembers.ts';
import { resume } from './resume.ts';
import type { Session } from './session.ts';

type Handle<O extends ClientOp> = (hub: Hub, session: Session, data: ClientFrameData<O>, frame: ClientFrame) => void;

/** Says what each opcode does. A new opcode of the protocol does not compile until it is here. */
const HANDLERS = {
  [Op.Heartbeat]: (_hub, session) => session.send({ op: Op.HeartbeatAck }),
  [Op.Identify]: (hub, session, data) => start(hub, session, () => identify(hub, session, data)),
  [Op.Resume]: (hub, session, data) => start(hub, session, () => resume(hub, session, data)),
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

function start(hub: Hub, session: Session, begin: () => Promise<void>): void {
  if (session.state !== 'greeting') {
    session.close(4005);
    return;
  }
  session.state = 'starting';
  begin().catch((error: unknown) => {
    hub.context.logger.warn({ error, session: session.id }, 'A session could not be started');
    refuse(
      session,
      error instanceof CozyError && error.retryable ? error : new CozyError('UNAVAILABLE', { cause: error }),
    );
  });
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
  try {
    const { actor, address, userAgent } = session;
    respond({ d: await hub.context.execute(name, input, { actor, address, userAgent }) });
  } catch (error) {
    const known = error instanceof CozyError ? error : new CozyError('INTERNAL', { cause: error });
    respond({ e: known.toBody() });
  } finally {
    session.requestsInFlight -= 1;
  }
}

// Only what the session may see is followed; the rest of a list is passed over, since a view may be a moment old.
function subscribe(hub: Hub, session: Session, { communities, channels }: ClientFrameData<typeof Op.Subscribe>): void {
  session.resetView();
  for (const id of communities) {
    if (session.memberships.has(id) && session.intents & INTENTS.COMMUNITY_PRESENCES) session.view(`p/${id}`);
  }
  if (!(session.intents & INTENTS.COMMUNITY_MESSAGE_TYPING)) return;
  for (const id of channels) {
    for (const [communityId, membership] of session.memberships) {
      const community = hub.context.replica.peek(communityId);
      const channel = community?.channels.get(id);
      if (community && channel && hasPermission(community.permissions(membership, channel), 'VIEW_CHANNEL')) {
        session.view(`t/${id}`);
      }
    }
  }
}
