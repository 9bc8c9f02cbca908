import type { Static } from '@sinclair/typebox';
import { account } from './account.ts';
import { attachment } from './attachment.ts';
import { bot } from './bot.ts';
import { community } from './community.ts';
import { conversation } from './conversation.ts';
import type { CommandDefinition } from './define.ts';
import { expression } from './expression.ts';
import { installation } from './installation.ts';
import { interaction } from './interaction.ts';
import { joining } from './joining.ts';
import { message } from './message.ts';
import { moderation } from './moderation.ts';
import { notification } from './notification.ts';
import { people } from './people.ts';
import { poll } from './poll.ts';
import { push } from './push.ts';
import { schedule } from './schedule.ts';
import { search } from './search.ts';
import { thread } from './thread.ts';

/** The registry: every command by its name. Gateway, REST, OpenAPI and SDKs all derive from it. */
export const COMMANDS = {
  ...account,
  ...community,
  ...joining,
  ...moderation,
  ...conversation,
  ...message,
  ...poll,
  ...search,
  ...thread,
  ...attachment,
  ...expression,
  ...people,
  ...bot,
  ...interaction,
  ...installation,
  ...notification,
  ...push,
  ...schedule,
} as const satisfies Record<string, CommandDefinition>;

/** The name of a command, `noun.verb`. */
export type CommandName = keyof typeof COMMANDS;

/** What a command takes. */
export type CommandInput<C extends CommandName> = Static<(typeof COMMANDS)[C]['input']>;

/** What a command gives. */
export type CommandOutput<C extends CommandName> = Static<(typeof COMMANDS)[C]['output']>;

export type { Access, CommandDefinition, Kind, Rate } from './define.ts';
