import type { CommandDraft, InteractionOption, Resolved } from '@cozy/protocol';
import type { Grant } from '../commands/command.ts';
import type { Context } from '../context.ts';

/** What was given for the options of a built-in command; it fits its definition. */
export interface SlashInput {
  /** The subcommand that was chosen, of a command that has some. */
  subcommand: string | undefined;
  /** Values by the option's name: users, channels and roles by their ids. */
  values: Readonly<Record<string, InteractionOption['value']>>;
  /** Whom and what the values name. */
  resolved: Resolved;
  /** The person or message that a command of type 2 or 3 is called at. */
  targetId: string | undefined;
  /** The thread in which it is called. */
  threadId: string | undefined;
}

/** A command that Cozy itself carries out, under the permissions of who calls it. */
export interface SlashCommand {
  definition: CommandDraft;
  /**
   * Does it. What it throws as a CozyError is told to the caller.
   *
   * @param grant the caller, and the channel in which they call it.
   * @returns what only the caller is shown, as Markdown.
   */
  run(context: Context, input: SlashInput, grant: Grant<'interaction.create'>): Promise<{ content: string }>;
}
