import { CozyError } from '@cozy/protocol';
import { audit } from '../state/audit.ts';
import { leave } from '../state/membership.ts';
import type { Handler } from './command.ts';

export const deleteInstallation: Handler<'installation.delete'> = async (context, { bot_id }, { actor, community }) => {
  await context.replica.membership(community, bot_id);
  if (!community.installations.has(bot_id)) throw new CozyError('UNKNOWN_INSTALLATION');
  const entry = audit(context, {
    community_id: community.id,
    action: 'INSTALLATION_DELETE',
    actor_id: actor.user.id,
    target_id: bot_id,
  });
  await leave(context, community.id, bot_id, [entry]);
  return {};
};
