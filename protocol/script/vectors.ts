import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EVENTS, type EventName, encodeFrame, Op } from '../src/index.ts';
import { COMMAND_SAMPLES } from './command-samples.ts';
import { COMPRESSED, UNREADABLE } from './compressed-samples.ts';
import { CLIENT_SAMPLES, EVENT_SAMPLES, REFUSED, SERVER_SAMPLES } from './samples.ts';

const FOLDER = fileURLToPath(new URL('../vectors/', import.meta.url));

/**
 * Adds the vectors that a file lacks. Those that are there stay as they were written, because clients that are out in
 * the world write and read them so.
 *
 * @param kept the vectors of the file.
 * @param made the vectors of now.
 * @returns all of `kept` as they are, then those of `made` whose names are new.
 */
export function merge<V extends { name: string }>(kept: readonly V[], made: readonly V[]): V[] {
  const names = new Set(kept.map(({ name }) => name));
  return [...kept, ...made.filter(({ name }) => !names.has(name))];
}

const vector = ([name, frame]: [string, object]) => ({
  name,
  frame,
  msgpack: Buffer.from(encodeFrame('msgpack', frame)).toString('hex'),
  json: Buffer.from(encodeFrame('json', frame)).toString('utf8'),
});

const events = Object.entries(EVENT_SAMPLES).map(([t, d], index): [string, object] => [
  t,
  EVENTS[t as EventName].stored ? { op: Op.Dispatch, t, s: [3, 101 + index], d } : { op: Op.Dispatch, t, d },
]);

const commands = Object.entries(COMMAND_SAMPLES).flatMap(([t, { input, output }], n): [string, object][] => [
  [`${t} request`, { op: Op.Request, t, n, d: input }],
  [`${t} response`, { op: Op.Response, n, d: output }],
]);

const compressed = [
  ...Object.entries(COMPRESSED).map(([name, { message, frames }]) => ({
    name,
    message: message.toString('hex'),
    frames,
  })),
  // No frames: the message is refused.
  ...Object.entries(UNREADABLE).map(([name, message]) => ({ name, message: message.toString('hex'), frames: null })),
];

/** What each file should have, made afresh. */
export const VECTORS: Record<string, { name: string }[]> = {
  'client.json': Object.entries(CLIENT_SAMPLES).map(vector),
  'server.json': Object.entries(SERVER_SAMPLES).map(vector),
  'events.json': events.map(vector),
  'commands.json': commands.map(vector),
  'compressed.json': compressed,
  'refused.json': Object.entries(REFUSED).map(([name, refused]) => ({ name, ...refused })),
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [file, made] of Object.entries(VECTORS)) {
    const path = `${FOLDER}${file}`;
    const kept = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { name: string }[]) : [];
    const all = merge(kept, made);
    writeFileSync(path, `[\n${all.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`);
    console.log(`${file}: ${kept.length} kept, ${all.length - kept.length} added`);
  }
}
