import type { TSchema } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import { Value } from '@sinclair/typebox/value';
import { expect } from 'chai';
import fc from 'fast-check';
import { COMMANDS, Emoji, LIMITS, Line, OptionalText, Text, Username } from '../src/index.ts';
import { seed } from './seed.ts';

/** Milliseconds in which any text that fits a request must be checked, on a slow and busy machine. */
const SOON = 1000;

const SCHEMAS = {
  line: Line(100),
  text: Text(4000),
  'optional text': OptionalText(4000),
  emoji: Emoji,
  username: Username,
};

/** Checks as a client does, and compiled as the server does: both must say the same. */
function fits(schema: TSchema, value: unknown): boolean {
  const interpreted = Value.Check(schema, value);
  expect(TypeCompiler.Compile(schema).Check(value)).to.equal(interpreted);
  return interpreted;
}

const all = (schema: TSchema, expected: boolean, texts: readonly string[]) => {
  for (const text of texts) expect(fits(schema, text), JSON.stringify(text)).to.equal(expected);
};

const GOOD = [
  'a',
  'Grüße',
  'こんにちは',
  'مرحبا',
  'שלום',
  '𝒳 and 👩‍👩‍👧‍👦',
  'אב\u200f',
  'é',
  'a\u200bb',
  '"quotes" & <tags>',
  '𠮷',
];
const CONTROLS = ['\u0000', '\u0007', '\u0008', '\u000b', '\u000c', '\r', '\u001b[31m', '\u007f', '\u0085', '\u009f'];
const OVERRIDES = ['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'];
const HALVES = ['\ud83d', '\ude00', '\ude00\ud83d', 'a\ud83d', '\ud83da'];
const BLANK = [
  '',
  ' ',
  '   ',
  '\u00a0',
  '\u3000',
  '\u2003 ',
  '\u200b',
  '\u200d\ufe0f',
  '\u2800',
  '\u3164',
  '\u{e0061}',
];

describe('text from people', () => {
  it('[GW-40] is any language and any emoji, on one line', () => {
    all(SCHEMAS.line, true, GOOD);
    all(SCHEMAS.line, false, ['a\nb', 'a\tb', ...BLANK]);
  });

  it('[GW-40] may have lines and tabs where it is long', () => {
    all(SCHEMAS.text, true, [...GOOD, 'a\nb', '\n\na', '\tcode', '```\nx\n```\n']);
    all(SCHEMAS.text, false, [...BLANK, '\n', ' \n\t ']);
    all(SCHEMAS['optional text'], true, ['', ' ', '\n', 'a\nb']);
  });

  it('[GW-40] has no control characters, no bidirectional overrides, no half pairs', () => {
    const wrong = [...CONTROLS, ...OVERRIDES, ...HALVES];
    for (const schema of [SCHEMAS.line, SCHEMAS.text, SCHEMAS['optional text']]) {
      all(
        schema,
        false,
        wrong.map((part) => `a${part}`),
      );
      all(
        schema,
        false,
        wrong.map((part) => `${part}a`),
      );
      all(schema, false, wrong);
    }
  });

  it('[GW-40] fits for any well-formed string without the characters that are refused, and for no other', () => {
    const visible = /[^\s\p{Default_Ignorable_Code_Point}\u2800]/u;
    const unsafe = /[\p{Cc}\u202a-\u202e\u2066-\u2069\p{Cs}]/u;
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 100 }),
      fc.string({ unit: 'grapheme', maxLength: 40 }),
    );
    const piece = fc.oneof(anything, fc.constantFrom(...CONTROLS, ...OVERRIDES, ...HALVES, '\n', '\t', ' '));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 4 }), (pieces) => {
        const text = pieces.join('');
        const safe = !unsafe.test(text.replace(/[\n\t]/g, ''));
        expect(fits(SCHEMAS['optional text'], text)).to.equal(safe);
        expect(fits(SCHEMAS.text, text)).to.equal(safe && visible.test(text));
      }),
      { seed, numRuns: 3000 },
    );
  });

  it('[GW-40] is as long as the limit, and not one longer', () => {
    const content = COMMANDS['message.send'].input.properties.content;
    all(content, true, ['a'.repeat(LIMITS.messageLength), '😀'.repeat(LIMITS.messageLength / 2)]);
    all(content, false, ['a'.repeat(LIMITS.messageLength + 1), `${'😀'.repeat(LIMITS.messageLength / 2)}a`]);
  });

  it('[GW-40] is checked soon, whatever it is', () => {
    const hostile = ['a', ' ', '\u0000', '😀', '\ud83d', 'a ', '\n', '👩‍', '#️', '0'];
    for (const unit of hostile) {
      for (const end of ['', '\u0000', '\ud83d']) {
        const text = unit.repeat(LIMITS.frameBytes / unit.length) + end;
        for (const [name, schema] of Object.entries(SCHEMAS)) {
          const began = performance.now();
          fits(schema, text);
          expect(performance.now() - began, `${name}, ${JSON.stringify(unit)}`).to.be.below(SOON);
        }
      }
    }
  });
});

describe('an emoji', () => {
  it('is one of any kind', () => {
    all(Emoji, true, ['👍', '👍🏽', '❤️', '❤', '👩‍🚒', '👩🏿‍🚒', '🏳️‍🌈', '🇩🇪', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '1️⃣', '#️⃣', '©️', '👨‍👩‍👧‍👦']);
  });

  it('is no text, and not several', () => {
    all(Emoji, false, [
      '',
      'a',
      '1',
      '#',
      '*',
      '12',
      '👍👍',
      '👍a',
      'a👍',
      ' 👍',
      '👍 ',
      '🇩🇪🇫🇷',
      '\ud83d',
      'é',
      '<b>',
      '../',
    ]);
  });
});

describe('a username', () => {
  it('is lower-case letters, digits, underscore and full stop', () => {
    all(Username, true, ['ada', 'a_b.c', '99', 'a'.repeat(LIMITS.usernameLength)]);
    all(Username, false, ['a', 'Ada', 'a b', 'ä1', 'a-b', 'a'.repeat(LIMITS.usernameLength + 1), 'ada\n', '']);
  });
});
