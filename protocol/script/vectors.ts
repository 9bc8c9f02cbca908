import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EVENTS, type EventName, encodeFrame, Op } from '../src/index.ts';
import { CLIENT_SAMPLES, EVENT_SAMPLES, REFUSED, SERVER_SAMPLES } from './samples.ts';

const FOLDER = fileURLToPath(new URL('../vectors/', import.meta.url));

/**
 * Adds the vectors that a file lacks. Those that are there stay as they were written, because clients that are out in
 * the world write and read them so.
 */
function add(file: string, vectors: readonly { name: string }[]): void {
  const path = `${FOLDER}${file}`;
  const kept = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { name: string }[]) : [];
  const names = new Set(kept.map(({ name }) => name));
  const added = vectors.filter(({ name }) => !names.has(name));
  const lines = [...kept, ...added].map((vector) => JSON.stringify(vector));
  writeFileSync(path, `[\n${lines.join(',\n')}\n]\n`);
  console.log(`${file}: ${kept.length} kept, ${added.length} added`);
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

add('client.json', Object.entries(CLIENT_SAMPLES).map(vector));
add('server.json', Object.entries(SERVER_SAMPLES).map(vector));
add('events.json', events.map(vector));
add(
  'refused.json',
  Object.entries(REFUSED).map(([name, refused]) => ({ name, ...refused })),
);
