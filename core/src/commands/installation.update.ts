import { CozyError } from '@cozy/protocol';
import type { UserDocument } from '../database/documents.ts';
import { audit, changesOf } from '../state/audit.ts';
import { assertGrant, changeInstallation } from '../state/installations.ts';
import type { Handler } from './command.ts';

export const updateInstallation: Handler<'installation.update'> = async (context, input, { actor, community }) => {
  const { bot_id, scopes, channels, suspended } = input;
  const bot = (await context.database.users.findOne({ _id: bot_id, bot: true }).lean()) as UserDocument | null;
  if (!bot) throw new CozyError('UNKNOWN_INSTALLATION');
  const installation = await changeInstallation(
    context,
    community.id,
    bot_id,
    (before) => {
      if (!before) throw new CozyError('UNKNOWN_INSTALLATION');
      // What it has been granted it keeps, also when it does not ask for it any more.
      assertGrant(community, bot, { scopes: scopes?.filter((scope) => !before.scopes.includes(scope)), channels });
      const { channels: channelsBefore, suspended: suspendedBefore, ...kept } = before;
      const shown = channels === undefined ? channelsBefore : channels;
      return {
        ...kept,
        ...(scopes && { scopes }),
        // Whoever decides what it may do answers for it from now on.
        ...((scopes || channels !== undefined) && { installer_id: actor.user.id }),
        ...(shown && { channels: shown }),
        ...((suspended ?? suspendedBefore) && { suspended: true }),
        updated_at: new Date().toISOString(),
      };
    },
    (before, after) =>
      audit(context, {
        community_id: community.id,
        action: 'INSTALLATION_UPDATE',
        actor_id: actor.user.id,
        target_id: bot_id,
        changes: changesOf(before ?? null, after, ['scopes', 'channels', 'suspended']),
      }),
  );
  return { installation };
};
