import { catchUp } from '../projection/catchUp.ts';
import type { Handler } from './command.ts';

export const listAudit: Handler<'audit.list'> = async (context, input) => {
  const { community_id, user_id, target_id, action, before, after, limit = 50 } = input;
  await catchUp(context, community_id);
  const documents = await context.database.auditLog
    .find({
      community_id,
      ...(user_id && { actor_id: user_id }),
      ...(target_id && { target_id }),
      ...(action && { action }),
      ...((before || after) && { _id: { ...(before && { $lt: before }), ...(after && { $gt: after }) } }),
    })
    .sort({ _id: -1 })
    .limit(limit)
    .toArray();
  // A target may be no person; of those nobody is found.
  const known = await context.users.publicOf(
    documents.flatMap(({ actor_id, target_id: whom }) => [actor_id, whom]).filter((id) => id !== undefined),
  );
  return { entries: documents.map(({ _id: id, ...fields }) => ({ id, ...fields })), users: [...known.values()] };
};
