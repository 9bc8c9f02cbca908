import { CozyError } from '@cozy/protocol';
import type { Actor } from '../commands/command.ts';
import type { Context } from '../context.ts';
import { type Call, readCall } from './tokens.ts';

/**
 * Reads an interaction's token for the bot that answers.
 *
 * @throws CozyError UNKNOWN_INTERACTION when it is of another interaction, or of another bot; INTERACTION_EXPIRED.
 */
export async function accessCall(
  { keys }: Context,
  { user }: Actor,
  { interaction_id, token }: { interaction_id: string; token: string },
): Promise<Call> {
  const call = await readCall(keys, 'interaction', token);
  if (call.id !== interaction_id || call.bot !== user.id) throw new CozyError('UNKNOWN_INTERACTION');
  return call;
}
