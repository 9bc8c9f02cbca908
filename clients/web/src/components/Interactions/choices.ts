import { holdsMessages } from '@cozy/protocol';
import { useInstance } from '../../app/context.ts';
import { useConversation } from '../../conversation/context.ts';

/** One thing that can be chosen. */
export interface Choice {
  value: string;
  text: string;
  note?: string | undefined;
}

/** What ids can be chosen of. */
export type Named = 'user' | 'role' | 'channel';

/** Gives what of a community can be chosen by name; people who are not known yet are asked for. */
export function createNamed(kinds: () => readonly Named[]) {
  const { stores, lookup } = useInstance();
  const { community } = useConversation();
  const people = (): Choice[] =>
    Object.values(stores.members.lists[community().id]?.byId ?? {}).map(({ user, nick }) => ({
      value: user.id,
      text: nick ?? user.display_name,
      note: `@${user.username}`,
    }));
  const roles = (): Choice[] =>
    community()
      .roles.filter(({ id }) => id !== community().id)
      .map(({ id, name }) => ({ value: id, text: name }));
  const channels = (): Choice[] =>
    community()
      .channels.filter(({ type }) => holdsMessages(type) || type === 'voice')
      .map(({ id, name }) => ({ value: id, text: name }));
  const all = { user: people, role: roles, channel: channels };
  return {
    choices: () => kinds().flatMap((kind) => all[kind]()),
    find: (query: string) => {
      if (kinds().includes('user')) lookup.find(community().id, query.trim());
    },
  };
}
