import type { CommunitySnapshot } from '@cozy/protocol';
import type { Stores } from '../instance/stores.ts';
import type { MentionKind } from './mentions.ts';

/** What is shown for someone or something that is not known. */
const UNKNOWN = { member: 'someone', role: 'a role', channel: 'a channel' } as const;

/** The names of a community's members, roles and channels, as they are shown there. */
export interface Naming {
  /** The name of a member (nick, else display name), role or channel; a word for one that is not known. */
  nameOf: (id: string, kind?: MentionKind) => string;
  /** The same, but undefined for one that is not known. */
  knownName: (id: string, kind?: MentionKind) => string | undefined;
  /** Where a channel of any community is that the account sees. */
  findChannel: (channelId: string) => { communityId: string; name: string } | undefined;
}

/** Makes the names of a community. */
export function createNaming({ members, communities }: Stores, community: () => CommunitySnapshot): Naming {
  const findChannel = (channelId: string) => {
    for (const { id, channels } of [community(), ...Object.values(communities.byId)]) {
      const channel = channels.find((one) => one.id === channelId);
      if (channel) return { communityId: id, name: channel.name };
    }
    return undefined;
  };
  const knownName = (id: string, kind: MentionKind = 'member') => {
    if (kind === 'role') return community().roles.find((role) => role.id === id)?.name;
    if (kind === 'channel') return findChannel(id)?.name;
    const member = members.get(community().id, id);
    return member?.nick ?? member?.user.display_name ?? members.users[id]?.display_name;
  };
  return { knownName, findChannel, nameOf: (id, kind = 'member') => knownName(id, kind) ?? UNKNOWN[kind] };
}
