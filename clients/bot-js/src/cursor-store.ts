import { open, readFile, rename } from 'node:fs/promises';
import { Cursors } from '@cozy/protocol';
import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

/**
 * How far a bot has got: every event up to `cursors` is handled, and those in `done` beyond it. The Python SDK writes
 * the same.
 */
export const Progress = Type.Object({
  gateway: Type.String({ description: 'The address that the places belong to' }),
  user_id: Type.String({ description: "The bot's own account" }),
  cursors: Cursors,
  done: Type.Record(Type.String(), Type.Array(Type.Integer({ minimum: 0 }))),
});
export type Progress = Static<typeof Progress>;

/** Keeps a bot's progress between runs. Give the bot your own to keep it in a database. */
export interface CursorStore {
  /** Gives what was saved last, or nothing on a first start. */
  load(): Promise<Progress | undefined>;
  /** Replaces what was saved, whole or not at all. Called one at a time. */
  save(progress: Progress): Promise<void>;
}

/** Keeps progress in a JSON file, which is replaced by renaming, so that a crash leaves the old one or the new one. */
export class FileCursorStore implements CursorStore {
  readonly path: string;

  /** @param path of the file; its folder must exist. */
  constructor(path: string) {
    this.path = path;
  }

  async load(): Promise<Progress | undefined> {
    let text: string;
    try {
      text = await readFile(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    return parseProgress(text, this.path);
  }

  async save(progress: Progress): Promise<void> {
    const next = `${this.path}.next`;
    const file = await open(next, 'w', 0o600);
    try {
      await file.writeFile(JSON.stringify(progress));
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(next, this.path);
  }
}

function parseProgress(text: string, path: string): Progress {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Error(notCursors(path), { cause });
  }
  if (!Value.Check(Progress, value)) throw new Error(notCursors(path));
  return value;
}

const notCursors = (path: string) =>
  `${path} does not hold a bot's cursors. Move it away; the bot then starts with what happens from now on.`;
