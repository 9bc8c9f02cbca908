import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { dictionaryModule, makeDictionary } from '../script/dictionary.ts';
import { DecodeError, DICTIONARIES, DICTIONARY_VERSION, LIMITS, unwrapMessage } from '../src/index.ts';
import { seed } from './seed.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const dictionary = DICTIONARIES.get(1)!;
const compressed = (data: Uint8Array) => Buffer.concat([Uint8Array.of(1), deflateRawSync(data, { dictionary })]);

describe('the dictionary', () => {
  it('is the same file and module for ever, as far as its version goes [GW-49]', () => {
    expect(dictionary.length).to.equal(8192);
    expect(Buffer.from(dictionary).equals(readFileSync(at('../dictionary/1.bin')))).to.equal(true);
    expect(DICTIONARY_VERSION).to.equal(1);
    expect(readFileSync(at('../src/dictionary.ts'), 'utf8')).to.equal(dictionaryModule(DICTIONARIES));
  });

  it('comes out of its recording again', function () {
    this.timeout(30_000);
    expect(makeDictionary().equals(dictionary)).to.equal(true);
  });
});

describe('unwrapping messages', () => {
  it('gives frames that are plain, and what zlib has compressed with the dictionary [GW-49]', () => {
    expect(Buffer.from(unwrapMessage(Uint8Array.of(0, 129, 1)))).to.deep.equal(Buffer.from([129, 1]));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20_000 }), fc.nat(dictionary.length), (noise, from) => {
        const data = Buffer.concat([noise, dictionary.subarray(from), noise]);
        expect(Buffer.from(unwrapMessage(compressed(data))).equals(data)).to.equal(true);
      }),
      { seed, numRuns: 50 },
    );
  });

  it('leaves a message alone when the next one is read', () => {
    const first = unwrapMessage(compressed(Buffer.from('the first')));
    unwrapMessage(compressed(Buffer.from('the second')));
    expect(Buffer.from(first).toString()).to.equal('the first');
  });

  it('takes 16 MiB and no byte more [GW-50]', function () {
    this.timeout(30_000);
    expect(unwrapMessage(compressed(Buffer.alloc(LIMITS.inflatedBytes))).length).to.equal(LIMITS.inflatedBytes);
    expect(() => unwrapMessage(compressed(Buffer.alloc(LIMITS.inflatedBytes + 1)))).to.throw(DecodeError, 'Too large');
  });

  it('stops at a bomb, and does not look for its end [GW-50]', () => {
    const bomb = compressed(Buffer.alloc(4 * LIMITS.inflatedBytes));
    bomb.fill(0xff, Math.floor(bomb.length / 2));
    expect(() => unwrapMessage(bomb)).to.throw(DecodeError, 'Too large');
  });

  it('raises nothing but decode errors for bytes that are something else [GW-6]', () => {
    expect(() => unwrapMessage('text')).to.throw(DecodeError);
    for (const bytes of [[], [1], [2, 3, 0], [255]]) {
      expect(() => unwrapMessage(Uint8Array.from(bytes))).to.throw(DecodeError);
    }
    const whole = compressed(Buffer.from('something that ends early, wherever it is cut'.repeat(20)));
    for (let end = 1; end < whole.length; end++) {
      expect(() => unwrapMessage(whole.subarray(0, end)), `cut at ${end}`).to.throw(DecodeError);
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          unwrapMessage(Uint8Array.of(1, ...bytes));
        } catch (error) {
          expect(error).to.be.instanceOf(DecodeError);
        }
      }),
      { seed, numRuns: 5_000 },
    );
  });
});
