import { type CommandArgument, LIMITS, OPTION_TYPES, PERMISSIONS, type Permission, type Reason } from '@cozy/protocol';
import type { Static } from '@sinclair/typebox';
import type { Grant } from '../commands/command.ts';
import { plain } from './plain.ts';
import type { SlashInput } from './slashCommand.ts';

/** Whom it is about. */
export const MEMBER: CommandArgument = {
  type: OPTION_TYPES.USER,
  name: 'member',
  description: 'Whom it is about',
  required: true,
};

/** Why it is done. */
export const REASON: CommandArgument = {
  type: OPTION_TYPES.STRING,
  name: 'reason',
  description: 'Kept in the case and the audit log',
  min_length: 1,
  max_length: LIMITS.reasonLength,
};

/** Whether they are written to. */
export const NOTIFY: CommandArgument = {
  type: OPTION_TYPES.BOOLEAN,
  name: 'notify',
  description: 'Sends them a direct message with the reason, from you',
};

/** Where it is done. */
export const CHANNEL: CommandArgument = {
  type: OPTION_TYPES.CHANNEL,
  name: 'channel',
  description: 'Another one than this',
};

/** What a member needs for a command to be offered to them, as a set on the wire. */
export function needs(...permissions: readonly Permission[]): string {
  return String(permissions.reduce((all, one) => all | PERMISSIONS[one], 0n));
}

/** What acts towards a member are given alike. */
export function towards(
  { values }: SlashInput,
  { community }: Grant<'interaction.create'>,
): { community_id: string; user_id: string; reason?: Static<typeof Reason>; notify?: boolean } {
  const { member, reason, notify } = values;
  return {
    community_id: community.id,
    user_id: String(member),
    ...(reason !== undefined && { reason: String(reason).trim() }),
    ...(notify === true && { notify }),
  };
}

/** The channel that was chosen, else the one in which it is called. */
export function channelOf({ values, resolved }: SlashInput, { channel }: Grant<'interaction.create'>) {
  return resolved.channels?.[String(values.channel)] ?? channel;
}

/** What somebody is called here, as Markdown. */
export function nameOf({ values, resolved }: SlashInput): string {
  const id = String(values.member);
  return `**${plain(resolved.members?.[id]?.nick ?? resolved.users?.[id]?.display_name ?? 'Someone')}**`;
}

/** How an act ends: its case, and whether the direct message that was wanted could be sent. */
export function outcome({ case_number, notified }: { case_number?: number; notified?: boolean }): string {
  const number = case_number === undefined ? '' : ` (case ${case_number})`;
  return `${number}.${notified === false ? ' They could not be written to.' : ''}`;
}
