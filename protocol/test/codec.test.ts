import { expect } from 'chai';
import fc from 'fast-check';
import { DecodeError, decodeFrames, type Encoding, encodeFrame, LIMITS } from '../src/index.ts';
import { seed } from './seed.ts';

const ENCODINGS: Encoding[] = ['msgpack', 'json'];

/** Milliseconds in which a message as large as a client may send must be refused or read, on a slow and busy machine. */
const SOON = 1000;

const key = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((name) => name !== '__proto__');
const number = fc.oneof(
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(fc.constantFrom(null, true, false), number, fc.string({ unit: 'grapheme', maxLength: 300 })),
    fc.array(tie('value'), { maxLength: 40 }),
    fc.dictionary(key, tie('value'), { maxKeys: 40, noNullPrototype: true }),
  ),
}));
const frame = fc.dictionary(key, value, { maxKeys: 40, noNullPrototype: true });

/** Bytes that look like MessagePack more often than random ones do. */
const almost = fc.uint8Array({ minLength: 0, maxLength: 60 }).map((bytes) => Uint8Array.of(0x81, 0xa1, 0x64, ...bytes));

/** Decodes, and lets nothing but a DecodeError be thrown. */
function decode(encoding: Encoding, data: string | Uint8Array, maxDepth?: number): object[] | undefined {
  try {
    return decodeFrames(encoding, data, maxDepth);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return undefined;
  }
}

describe('the codec', () => {
  for (const encoding of ENCODINGS) {
    describe(encoding, () => {
      it('[GW-2] [GW-3] reads what it has written', () => {
        fc.assert(
          fc.property(frame, (written) => {
            expect(decodeFrames(encoding, encodeFrame(encoding, written))).to.deep.equal([written]);
          }),
          { seed, numRuns: 200 },
        );
      });

      it('[GW-4] reads several frames of one message, in order', () => {
        fc.assert(
          fc.property(fc.array(frame, { minLength: 1, maxLength: 8 }), (frames) => {
            const message = Buffer.concat(frames.map((one) => encodeFrame(encoding, one)));
            expect(decodeFrames(encoding, message)).to.deep.equal(frames);
          }),
          { seed },
        );
      });

      it('[GW-2] leaves undefined fields out', () => {
        const bytes = encodeFrame(encoding, { op: 1, d: undefined, x: { y: undefined } });
        expect(decodeFrames(encoding, bytes)).to.deep.equal([{ op: 1, x: {} }]);
      });

      it('gives bytes that stay as they are when the next frame is written', () => {
        const first = encodeFrame(encoding, { op: 1, d: 'first' });
        const copy = Uint8Array.from(first);
        for (let index = 0; index < 2000; index++) encodeFrame(encoding, { op: 2, d: 'another one' });
        expect(Uint8Array.from(first)).to.deep.equal(copy);
      });

      it('[GW-6] refuses a message that was cut anywhere', () => {
        fc.assert(
          fc.property(frame, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (written, where) => {
            const bytes = encodeFrame(encoding, written);
            // The last byte of JSON is the line feed, which may be missing.
            const length = Math.floor(where * (bytes.length - 1));
            expect(decode(encoding, bytes.subarray(0, length))).to.equal(undefined);
          }),
          { seed, numRuns: 200 },
        );
      });

      it('[GW-6] raises nothing but DecodeError for random bytes', () => {
        fc.assert(
          fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), almost), (bytes) => {
            const frames = decode(encoding, bytes);
            if (!frames) return;
            expect(frames).to.have.length.above(0);
            for (const one of frames) expect(Object.getPrototypeOf(one)).to.equal(Object.prototype);
          }),
          { seed, numRuns: 5000 },
        );
      });

      it('[GW-6] counts the depth of maps and arrays alike', () => {
        const deep = (depth: number) => {
          let inner: unknown = 1;
          for (let level = 1; level < depth; level++) inner = level % 2 === 0 ? { d: inner } : [inner];
          return encodeFrame(encoding, { d: inner });
        };
        expect(decode(encoding, deep(16), 16)).to.have.length(1);
        expect(decode(encoding, deep(17), 16)).to.equal(undefined);
      });

      it('[GW-6] never changes a prototype', () => {
        const bytes = Buffer.from(
          encoding === 'json'
            ? '{"__proto__":{"polluted":1}}'
            : // {"__proto__": {"polluted": 1}}
              '81a95f5f70726f746f5f5f81a8706f6c6c7574656401',
          encoding === 'json' ? 'utf8' : 'hex',
        );
        const [decoded] = decodeFrames(encoding, bytes) as [Record<string, unknown>];
        expect(decoded.polluted).to.equal(undefined);
        expect(({} as Record<string, unknown>).polluted).to.equal(undefined);
      });
    });
  }

  const repeat = (hex: string, bytes: number) => Buffer.alloc(bytes, Buffer.from(hex, 'hex'));
  const hostile: [string, Encoding, Uint8Array][] = [
    ['arrays in arrays', 'msgpack', Buffer.concat([Buffer.from('81a164', 'hex'), repeat('91', LIMITS.frameBytes - 3)])],
    ['maps in maps', 'msgpack', repeat('81a164', LIMITS.frameBytes)],
    [
      'huge arrays in huge arrays',
      'msgpack',
      Buffer.concat([Buffer.from('81a164', 'hex'), repeat('dd00ffffff', 65_530)]),
    ],
    [
      'an array of four billion',
      'msgpack',
      Buffer.concat([Buffer.from('81a164ddffffffff', 'hex'), repeat('c0', 65_000)]),
    ],
    [
      'a text of four billion bytes',
      'msgpack',
      Buffer.concat([Buffer.from('81a164dbffffffff', 'hex'), repeat('61', 65_000)]),
    ],
    ['record definitions', 'msgpack', Buffer.from('81a164d4724093a161a162a163010203', 'hex')],
    ['brackets', 'json', Buffer.alloc(LIMITS.frameBytes, '[')],
    ['maps in maps', 'json', Buffer.alloc(LIMITS.frameBytes, '{"d":')],
    [
      'bytes that are no UTF-8',
      'json',
      Buffer.concat([Buffer.from('{"d":"'), repeat('ff', 60_000), Buffer.from('"}')]),
    ],
  ];
  for (const [name, encoding, bytes] of hostile) {
    it(`[GW-6] refuses ${name} in ${encoding} soon, and takes little memory for it`, () => {
      const before = process.memoryUsage();
      const began = performance.now();
      expect(() => decodeFrames(encoding, bytes, LIMITS.frameDepth)).to.throw(DecodeError);
      expect(performance.now() - began).to.be.below(SOON);
      const after = process.memoryUsage();
      expect(after.arrayBuffers + after.heapTotal - before.arrayBuffers - before.heapTotal).to.be.below(64 * 2 ** 20);
    });
  }

  it('[GW-6] reads as many empty frames as fit into a message soon', () => {
    const began = performance.now();
    expect(decodeFrames('msgpack', Buffer.alloc(LIMITS.frameBytes, 0x80))).to.have.length(LIMITS.frameBytes);
    expect(performance.now() - began).to.be.below(SOON);
  });

  it('[GW-6] is not changed by what a stranger has sent before', () => {
    decode('msgpack', Buffer.from('d4724093a161a162a163010203', 'hex'));
    decode('msgpack', Buffer.from('81a164d4724093a161a162a163010203', 'hex'));
    const numbers = { d: Array.from({ length: 128 }, (_, index) => index) };
    expect(decodeFrames('msgpack', encodeFrame('msgpack', numbers))).to.deep.equal([numbers]);
  });

  it('[GW-3] takes text for JSON only', () => {
    expect(decodeFrames('json', '{"op":1}\n{"op":2}\n')).to.deep.equal([{ op: 1 }, { op: 2 }]);
    expect(() => decodeFrames('msgpack', '{"op":1}')).to.throw(DecodeError);
  });

  it('[GW-2] takes integers beyond 32 bits in every form', () => {
    for (const form of ['cb41f0000000000000', 'cf0000000100000000', 'd30000000100000000']) {
      expect(decodeFrames('msgpack', Buffer.from(`81a16e${form}`, 'hex'))).to.deep.equal([{ n: 2 ** 32 }]);
    }
  });
});
