import { createHash } from 'node:crypto';
import { type ApplicationCommand, BUILT_IN_APPLICATION, COMMAND_TYPES } from '@cozy/protocol';
import { announce } from './announce.ts';
import { ban } from './ban.ts';
import { showCase } from './case.ts';
import { help } from './help.ts';
import { kick } from './kick.ts';
import { lock } from './lock.ts';
import { nick } from './nick.ts';
import { note } from './note.ts';
import { purge } from './purge.ts';
import { role } from './role.ts';
import type { SlashCommand } from './slashCommand.ts';
import { slowmode } from './slowmode.ts';
import { tempban } from './tempban.ts';
import { timeout } from './timeout.ts';
import { unban } from './unban.ts';
import { unlock } from './unlock.ts';
import { warn } from './warn.ts';
import { warnings } from './warnings.ts';

/** The commands that Cozy itself has, each one file. */
const SLASH_COMMANDS: readonly SlashCommand[] = [
  help,
  announce,
  ban,
  showCase,
  kick,
  lock,
  nick,
  note,
  purge,
  role,
  slowmode,
  tempban,
  timeout,
  unban,
  unlock,
  warn,
  warnings,
];

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
