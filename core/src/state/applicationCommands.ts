import {
  type ApplicationCommand,
  BUILT_IN_APPLICATION,
  type Channel,
  CozyError,
  hasPermission,
  type User,
} from '@cozy/protocol';
import type { Context } from '../context.ts';
import { BUILT_IN_COMMANDS } from '../slash/index.ts';
import type { CommunityState } from './communityState.ts';

/** The `_id` of a bot's commands: for everyone, or in one community. */
export function commandSetId(botId: string, communityId: string | undefined): string {
  return `${botId}:${communityId ?? '_'}`;
}

/**
 * Whether a member may use a command, by the permissions that it asks for.
 *
 * @param permissions what they may do in the channel.
 */
export function mayUse({ default_member_permissions: needed }: ApplicationCommand, permissions: bigint): boolean {
  if (needed === undefined || needed === null) return true;
  if (needed === '0') return hasPermission(permissions, 'ADMINISTRATOR');
  return (permissions & BigInt(needed)) === BigInt(needed);
}

/** Where a command is called or offered. */
interface Place {
  community: CommunityState;
  channel: Channel;
  /** Of who calls. */
  permissions: bigint;
}

/** Gives the commands that a member may use in a channel, and the bots whose they are. */
export async function offeredCommands(
  context: Context,
  place: Place,
): Promise<{ commands: ApplicationCommand[]; applications: User[] }> {
  const { database } = context;
  const { community, permissions } = place;
  const members = await database.members.find({ community_id: community.id, bot: true, left: false }).lean();
  const bots: string[] = [];
  for (const { user_id } of members) if (await seesChannel(context, place, user_id)) bots.push(user_id);
  const ids = bots.flatMap((bot) => [commandSetId(bot, undefined), commandSetId(bot, community.id)]);
  const sets = ids.length > 0 ? await database.commandSets.find({ _id: { $in: ids } }).toArray() : [];
  const commands = sets.flatMap((set) => set.commands);
  const offered = [...(community.kind ? [] : BUILT_IN_COMMANDS), ...commands].filter((one) => mayUse(one, permissions));
  const users = await context.users.publicOf(sets.map(({ application_id }) => application_id));
  return { commands: offered, applications: [...users.values()] };
}

/**
 * Finds a command by its id.
 *
 * @throws CozyError UNKNOWN_APPLICATION_COMMAND when it is not offered to the caller in this channel.
 */
export async function accessCommand(context: Context, place: Place, id: string): Promise<ApplicationCommand> {
  const { community, permissions } = place;
  const builtIn = community.kind ? undefined : BUILT_IN_COMMANDS.find((one) => one.id === id);
  const set = builtIn ? null : await context.database.commandSets.findOne({ 'commands.id': id });
  const command = builtIn ?? set?.commands.find((one) => one.id === id);
  if (!command || !mayUse(command, permissions)) throw new CozyError('UNKNOWN_APPLICATION_COMMAND');
  if (command.application_id !== BUILT_IN_APPLICATION) {
    const elsewhere = command.community_id !== undefined && command.community_id !== community.id;
    if (elsewhere || !(await seesChannel(context, place, command.application_id))) {
      throw new CozyError('UNKNOWN_APPLICATION_COMMAND');
    }
  }
  return command;
}

/** Whether a bot is a member that may view a channel and answer there. */
export async function seesChannel(
  { replica }: Context,
  { community, channel }: Pick<Place, 'community' | 'channel'>,
  botId: string,
): Promise<boolean> {
  const membership = await replica.membership(community, botId);
  if (!community.isGranted(botId, 'commands', channel)) return false;
  return membership !== null && hasPermission(community.permissions(membership, channel), 'VIEW_CHANNEL');
}
