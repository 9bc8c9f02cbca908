import { type Overwrite, PERMISSIONS } from '@cozy/protocol';
import type { Grant } from '../commands/command.ts';
import type { Context } from '../context.ts';
import { act } from './act.ts';
import { channelOf } from './options.ts';
import { plain } from './plain.ts';
import type { SlashInput } from './slashCommand.ts';

const WRITING = PERMISSIONS.SEND_MESSAGES;

/**
 * Takes the member role's right to write in a channel away, or stops taking it away. Who has it by another role keeps it.
 *
 * @returns the channel's name as Markdown.
 */
export async function setLocked(
  context: Context,
  input: SlashInput,
  grant: Grant<'interaction.create'>,
  locked: boolean,
): Promise<string> {
  const { id: channel_id, name, overwrites } = channelOf(input, grant);
  const { id } = grant.community;
  const before: Overwrite = overwrites.find((one) => one.id === id) ?? { id, type: 0, allow: '0', deny: '0' };
  const after: Overwrite = {
    ...before,
    allow: String(BigInt(before.allow) & ~WRITING),
    deny: String(locked ? BigInt(before.deny) | WRITING : BigInt(before.deny) & ~WRITING),
  };
  const says = BigInt(after.allow) !== 0n || BigInt(after.deny) !== 0n;
  await act(context, grant, 'channel.update', {
    channel_id,
    overwrites: [...overwrites.filter((one) => one.id !== id), ...(says ? [after] : [])],
  });
  return `**#${plain(name)}**`;
}
