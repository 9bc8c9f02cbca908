import { readFileSync } from 'node:fs';
import { type Encoding, encodeFrame, Op } from '@cozy/protocol';
import fc from 'fast-check';

/** A message that is to be sent as it is. */
export interface FuzzedMessage {
  encoding: Encoding;
  bytes: Uint8Array;
}

/** Where in a value something is changed, and how. */
type Mutation = { at: number } & (
  | { do: 'put'; value: unknown }
  | { do: 'remove' }
  | { do: 'add'; name: string; value: unknown }
  | { do: 'repeat'; times: number }
);
type ByteMutation = { at: number; do: 'flip' | 'insert' | 'remove' | 'cut'; byte: number };
type Container = Record<string | number, unknown>;

const vectors = (name: string): { frame: { op: number; t?: string } }[] =>
  JSON.parse(readFileSync(new URL(`../../../protocol/vectors/${name}.json`, import.meta.url), 'utf8'));
const FRAMES = vectors('client').map(({ frame }) => frame);
/** Requests of every command besides those that log in and out. */
const REQUESTS = vectors('commands')
  .map(({ frame }) => frame)
  .filter(({ op, t }) => op === Op.Request && !t?.startsWith('auth.'));

/** Bytes that a mutation may blow something up to. */
const LARGEST = 300_000;

const value = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<unknown>(2 ** 53, -1, 0, 1e308, '', '0', null, [], {}, true, '-1', 'x') },
  { weight: 1, arbitrary: fc.anything({ maxDepth: 2, maxKeys: 3, values: [fc.string(), fc.double(), fc.boolean()] }) },
);
const at = fc.nat({ max: 99 });
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.record({ at, do: fc.constant('put' as const), value }),
  // The opcode is the first field.
  fc.record({ at: fc.constant(1), do: fc.constant('put' as const), value: fc.nat({ max: 25 }) }),
  fc.record({ at, do: fc.constant('remove' as const) }),
  fc.record({
    at,
    do: fc.constant('add' as const),
    name: fc.constantFrom('op', 'd', 'x', '__proto__', 'token'),
    value,
  }),
  fc.record({ at, do: fc.constant('repeat' as const), times: fc.constantFrom(2, 17, 300, 3_000) }),
);
const byteMutation: fc.Arbitrary<ByteMutation> = fc.record({
  at: fc.nat({ max: 999 }),
  do: fc.constantFrom('flip', 'insert', 'remove', 'cut'),
  byte: fc.nat({ max: 255 }),
});
const encoding = fc.constantFrom<Encoding>('msgpack', 'json');

/** Frames of every opcode with something wrong in them, and bytes with something wrong in them. */
export const fuzzedMessage: fc.Arbitrary<FuzzedMessage> = fc
  .tuple(
    encoding,
    fc.constantFrom(...FRAMES, ...REQUESTS),
    fc.array(mutation, { maxLength: 2 }),
    fc.oneof(fc.constant([]), fc.array(byteMutation, { maxLength: 3 })),
  )
  .map(([how, frame, mutations, byteMutations]) => ({
    encoding: how,
    bytes: mutateBytes(encodeFrame(how, mutated(frame, mutations) as object), byteMutations),
  }));

/** The input of a command with something wrong in it. */
export const fuzzedRequest: fc.Arbitrary<{ t: string; d: unknown }> = fc
  .tuple(fc.constantFrom(...REQUESTS), fc.array(mutation, { minLength: 1, maxLength: 2 }))
  .map(([frame, mutations]) => ({ t: frame.t!, d: mutated((frame as { d?: object }).d ?? {}, mutations) }));

/** Bytes that are anything. */
export const noise: fc.Arbitrary<FuzzedMessage> = fc.record({ encoding, bytes: fc.uint8Array({ maxLength: 300 }) });

const snowflake = fc.bigInt({ min: 10n ** 16n, max: 2n ** 63n - 1n }).map(String);

/** Subscribe with ids of anything, the same several times, and windows of anywhere. @param known ids that there are. */
export function subscription(known: readonly string[]): fc.Arbitrary<object> {
  const id = fc.oneof(fc.constantFrom(...known), snowflake, fc.constantFrom('x', '0', '', 7, null));
  const ids = fc.oneof(
    fc.array(id, { maxLength: 5 }),
    id.map((one) => Array.from({ length: 200 }, () => one)),
    fc.array(snowflake, { minLength: 199, maxLength: 202 }),
  );
  const index = fc.constantFrom<unknown>(0, 1, 199, 1_000_000, 1_000_001, -1, 0.5, 2 ** 53, '0');
  const limit = fc.constantFrom<unknown>(1, 200, 201, 0, -1, 1e9, null);
  const window = fc.record({ community_id: id, from: index, limit });
  return fc.record(
    { communities: ids, channels: ids, members: fc.array(window, { maxLength: 9 }) },
    { requiredKeys: [] },
  );
}

/** Cursors of anywhere: huge, of partitions that do not exist, as many as may be named, and more. */
export const cursors: fc.Arbitrary<object> = fc.oneof(
  fc.dictionary(
    fc.oneof(fc.nat({ max: 15 }).map(String), fc.constantFrom('16', '99', '9999', '10000', '-1', 'x', '', '00', '1.5')),
    fc.constantFrom<unknown>(0, 1, 100, 2 ** 31, 2 ** 53 - 1, 2 ** 53, 1e300, -1, 0.5, null, '7'),
    { maxKeys: 20 },
  ),
  fc
    .constantFrom(15, 16, 1_024, 1_025, 5_000)
    .chain((size) =>
      fc
        .constantFrom(0, 1, 2 ** 53 - 1)
        .map((sequence) =>
          Object.fromEntries(Array.from({ length: size }, (_, partition) => [String(partition), sequence])),
        ),
    ),
);

function mutated(original: object, mutations: readonly Mutation[]): unknown {
  const whole = { it: structuredClone(original) };
  for (const change of mutations) {
    const places: [Container, string | number][] = [];
    collect(whole, places);
    const [container, key] = places[change.at % places.length]!;
    const inner = container[key];
    if (change.do === 'put') container[key] = structuredClone(change.value);
    else if (change.do === 'remove' && container !== whole) delete container[key];
    else if (change.do === 'add' && isContainer(inner)) inner[change.name] = structuredClone(change.value);
    else if (change.do === 'repeat' && (JSON.stringify(inner)?.length ?? 0) * change.times < LARGEST) {
      // Copies: a later repetition inside of one must not count for all of them.
      const copies = () => Array.from({ length: change.times }, () => structuredClone(inner));
      container[key] = typeof inner === 'string' ? inner.repeat(change.times) : copies();
    }
  }
  return whole.it;
}

function isContainer(inner: unknown): inner is Container {
  return typeof inner === 'object' && inner !== null;
}

function collect(container: Container, places: [Container, string | number][]): void {
  for (const key of Object.keys(container)) {
    places.push([container, key]);
    const inner = container[key];
    if (isContainer(inner)) collect(inner, places);
  }
}

function mutateBytes(bytes: Uint8Array, mutations: readonly ByteMutation[]): Uint8Array {
  const list = [...bytes];
  for (const { at: position, do: what, byte } of mutations) {
    const index = position % Math.max(1, list.length);
    if (what === 'flip') list[index] = (list[index] ?? 0) ^ byte;
    else if (what === 'insert') list.splice(index, 0, byte);
    else if (what === 'remove') list.splice(index, 1);
    else list.length = Math.min(list.length, index);
  }
  return Uint8Array.from(list);
}
