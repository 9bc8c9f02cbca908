import { type Static, Type } from '@sinclair/typebox';
import { ErrorBody } from './errors.ts';
import { Snowflake } from './ids.ts';
import { LIMITS } from './limits.ts';
import { Cursors, Status } from './objects.ts';

/** The version of the wire that this code speaks (`/gateway?v=`). */
export const GATEWAY_VERSION = 1;

/** Every opcode, with Discord's numbers where Discord has the operation. */
export const Op = {
  Dispatch: 0,
  Heartbeat: 1,
  Identify: 2,
  PresenceUpdate: 3,
  Resume: 6,
  Reconnect: 7,
  RequestMembers: 8,
  InvalidSession: 9,
  Hello: 10,
  HeartbeatAck: 11,
  Subscribe: 14,
  Request: 20,
  Response: 21,
} as const;
export type Op = (typeof Op)[keyof typeof Op];

/**
 * Every close code that the server uses, its reason, and what a client does next: `resume` the session, `identify`
 * afresh, or stop because a retry would end the same way (`fatal`).
 */
export const CLOSE_CODES = {
  1001: { reason: 'Going away', next: 'resume', doc: 'The node stops. Reconnect and resume.' },
  4000: { reason: 'Unknown error', next: 'resume', doc: 'Something failed on the node. Reconnect and resume.' },
  4001: { reason: 'Unknown opcode', next: 'fatal', doc: 'A frame had an opcode that clients may not send.' },
  4002: {
    reason: 'Decode error',
    next: 'fatal',
    doc: 'A frame could not be decoded, was too large, or did not fit its schema.',
  },
  4003: {
    reason: 'Not authenticated',
    next: 'identify',
    doc: 'A frame came before Identify or Resume, or these came too late.',
  },
  4004: {
    reason: 'Authentication failed',
    next: 'fatal',
    doc: 'The token is wrong, expired or revoked. Get a new one.',
  },
  4005: { reason: 'Already authenticated', next: 'fatal', doc: 'Identify or Resume came twice on one connection.' },
  4008: { reason: 'Rate limited', next: 'resume', doc: 'Far too many frames. Wait a few seconds, then resume.' },
  4009: { reason: 'Session timed out', next: 'resume', doc: 'No heartbeat came in time. Reconnect and resume.' },
  4010: { reason: 'Invalid shard', next: 'fatal', doc: 'shard is [index, count] with index below count.' },
  4012: {
    reason: 'Invalid version',
    next: 'fatal',
    doc: 'This server does not speak that gateway version or encoding.',
  },
  4013: { reason: 'Invalid intents', next: 'fatal', doc: 'intents has bits that do not exist.' },
  4016: { reason: 'Slow reader', next: 'resume', doc: 'Too much was waiting to be read. Resume; nothing is lost.' },
} as const satisfies Record<number, { reason: string; next: 'resume' | 'identify' | 'fatal'; doc: string }>;
export type CloseCode = keyof typeof CLOSE_CODES;

/** An event's place in the log: `[partition, sequence]`. */
export const Place = Type.Tuple([Type.Integer({ minimum: 0 }), Type.Integer({ minimum: 0 })]);
export type Place = Static<typeof Place>;

/** A part of a community's member list that is in view. */
export const MemberWindow = Type.Object({
  community_id: Snowflake,
  from: Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'Index of the first row, from 0' }),
  limit: Type.Integer({ minimum: 1, maximum: LIMITS.memberWindow }),
});
export type MemberWindow = Static<typeof MemberWindow>;

/** What a client has in view. */
export const Subscription = Type.Object({
  communities: Type.Array(Snowflake, { maxItems: LIMITS.subscriptions }),
  channels: Type.Array(Snowflake, { maxItems: LIMITS.subscriptions }),
  members: Type.Optional(Type.Array(MemberWindow, { maxItems: LIMITS.memberWindows })),
  presences: Type.Optional(
    Type.Array(Snowflake, {
      maxItems: LIMITS.subscriptions,
      description: 'Direct conversations and groups of which presences come, also on a passive connection',
    }),
  ),
});
export type Subscription = Static<typeof Subscription>;

const Token = Type.String({ minLength: 1, maxLength: 4096 });
const session = {
  properties: Type.Optional(
    Type.Object({
      client: Type.Optional(Type.String({ maxLength: 100 })),
      version: Type.Optional(Type.String({ maxLength: 100 })),
    }),
  ),
  intents: Type.Optional(Type.Integer({ minimum: 0 })),
  shard: Type.Optional(Type.Tuple([Type.Integer({ minimum: 0 }), Type.Integer({ minimum: 1, maximum: 4096 })])),
  presence: Type.Optional(Type.Object({ status: Status })),
  passive: Type.Optional(
    Type.Boolean({ description: 'Full events only of communities named in Subscribe; of others, what is unread' }),
  ),
  subscribe: Type.Optional(Subscription),
};

/** What a client may send, by opcode: the shape of `d`. */
export const CLIENT_FRAMES = {
  [Op.Heartbeat]: Type.Optional(Type.Union([Cursors, Type.Null()])),
  [Op.Identify]: Type.Object({ token: Token, ...session }),
  [Op.PresenceUpdate]: Type.Object({ status: Status }),
  [Op.Resume]: Type.Object({ token: Token, cursors: Cursors, ...session }),
  [Op.RequestMembers]: Type.Object({
    community_id: Snowflake,
    query: Type.Optional(Type.String({ maxLength: LIMITS.nameLength })),
    user_ids: Type.Optional(Type.Array(Snowflake, { maxItems: 100 })),
    after: Type.Optional(Snowflake),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LIMITS.memberPage })),
  }),
  [Op.Subscribe]: Subscription,
  [Op.Request]: Type.Unknown({ description: "The command's input; checked against the command's own schema" }),
} as const;
export type ClientOp = keyof typeof CLIENT_FRAMES;
export type ClientFrameData<O extends ClientOp> = Static<(typeof CLIENT_FRAMES)[O]>;

/** The outside of every frame from a client; `d` is checked by its opcode afterwards. */
export const ClientFrame = Type.Object(
  {
    op: Type.Integer({ minimum: 0, maximum: 255 }),
    t: Type.Optional(Type.String({ maxLength: 64, description: "A Request's command" })),
    n: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: "A Request's number" })),
    d: Type.Optional(Type.Unknown()),
  },
  { additionalProperties: false },
);
export type ClientFrame = Static<typeof ClientFrame>;

/** Every frame that a server sends. */
export const ServerFrame = Type.Union([
  Type.Object({ op: Type.Literal(Op.Dispatch), t: Type.String(), s: Type.Optional(Place), d: Type.Unknown() }),
  Type.Object({ op: Type.Literal(Op.Reconnect) }),
  Type.Object({
    op: Type.Literal(Op.InvalidSession),
    d: Type.Object({ resumable: Type.Boolean(), reason: Type.String(), retry_after: Type.Optional(Type.Number()) }),
  }),
  Type.Object({ op: Type.Literal(Op.Hello), d: Type.Object({ heartbeat_interval: Type.Integer({ minimum: 1 }) }) }),
  Type.Object({ op: Type.Literal(Op.HeartbeatAck), d: Type.Optional(Cursors) }),
  Type.Object({
    op: Type.Literal(Op.Response),
    n: Type.Integer({ minimum: 0 }),
    d: Type.Optional(Type.Unknown()),
    e: Type.Optional(ErrorBody),
  }),
]);
export type ServerFrame = Static<typeof ServerFrame>;
