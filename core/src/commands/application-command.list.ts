import { offeredCommands } from '../state/applicationCommands.ts';
import type { Handler } from './command.ts';

export const listCommands: Handler<'application-command.list'> = (context, _input, grant) =>
  offeredCommands(context, grant);
