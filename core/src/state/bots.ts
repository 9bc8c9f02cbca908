import { type Bot, CozyError } from '@cozy/protocol';
import type { Context } from '../context.ts';
import type { UserDocument } from '../database/documents.ts';
import { publicUser } from './users.ts';

/** A bot as its owner sees it. */
export function botView(document: UserDocument): Bot {
  return {
    id: document._id,
    owner_id: document.owner_id ?? '',
    user: publicUser(document),
    ...document.application,
    created_at: document.created_at,
  };
}

/**
 * Gives a bot to its owner.
 *
 * @throws CozyError UNKNOWN_BOT when it does not exist or is somebody else's.
 */
export async function accessBot({ database }: Context, ownerId: string, botId: string): Promise<UserDocument> {
  const document = (await database.users
    .findOne({ _id: botId, owner_id: ownerId, bot: true })
    .lean()) as UserDocument | null;
  if (!document) throw new CozyError('UNKNOWN_BOT');
  return document;
}
