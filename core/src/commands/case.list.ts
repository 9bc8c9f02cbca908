import { catchUp } from '../projection/catchUp.ts';
import { caseView } from '../state/cases.ts';
import type { Handler } from './command.ts';

export const listCases: Handler<'case.list'> = async (context, input) => {
  const { community_id, user_id, actor_id, action, before, limit = 50 } = input;
  await catchUp(context, community_id);
  const documents = await context.database.cases
    .find({
      community_id,
      ...(user_id && { target_id: user_id }),
      ...(actor_id && { actor_id }),
      ...(action && { action }),
      ...(before && { number: { $lt: before } }),
    })
    .sort({ number: -1 })
    .limit(limit)
    .toArray();
  const known = await context.users.publicOf(
    documents.flatMap(({ target_id, actor_id: by = target_id }) => [target_id, by]),
  );
  return { cases: documents.map(caseView), users: [...known.values()] };
};
