import { CozyError } from '@cozy/protocol';
import { leave } from '../state/membership.ts';
import type { Handler } from './command.ts';

export const deleteInstallation: Handler<'installation.delete'> = async (context, { bot_id }, { community }) => {
  await context.replica.membership(community, bot_id);
  if (!community.installations.has(bot_id)) throw new CozyError('UNKNOWN_INSTALLATION');
  await leave(context, community.id, bot_id);
  return {};
};
