import { readFileSync } from 'node:fs';

/** A frame as it is written down: plain JSON. */
export interface RecordedFrame {
  op: number;
  t?: string;
  n?: number;
  s?: [number, number];
  d?: unknown;
  e?: unknown;
}

/** One thing that happened on one person's connection, in the order in which it was seen. */
export type Step = { who: string } & (
  | { connect: string }
  | { send: RecordedFrame }
  | { receive: RecordedFrame }
  | { close: true }
);

/** What stands in the first line of a recording. */
export interface Heading {
  /** The commit whose client and server spoke. */
  commit: string;
  people: string[];
}

/** A conversation of clients with a server, line by line in a file of JSON lines. */
export interface Recording {
  heading: Heading;
  steps: Step[];
}

/** Stands for the access token of the person whose connection it is. */
export const TOKEN = '$token';

/** Reads a recording. */
export function readRecording(file: URL): Recording {
  const [heading, ...steps] = readFileSync(file, 'utf8').trimEnd().split('\n');
  return { heading: JSON.parse(heading!) as Heading, steps: steps.map((line) => JSON.parse(line) as Step) };
}
