import { readMembers } from '@cozy/core';
import type { ClientFrameData, Op } from '@cozy/protocol';
import type { Hub } from './hub.ts';
import { isOpen } from './scoped.ts';
import type { Session } from './session.ts';

/** Members in an answer when the request names no limit. */
const DEFAULT_LIMIT = 100;

/**
 * Answers Request Members with COMMUNITY_MEMBERS_CHUNK: by ids, by the beginning of a name, or a page by id. A
 * community that the session is not in has no members for it.
 */
export async function requestMembers(
  hub: Hub,
  session: Session,
  { community_id, query, user_ids, after, limit = DEFAULT_LIMIT }: ClientFrameData<typeof Op.RequestMembers>,
): Promise<void> {
  const { rates } = hub.context;
  const answer = (members: object[], present: string[], not_found: string[] = []) =>
    session.dispatch('COMMUNITY_MEMBERS_CHUNK', {
      community_id,
      members,
      presences: hub.presences.present(community_id, present),
      not_found,
    });
  const room = session.rooms.find(({ id }) => id === community_id);
  const community = room && isOpen('COMMUNITY_MEMBERS_CHUNK', room.view(session)!.scopes) ? room.community : null;
  const allowed = rates.take(`members ${session.actor!.user.id}`, { burst: 30, perSecond: 3 }) === 0;
  if (!community || !allowed) {
    // Who asks too often is told nothing, rather than that somebody is no member.
    answer([], [], allowed ? user_ids : []);
    return;
  }
  const members = await readMembers(hub.context, community, { ids: user_ids, query, after }, limit);
  const found = members.map((member) => member.user.id);
  answer(
    members,
    found,
    user_ids?.filter((id) => !found.includes(id)),
  );
}
