import type { MemberDocument, UserDocument } from '../database/documents.ts';
import { askedScopes, installationOf } from '../state/installations.ts';
import { publicUser } from '../state/users.ts';
import type { Handler } from './command.ts';

export const listInstallations: Handler<'installation.list'> = async ({ database }, { community_id }) => {
  const members = (await database.members
    .find({ community_id, left: false, installation: { $exists: true } })
    .sort({ 'installation.created_at': 1 })
    .lean()) as MemberDocument[];
  const ids = members.map(({ user_id }) => user_id);
  const bots = new Map(
    ((await database.users.find({ _id: { $in: ids } }).lean()) as UserDocument[]).map((bot) => [bot._id, bot]),
  );
  return {
    installations: members.flatMap(({ user_id, installation }) => {
      const bot = bots.get(user_id);
      if (!bot || !installation) return [];
      const shown = installationOf(community_id, user_id, installation);
      return [
        {
          installation: shown,
          user: publicUser(bot),
          asked: askedScopes(bot),
          token: installation.token !== undefined,
        },
      ];
    }),
  };
};
