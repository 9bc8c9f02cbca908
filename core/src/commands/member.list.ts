import { readMembers } from '../state/members.ts';
import type { Handler } from './command.ts';

/** Members of a page when the request names no limit. */
const DEFAULT_LIMIT = 100;

export const listMembers: Handler<'member.list'> = async (
  context,
  { after, role_id, limit = DEFAULT_LIMIT },
  { community },
) => {
  return { members: await readMembers(context, community, { after, role: role_id }, limit) };
};
