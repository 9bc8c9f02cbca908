import type { UserDocument } from '../database/documents.ts';
import { botView } from '../state/bots.ts';
import type { Handler } from './command.ts';

export const listBots: Handler<'bot.list'> = async ({ database }, _input, { actor }) => {
  const documents = (await database.users
    .find({ owner_id: actor.user.id, bot: true })
    .sort({ _id: 1 })
    .lean()) as UserDocument[];
  return { bots: documents.map(botView) };
};
