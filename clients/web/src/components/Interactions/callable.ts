import { type ApplicationCommand, COMMAND_TYPES, type CommandArgument, OPTION_TYPES, type User } from '@cozy/protocol';
import { applicationName, localized } from '../../conversation/interactions.ts';

/** A command, or a subcommand of one, as it is offered while one types. */
export interface Callable {
  command: ApplicationCommand;
  /** The subcommand's name, of a command that has some. */
  subcommand: string | undefined;
  /** As it is typed, without the slash: `case show`. */
  name: string;
  description: string;
  /** Who carries it out. */
  by: string;
  options: readonly CommandArgument[];
}

/** Lays commands out one by one, each with its subcommands in its place, by name. */
export function callables(commands: readonly ApplicationCommand[], applications: readonly User[]): Callable[] {
  const all = commands
    .filter(({ type }) => type === COMMAND_TYPES.CHAT_INPUT)
    .flatMap((command): Callable[] => {
      const { options = [] } = command;
      const by = applicationName(command, applications);
      const name = localized(command.name, command.name_localizations);
      const subcommands = options.filter(({ type }) => type === OPTION_TYPES.SUBCOMMAND);
      const describe = (one: Pick<ApplicationCommand, 'description' | 'description_localizations'>) =>
        localized(one.description, one.description_localizations);
      if (subcommands.length === 0) {
        const values = options as readonly CommandArgument[];
        return [{ command, subcommand: undefined, name, description: describe(command), by, options: values }];
      }
      return subcommands.map((one) => ({
        command,
        subcommand: one.name,
        name: `${name} ${localized(one.name, one.name_localizations)}`,
        description: describe(one),
        by,
        options: one.options ?? [],
      }));
    });
  return all.sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * Finds what is meant by what was typed.
 *
 * @param query what stands after the slash.
 * @returns those whose names begin with it, then those that hold it.
 */
export function matchCallables(all: readonly Callable[], query: string): Callable[] {
  const wanted = query.toLowerCase();
  const begins = all.filter(({ name }) => name.toLowerCase().startsWith(wanted));
  if (wanted.includes(' ')) return begins;
  return [...begins, ...all.filter((one) => !begins.includes(one) && one.name.toLowerCase().includes(wanted))];
}
