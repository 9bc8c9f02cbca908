import { encodeFrame, LIMITS } from '@cozy/protocol';
import fc from 'fast-check';

/** How a bad message must be answered. */
export interface BadMessage {
  bytes: Uint8Array;
  binary: boolean;
  /** The close codes that the specification allows for it; empty when it must be borne. */
  closes: number[];
}

/** Seed of the generated messages: `COZY_SEED`, else one of its own. */
export const SEED = Number(process.env.COZY_SEED) || Math.floor(Math.random() * 2 ** 31);

const frameOf = (frame: object, closes: number[]): BadMessage => ({
  bytes: encodeFrame('msgpack', frame),
  binary: true,
  closes,
});

const anything = fc.anything({
  maxDepth: 3,
  maxKeys: 4,
  withBigInt: false,
  withBoxedValues: false,
  withNullPrototype: false,
  withObjectString: false,
  values: [fc.string({ maxLength: 40 }), fc.integer(), fc.double(), fc.boolean(), fc.constant(null)],
});

/** Bytes that are hardly ever a frame. */
const noise = fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => ({
  // 0xc1 is the one byte that MessagePack never uses.
  bytes: Uint8Array.of(0xc1, ...bytes),
  binary: true,
  closes: [4002],
}));
/** A frame that was cut off. */
const torn = fc.tuple(fc.string({ maxLength: 50 }), fc.integer({ min: 1, max: 12 })).map(([text, cut]) => {
  const whole = encodeFrame('msgpack', { op: 20, t: 'message.send', n: 1, d: { content: text } });
  return { bytes: whole.subarray(0, whole.length - cut), binary: true, closes: [4002] };
});
/** Headers that announce more than comes. */
const liars = fc
  .constantFrom(0xdd, 0xdf, 0xdb, 0xc6)
  .map((type) => ({ bytes: Uint8Array.of(type, 0xff, 0xff, 0xff, 0xff), binary: true, closes: [4002] }));
const notAMap = anything
  .filter((value) => typeof value !== 'object' || value === null || Array.isArray(value))
  .map((value) => frameOf(value as object, [4002]));
const text = fc.string({ maxLength: 40 }).map((value) => ({
  bytes: new TextEncoder().encode(value),
  binary: false,
  closes: [4002],
}));
const twoFrames = fc
  .constant(encodeFrame('msgpack', { op: 1 }))
  .map((one) => ({ bytes: Buffer.concat([one, one]), binary: true, closes: [4002] }));
const extraField = anything.map((value) => frameOf({ op: 1, hello: value }, [4002]));
const wrongOp = fc
  .oneof(fc.string(), fc.double({ noInteger: true }), fc.constant(null), fc.integer({ max: -1 }))
  .map((op) => frameOf({ op }, [4002]));
const unknownOp = fc
  .integer({ min: 0, max: 255 })
  .filter((op) => ![1, 2, 3, 6, 8, 14, 20].includes(op))
  .map((op) => frameOf({ op, d: null }, [4001]));
const wrongData = fc
  .tuple(fc.constantFrom(3, 8, 14), anything)
  .map(([op, d]) => frameOf({ op, d: { community_id: d, status: d, communities: d } }, [4002]));
const deep = fc.integer({ min: LIMITS.frameDepth + 1, max: 200 }).map((depth) => {
  let d: unknown = 1;
  for (let i = 0; i < depth; i++) d = [d];
  return frameOf({ op: 20, t: 'user.me', n: 1, d }, [4002]);
});
const large = fc
  .integer({ min: LIMITS.frameBytes, max: LIMITS.frameBytes + 2000 })
  .map((length) => frameOf({ op: 20, t: 'user.me', n: 1, d: 'x'.repeat(length) }, [4002]));

/** Messages that end a connection. */
export const closingMessage: fc.Arbitrary<BadMessage> = fc.oneof(
  { arbitrary: noise, weight: 4 },
  { arbitrary: torn, weight: 4 },
  { arbitrary: liars, weight: 2 },
  { arbitrary: notAMap, weight: 2 },
  { arbitrary: text, weight: 2 },
  { arbitrary: twoFrames, weight: 1 },
  { arbitrary: extraField, weight: 2 },
  { arbitrary: wrongOp, weight: 2 },
  { arbitrary: unknownOp, weight: 4 },
  { arbitrary: wrongData, weight: 3 },
  { arbitrary: deep, weight: 1 },
  { arbitrary: large, weight: 1 },
);

/** Commands and inputs that cannot succeed, whoever sends them. */
export const badRequest: fc.Arbitrary<{ t: string; d: unknown }> = fc.oneof(
  fc.record({ t: fc.string({ maxLength: 60 }), d: anything }),
  fc.record({
    t: fc.constantFrom('__proto__', 'constructor', 'toString', 'message', 'message.', '.send', 'message.send.x'),
    d: anything,
  }),
  fc.record({
    t: fc.constantFrom('message.send', 'channel.create', 'role.assign', 'message.history', 'user.update'),
    // No command has this field.
    d: fc.record({ channel_id: anything, content: anything, nonce: anything, surprise: anything }),
  }),
);
