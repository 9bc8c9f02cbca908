import { LIMITS } from '@cozy/protocol';
import type { Handler } from './command.ts';

export const listDrafts: Handler<'draft.list'> = async ({ database }, _input, { actor }) => {
  const documents = await database.drafts
    .find({ user_id: actor.user.id, content: { $ne: '' } })
    .sort({ updated_at: -1 })
    .limit(LIMITS.draftsListed)
    .toArray();
  return { drafts: documents.map(({ _id, user_id, ...draft }) => draft) };
};
