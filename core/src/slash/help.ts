import { COMMAND_TYPES } from '@cozy/protocol';
import { offeredCommands } from '../state/applicationCommands.ts';
import { plain } from './plain.ts';
import type { SlashCommand } from './slashCommand.ts';

/** Commands that are listed. */
const LISTED = 40;

/** `/help`: what one can do here. */
export const help: SlashCommand = {
  definition: {
    name: 'help',
    name_localizations: { de: 'hilfe' },
    description: 'Lists the commands that you can use here',
    description_localizations: { de: 'Zeigt, welche Befehle du hier hast' },
  },
  run: async (context, _input, grant) => {
    const { commands, applications } = await offeredCommands(context, grant);
    const names = new Map(applications.map(({ id, display_name }) => [id, display_name]));
    const usable = commands.filter(({ type }) => type === COMMAND_TYPES.CHAT_INPUT);
    const lines = usable.slice(0, LISTED).map(({ name, description, application_id }) => {
      const bot = names.get(application_id);
      return `- **/${name}** ${plain(description)}${bot ? ` (${plain(bot)})` : ''}`;
    });
    const more = usable.length - lines.length;
    if (more > 0) lines.push(`- and ${more} more: write / to see them all`);
    return { content: `Commands that you can use here:\n\n${lines.join('\n')}` };
  },
};
