import { CozyError } from '@cozy/protocol';
import type { UserDocument } from '../database/documents.ts';
import { askedScopes } from '../state/installations.ts';
import { publicUser } from '../state/users.ts';
import type { Handler } from './command.ts';

export const getApplication: Handler<'application.get'> = async ({ database, users }, { bot_id }, { actor }) => {
  const bot = (await database.users.findOne({ _id: bot_id, bot: true }).lean()) as UserDocument | null;
  const { owner_id, application } = bot ?? {};
  // Whether there is a private one is told to its owner only.
  if (!bot || !owner_id || (owner_id !== actor.user.id && !application?.public)) throw new CozyError('UNKNOWN_BOT');
  return {
    application: {
      user: publicUser(bot),
      owner: publicUser(await users.get(owner_id)),
      scopes: askedScopes(bot),
      redirect_uris: application?.redirect_uris ?? [],
      public: application?.public ?? false,
    },
  };
};
