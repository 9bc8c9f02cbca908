import type { ConnectionState, Intent } from '@cozy/protocol';
import type { CursorStore } from './cursor-store.ts';

export interface BotOptions {
  /** The instance's address, e.g. `http://localhost:8080`. */
  url: string;
  /** The bot's token, from the web client: Settings → Bots. */
  token: string | undefined;
  /**
   * Where the bot keeps how far it has got, so that a restart handles what it missed: a file's path, a store of your
   * own, or false for nowhere. `.cozy-bot-<id>.json` in the working folder by default.
   */
  cursors?: string | CursorStore | false;
  /**
   * What becomes of events that came while the bot was not running: `handle`, the default, handles each once; `skip`
   * starts with what happens from now on. What comes while only the connection is lost is always handled.
   */
  missed?: 'handle' | 'skip';
  /** The groups of events to receive; all by default. */
  intents?: readonly Intent[];
  /**
   * Which part of the bot's communities this process looks after, `[index, count]` with index from 0: run as many
   * processes as `count`, each with an index of its own. Each keeps its own cursors.
   */
  shard?: readonly [index: number, count: number];
  /** Whether messages and joins of other bots are handled too; false by default. The bot's own never are. */
  otherBots?: boolean;
  /** Events that may wait for their handlers; what comes beyond is fetched from the server later. 10,000 by default. */
  queueLimit?: number;
}

/** What happens to the bot itself. */
export interface BotEvents {
  /** A session has begun or was resumed; the bot's own account id. */
  connected: string;
  /** The connection's state has changed. */
  state: ConnectionState;
  /** The bot was away for longer than the server keeps events: what it missed is lost, and it starts afresh. */
  reset: string;
  /** A handler failed, or the bot was refused for good (a CozyError). */
  error: unknown;
}
