import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { Cursors } from '../src/index.ts';

const strict = { additionalProperties: false } as const;
const Pattern = Type.Record(Type.String(), Type.Unknown());

/** One thing that the mock does or waits for; README.md says what each means. */
export const Step = Type.Recursive((Step) =>
  Type.Union([
    Type.Object(
      { send: Type.Unknown(), compress: Type.Optional(Type.Union([Type.Literal('dict'), Type.Literal('plain')])) },
      strict,
    ),
    Type.Object({ send_bytes: Type.String({ pattern: '^([0-9a-f]{2})*$' }) }, strict),
    Type.Object({ send_raw: Type.String({ pattern: '^([0-9a-f]{2})*$' }) }, strict),
    Type.Object({ send_text: Type.String() }, strict),
    Type.Object(
      {
        expect: Type.Union([Pattern, Type.String({ pattern: '^\\$' })]),
        as: Type.Optional(Type.String({ pattern: '^[a-z]+$' })),
      },
      strict,
    ),
    Type.Object({ expect_close: Type.Literal(true) }, strict),
    Type.Object({ quiet: Type.Integer({ minimum: 1, description: 'Milliseconds' }) }, strict),
    Type.Object({ pause: Type.Integer({ minimum: 1, description: 'Milliseconds' }) }, strict),
    Type.Object(
      {
        heartbeats: Type.Union([Type.Literal('answer'), Type.Literal('ignore')]),
        places: Type.Optional(Cursors),
      },
      strict,
    ),
    Type.Object({ close: Type.Integer(), reason: Type.Optional(Type.String()) }, strict),
    Type.Object({ drop: Type.Literal(true) }, strict),
    Type.Object(
      {
        repeat: Type.Integer({ minimum: 1 }),
        from: Type.Optional(Type.Integer({ description: 'First value of $i; 0 by default' })),
        steps: Type.Array(Step),
      },
      strict,
    ),
  ]),
);
export type Step = Static<typeof Step>;

/** What a client under test must have seen and got when the conversation is over. */
export const Outcome = Type.Object(
  {
    dispatches: Type.Array(
      Type.Tuple([Type.String(), Type.Union([Type.Null(), Type.Tuple([Type.Integer(), Type.Integer()])])]),
      { description: 'Every known event in order, as [name, place or null]' },
    ),
    replies: Type.Integer({ minimum: 0, description: 'How many answers the client sent with success' }),
    fatal: Type.Union([Type.Integer(), Type.Null()], { description: 'The close code that ends it for good' }),
    reset: Type.Boolean({ description: 'Whether the client was told that its session could not be resumed' }),
  },
  strict,
);
export type Outcome = Static<typeof Outcome>;

/** A script file. */
export const Script = Type.Object(
  {
    about: Type.String(),
    uses: Type.Optional(Type.String({ description: 'A file of named values, relative to this one' })),
    define: Type.Optional(Pattern),
    timeout: Type.Optional(Type.Integer({ minimum: 1, description: 'Milliseconds for each wait; 10,000 by default' })),
    ignore: Type.Optional(
      Type.Array(Type.Integer(), { description: 'Opcodes that may come at any time; [1, 3, 8, 14] by default' }),
    ),
    connections: Type.Array(Type.Array(Step), { minItems: 1 }),
    outcome: Type.Optional(Outcome),
  },
  strict,
);
export type Script = Static<typeof Script>;

/** Where the recorded conversations are. */
export const CONVERSATIONS = fileURLToPath(new URL('conversations/', import.meta.url));

/**
 * Reads a script file, with the values of the file that it `uses`.
 *
 * @param path of the script.
 * @throws Error with the place of the first mistake when the file is not a script.
 */
export function loadScript(path: string): Script {
  const raw: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const mistake = Value.Errors(Script, raw).First();
  if (mistake) throw new Error(`${path} is not a script: ${mistake.path || '/'}: ${mistake.message}.`);
  const script = raw as Script;
  if (script.uses === undefined) return script;
  const shared = JSON.parse(readFileSync(resolve(dirname(path), script.uses), 'utf8')) as Record<string, unknown>;
  return { ...script, define: { ...shared, ...script.define } };
}
