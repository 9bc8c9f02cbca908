import type { Socket } from '@cozy/protocol';
import type { Bot } from './bot.ts';
import type { CursorStore } from './cursor-store.ts';

/** What stands under bots in place of a server while a test kit plays to them. */
export interface Stage {
  /** The address and the token of a bot that was given none. */
  readonly url: string;
  readonly token: string;
  /** Keeps cursors in place of a file. */
  readonly store: CursorStore;
  /** Opens the bot's connection. */
  open(): Socket;
  /** Takes a bot in that was made on it. */
  enter(actor: Actor): void;
}

/** A bot, and what only who plays to it may do. */
export interface Actor {
  bot: Bot;
  /** Whether handlers or calls wait or run. */
  busy(): boolean;
  /** Runs every timer's handler once; on a stage, timers do not run by themselves. */
  tick(): void;
}

let current: Stage | undefined;

/** The stage on which a bot that is made now stands; none in earnest. */
export function currentStage(): Stage | undefined {
  return current;
}

/**
 * Runs a program whose bots stand on a stage.
 *
 * @throws Error when another program is being run so: modules load one at a time.
 */
export async function onStage(stage: Stage, program: () => unknown): Promise<void> {
  if (current) throw new Error('Another bot is being loaded. Wait for one kit before you start the next.');
  current = stage;
  try {
    await program();
  } finally {
    current = undefined;
  }
}
