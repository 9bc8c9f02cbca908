import type { ApplicationCommand, CommandInput, CommandOutput, User } from '@cozy/protocol';
import { type Accessor, createResource } from 'solid-js';
import { useApp } from '../app/context.ts';
import type { Instance } from '../instance/instance.ts';

/** The commands that are offered in a channel, and the bots whose they are. */
export type Offered = CommandOutput<'application-command.list'>;

/** Milliseconds that the commands of a channel are not asked for again. */
const FRESH = 30_000;

const known = new WeakMap<Instance, Map<string, { at: number; offered: Promise<Offered> }>>();

// Those that were asked for a moment ago are not asked for again.
function offeredCommands(instance: Instance, channelId: string): Promise<Offered> {
  const channels = known.get(instance) ?? new Map();
  known.set(instance, channels);
  const before = channels.get(channelId);
  if (before && Date.now() - before.at < FRESH) return before.offered;
  const offered = instance.commands['application-command'].list({ channel_id: channelId });
  channels.set(channelId, { at: Date.now(), offered });
  offered.catch(() => channels.delete(channelId));
  return offered;
}

/** Gives the commands of a channel once they are known; without them, as without a connection, none are offered. */
export function createOffered(instance: Instance, channelId: Accessor<string>): Accessor<Offered | undefined> {
  const [offered] = createResource(channelId, async (id) => {
    try {
      return await offeredCommands(instance, id);
    } catch (error) {
      console.debug('The commands of the channel could not be had.', error);
      return undefined;
    }
  });
  return () => offered.latest;
}

/** A text in the reader's language, if the bot has told it. */
export function localized(text: string, localizations: Record<string, string> | undefined): string {
  for (const locale of navigator.languages) {
    const found = localizations?.[locale] ?? localizations?.[locale.split('-')[0] ?? ''];
    if (found) return found;
  }
  return text;
}

/** Who carries a command out, for people. */
export function applicationName(command: ApplicationCommand, applications: readonly User[]): string {
  return applications.find(({ id }) => id === command.application_id)?.display_name ?? 'Cozy';
}

/**
 * Gives what calls a command, uses a component or sends a modal. A modal that comes as the answer is opened.
 *
 * @throws CozyError by the function that is given.
 */
export function createInteractions(instance: Instance) {
  const app = useApp();
  return async (input: CommandInput<'interaction.create'>): Promise<CommandOutput<'interaction.create'>> => {
    const answer = await instance.commands.interaction.create(input);
    const { modal, modal_token } = answer;
    if (modal && modal_token) app.ask({ kind: 'modal', channelId: input.channel_id, modal, token: modal_token });
    return answer;
  };
}
