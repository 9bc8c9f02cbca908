import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { DICTIONARIES, encodeFrame, Op, type ServerFrame } from '../src/index.ts';
import { coverDictionary, type Sample } from './cover.ts';

const FOLDER = fileURLToPath(new URL('../dictionary/', import.meta.url));
const MODULE = fileURLToPath(new URL('../src/dictionary.ts', import.meta.url));

/** The version that is made here. What a version holds never changes once a server has used it. */
const VERSION = 1;

/** What record.ts wrote: lines of `[community, frame]` as JSON, gzipped. */
export const RECORDING = `${FOLDER}${VERSION}.recording.ndjson.gz`;

/**
 * 8 KB, because events of communities that were left out of the making were 6 % larger with 2 KB (124 bytes against 118,
 * from 243), and with 32 KB 6 % smaller, which every client would have to load. Of windows of 3 to 6 bytes, segments of
 * 32 to 160 and two or three sources these gave the smallest.
 */
const COVER = { size: 8192, segment: 64, window: 4, sources: 2 } as const;

/** People who are sent an event of a community; the answer to a request goes to one. */
const RECEIVERS = 8;

/** Numbers that look random, from 0 to below 1, and are the same each time. Source: mulberry32, github.com/bryc/code. */
function pseudoRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Gives a frame other ids, times, places and numbers, because those of the recording never come again. What stays for
 * years stays: the first digit of ids, which changes every 7.6 years, and the first three of the year.
 */
function estrange(frame: ServerFrame, random: () => number): ServerFrame {
  const digits = (count: number) => Array.from({ length: count }, () => Math.floor(random() * 10)).join('');
  const known = new Map<string, string>();
  const strange = (value: string, make: () => string): string => {
    const made = known.get(value) ?? make();
    known.set(value, made);
    return made;
  };
  const whole = (limit: number) => Math.floor(random() * limit);
  const text = (value: string): string => {
    if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) {
      return strange(value, () => new Date(Date.UTC(2026, 0, 1) + whole(4 * 365 * 86_400_000)).toISOString());
    }
    return value.replace(/\d{18,20}/g, (id) => strange(id, () => id[0] + digits(id.length - 1)));
  };
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return text(value);
    if (key === 's') return [whole(64), 65_536 + whole(2 ** 31)];
    if (key === 'n' || key === 'hue') return whole(360);
    if (Array.isArray(value)) return value.map((one) => walk(one, ''));
    if (typeof value !== 'object' || value === null) return value;
    if (key === 'cursors' || (key === 'd' && frame.op === Op.HeartbeatAck)) {
      return Object.fromEntries(Object.keys(value).map((partition) => [partition, 65_536 + whole(2 ** 31)]));
    }
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, walk(one, name)]));
  };
  return walk(frame, '') as ServerFrame;
}

/** Reads the recording as what a dictionary is made of, and measured with. */
export function recordedSamples(): Sample[] {
  const random = pseudoRandom(VERSION);
  const lines = gunzipSync(readFileSync(RECORDING)).toString('utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const [source, frame] = JSON.parse(line) as [number, ServerFrame];
    const weight = frame.op === Op.Dispatch && frame.s ? RECEIVERS : 1;
    return { source, weight, bytes: encodeFrame('msgpack', estrange(frame, random)) };
  });
}

/** Makes the dictionary of {@link VERSION} from its recording. */
export function makeDictionary(samples: readonly Sample[] = recordedSamples(), options = COVER): Buffer {
  return coverDictionary(samples, options);
}

/** The TypeScript module that has the dictionaries, for browsers too, which read no files. */
export function dictionaryModule(dictionaries: ReadonlyMap<number, Uint8Array>): string {
  const entries = [...dictionaries].map(([version, bytes]) => {
    const lines =
      Buffer.from(bytes)
        .toString('base64')
        .match(/.{1,112}/g) ?? [];
    return `  [\n    ${version},\n    [\n${lines.map((line) => `      '${line}',`).join('\n')}\n    ],\n  ],`;
  });
  return `// Written by protocol/script/dictionary.ts from ../dictionary/. Do not edit.

/** The newest dictionary for \`compress=dict\`. */
export const DICTIONARY_VERSION = ${Math.max(...dictionaries.keys())};

const BASE64: [number, string[]][] = [
${entries.join('\n')}
];

/** The preset dictionaries of raw deflate by their version. One that is here never changes. */
export const DICTIONARIES: ReadonlyMap<number, Uint8Array> = new Map(
  BASE64.map(([version, lines]) => [version, Uint8Array.from(atob(lines.join('')), (byte) => byte.charCodeAt(0))]),
);
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = `${FOLDER}${VERSION}.bin`;
  // Servers and clients that are out in the world have it as it is.
  if (existsSync(path)) throw new Error(`Version ${VERSION} exists, and never changes. Record a new version.`);
  const dictionary = makeDictionary();
  writeFileSync(path, dictionary);
  writeFileSync(MODULE, dictionaryModule(new Map([...DICTIONARIES, [VERSION, dictionary]])));
  console.log(`Version ${VERSION}: ${dictionary.length} bytes`);
}
