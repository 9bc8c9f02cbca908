import { setTimeout as sleep } from 'node:timers/promises';
import { type CommandInput, type CommandName, type CommandOutput, CozyError, type ErrorCode } from '@cozy/protocol';
import type { Member } from './member.ts';

/** Milliseconds to wait before a refused request is sent again, when the server does not say, or for the connection. */
const RETRY_AFTER = 250;

/**
 * Calls a command until it is answered, as clients do: it waits for the connection, and asks again after errors that may
 * go away by themselves.
 * @param patience asked before each further try; once false, it gives up.
 * @throws {Error} when the connection is closed for good.
 * @returns the output; the code of an error that waiting cannot mend; or null when patience has ended.
 */
export async function insist<C extends CommandName>(
  member: Member,
  name: C,
  input: CommandInput<C>,
  patience: () => boolean,
): Promise<{ output: CommandOutput<C> } | { refused: ErrorCode } | null> {
  do {
    member.assertOpen();
    try {
      return { output: await member.connection.request(name, input) };
    } catch (error) {
      if (!(error instanceof CozyError)) throw error;
      if (!error.retryable) return { refused: error.code };
      await sleep(error.retryAfter ? error.retryAfter * 1000 : RETRY_AFTER);
    }
  } while (patience());
  return null;
}
