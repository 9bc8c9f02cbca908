import { COMMANDS, type CommandName } from '../commands/index.ts';
import type { CallCommand, Commands } from './requests.ts';

/**
 * Gives every command of the registry as a typed method, `commands.message.send({ channel_id, content, nonce })`.
 *
 * @param call carries a command out: a connection's `request`, or a REST client.
 */
export function commandMethods(call: CallCommand): Commands {
  const methods: Record<string, Record<string, (input: never) => Promise<unknown>>> = {};
  for (const name of Object.keys(COMMANDS) as CommandName[]) {
    const [noun, verb] = name.split('.') as [string, string];
    methods[noun] = { ...methods[noun], [verb]: (input) => call(name, input) };
  }
  return methods as Commands;
}
