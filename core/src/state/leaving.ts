import type { MemberDocument } from '../database/documents.ts';
import type { NewEvent } from '../log/eventLog.ts';
import { tokenEnded } from './installations.ts';

/** The events by which a membership ends: for the others, for the one who goes, and of a bot what it was granted. */
export function leaving({ community_id, user_id, installation }: MemberDocument): NewEvent[] {
  const community = { kind: 'c', id: community_id } as const;
  const events: NewEvent[] = [
    { owner: community, name: 'COMMUNITY_MEMBER_REMOVE', data: { community_id, user_id } },
    { owner: { kind: 'u', id: user_id }, name: 'COMMUNITY_DELETE', data: { id: community_id } },
  ];
  if (installation) {
    events.push({
      owner: community,
      name: 'INSTALLATION_DELETE',
      data: { id: installation.id, community_id, user_id },
    });
    if (installation.token) events.push(tokenEnded(user_id, installation.token));
  }
  return events;
}
