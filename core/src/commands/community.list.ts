import { communitiesOf } from '../state/membership.ts';
import type { Handler } from './command.ts';

export const listCommunities: Handler<'community.list'> = async (context, _input, { actor }) => {
  return { communities: await communitiesOf(context, actor, false) };
};
