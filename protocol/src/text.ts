import { Type } from '@sinclair/typebox';
import { LIMITS } from './limits.ts';

/** ISO 8601 time in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const Timestamp = Type.String({
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$',
  description: 'ISO 8601 in UTC with milliseconds',
});

// Text from people never holds control characters, half surrogate pairs, or the bidirectional overrides that make a line
// read as something else. TypeBox matches patterns without the `u` flag, so surrogate pairs are spelled out.
const UNSAFE = '\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff';
const PAIR = '[\\ud800-\\udbff][\\udc00-\\udfff]';
const LINE_CHARACTER = `(?:[^\\u0000-\\u001f${UNSAFE}]|${PAIR})`;
const TEXT_CHARACTER = `(?:[^\\u0000-\\u0008\\u000b-\\u001f${UNSAFE}]|${PAIR})`;
// What shows nothing: white space, and Unicode's Default_Ignorable_Code_Point with the blank Braille pattern. Of a pair
// the first half decides; \udb40 to \udb43 begin tags and variation selectors.
const VISIBLE =
  '[^\\s\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e' +
  '\\u2060-\\u206f\\u2800\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufff8\\udb40-\\udb43\\udc00-\\udfff]';

/** One line of text with at least one visible character. */
export const Line = (maxLength: number, description = 'One line of text') =>
  Type.String({ minLength: 1, maxLength, pattern: `^(?=.*${VISIBLE})${LINE_CHARACTER}+$`, description });

/** Several lines of text with at least one visible character; tab and line feed are the only control characters. */
export const Text = (maxLength: number, description = 'Text of one or more lines') =>
  Type.String({ minLength: 1, maxLength, pattern: `^(?=[\\s\\S]*${VISIBLE})${TEXT_CHARACTER}+$`, description });

/** Several lines of text with at least one visible character, or nothing at all. */
export const EmptyOrText = (maxLength: number, description: string) =>
  Type.String({ maxLength, pattern: `^(?:(?=[\\s\\S]*${VISIBLE})${TEXT_CHARACTER}+)?$`, description });

/** Several lines of text, or none. */
export const OptionalText = (maxLength: number, description = 'Text of any number of lines') =>
  Type.String({ maxLength, pattern: `^${TEXT_CHARACTER}*$`, description });

export const Username = Type.String({
  minLength: 2,
  maxLength: LIMITS.usernameLength,
  pattern: '^[a-z0-9_.]+$',
  description: 'Lower-case letters, digits, underscore and full stop',
});

/** Hue of an avatar or community mark, in degrees of OKLCH; lightness and chroma come from the theme. */
export const Hue = Type.Integer({ minimum: 0, maximum: 359 });

/** Where a code is sent: by https, or by http to the same machine (RFC 8252, 7.3), without a fragment (RFC 6749, 3.1.2). */
export const RedirectUri = Type.String({
  maxLength: LIMITS.redirectUriLength,
  pattern: '^(https://|http://(localhost|127\\.0\\.0\\.1|\\[::1\\])(:[0-9]{1,5})?/)[^\\s#]+$',
  description: 'An address that begins with https://, or with http://localhost/, and has no #',
});
