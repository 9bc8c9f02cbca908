import type { CommandInput, CommandName, CommandOutput } from '@cozy/protocol';
import type { Grant } from '../commands/command.ts';
import type { Context } from '../context.ts';

/**
 * Carries out a command of the protocol as who calls a built-in command: all that it checks for everyone is checked here
 * too.
 *
 * @throws CozyError as that command does.
 */
export async function act<C extends CommandName>(
  context: Context,
  { caller }: Grant<'interaction.create'>,
  name: C,
  input: CommandInput<C>,
): Promise<CommandOutput<C>> {
  return (await context.execute(name, input, caller)) as CommandOutput<C>;
}
