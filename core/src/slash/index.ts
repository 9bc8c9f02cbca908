import { createHash } from 'node:crypto';
import { type ApplicationCommand, BUILT_IN_APPLICATION, COMMAND_TYPES } from '@cozy/protocol';
import { help } from './help.ts';
import type { SlashCommand } from './slashCommand.ts';

/** The commands that Cozy itself has, each one file. */
const SLASH_COMMANDS: readonly SlashCommand[] = [help];

// An id that is the same on every node and stays when others are added: by the name.
function idOf({ definition: { name, type } }: SlashCommand): string {
  const number = createHash('sha256').update(`${type} ${name}`).digest().readUInt32BE();
  return String(BigInt(BUILT_IN_APPLICATION) + BigInt(number) + 1n);
}

const byId = new Map(SLASH_COMMANDS.map((command) => [idOf(command), command]));

/** The commands that Cozy itself has, as they are offered. */
export const BUILT_IN_COMMANDS: readonly ApplicationCommand[] = [...byId].map(([id, { definition }]) => ({
  ...definition,
  id,
  application_id: BUILT_IN_APPLICATION,
  type: definition.type ?? COMMAND_TYPES.CHAT_INPUT,
  description: definition.description ?? '',
}));

/** Gives the built-in command with an id that BUILT_IN_COMMANDS names, or undefined. */
export function slashCommand(id: string): SlashCommand | undefined {
  return byId.get(id);
}
