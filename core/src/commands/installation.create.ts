import { CozyError } from '@cozy/protocol';
import type { InstallationDocument, UserDocument } from '../database/documents.ts';
import { audit, changesOf } from '../state/audit.ts';
import { assertGrant, changeInstallation, installationOf } from '../state/installations.ts';
import { makeCode } from '../state/installationTokens.ts';
import { join } from '../state/membership.ts';
import { publicUser } from '../state/users.ts';
import type { Handler } from './command.ts';

export const createInstallation: Handler<'installation.create'> = async (context, input, { actor, community }) => {
  const { bot_id, scopes, channels, code: wish } = input;
  const bot = (await context.database.users.findOne({ _id: bot_id, bot: true }).lean()) as UserDocument | null;
  const owned = bot?.owner_id === actor.user.id;
  if (!bot?.owner_id || (!owned && !bot.application?.public)) throw new CozyError('UNKNOWN_BOT');
  assertGrant(community, bot, { scopes, channels });
  if (wish && !bot.application?.redirect_uris?.includes(wish.redirect_uri)) {
    throw new CozyError('INVALID_INPUT', { errors: { '/code/redirect_uri': 'The bot has not named this address.' } });
  }
  const made = wish && makeCode(community.id, bot_id, wish);
  const now = new Date().toISOString();
  const grant = (before?: InstallationDocument): InstallationDocument => ({
    id: before?.id ?? context.nextId(),
    created_at: before?.created_at ?? now,
    updated_at: now,
    installer_id: actor.user.id,
    scopes,
    ...(channels && { channels }),
    ...(before?.token && { token: before.token }),
    ...(made && { code: made.stored }),
  });
  const code = made && { code: made.code };
  const entry = (before: InstallationDocument | undefined, after: InstallationDocument) =>
    audit(context, {
      community_id: community.id,
      action: before ? 'INSTALLATION_UPDATE' : 'BOT_ADD',
      actor_id: actor.user.id,
      target_id: bot_id,
      changes: changesOf(before ?? null, after, ['scopes', 'channels']),
    });
  const update = () => changeInstallation(context, community.id, bot_id, grant, entry);
  if (await context.replica.membership(community, bot_id)) return { installation: await update(), ...code };
  try {
    const granted = grant();
    const also = [entry(undefined, granted)];
    await join(context, community, publicUser(bot), [], { installation: granted, also });
    return { installation: installationOf(community.id, bot_id, granted), ...code };
  } catch (error) {
    // Somebody else has installed it a moment ago.
    if (!(error instanceof CozyError) || error.code !== 'ALREADY_MEMBER') throw error;
    return { installation: await update(), ...code };
  }
};
