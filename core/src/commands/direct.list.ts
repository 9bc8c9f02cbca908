import { communitiesOf } from '../state/membership.ts';
import type { Handler } from './command.ts';

export const listConversations: Handler<'direct.list'> = async (context, _input, { actor }) => {
  return { communities: await communitiesOf(context, actor, true) };
};
