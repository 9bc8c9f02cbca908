import type { User } from '@cozy/protocol';
import { useNavigate } from '@solidjs/router';
import { useInstance } from '../app/context.ts';
import { sentence } from '../app/errors.ts';
import { channelPath } from '../app/paths.ts';
import { say, sayWithUndo } from '../components/Toasts/toast.tsx';

/** What the reader can do about other people, each with what it says when it fails. */
export function createPersonActs() {
  const { commands, stores } = useInstance();
  const navigate = useNavigate();
  const attempt = async (act: () => Promise<unknown>) => {
    try {
      await act();
    } catch (error) {
      say(sentence(error), 'danger');
    }
  };
  const block = (user_id: string) => attempt(() => commands.relationship.block({ user_id }));
  const unblock = (user_id: string) => attempt(() => commands.relationship.unblock({ user_id }));
  return {
    /** Opens the direct conversation with someone. */
    message: (user_id: string) =>
      attempt(async () => {
        const known = stores.communities.directWith(user_id);
        const listed = known && !known.request && !known.closed ? known : undefined;
        const community = listed ?? (await commands.direct.open({ user_id })).community;
        navigate(channelPath(community.id, community.channels[0]?.id));
      }),
    /** Asks someone to be friends, or accepts that they have asked. */
    befriend: ({ username }: Pick<User, 'username'>) =>
      attempt(async () => {
        const { relationship } = await commands.relationship.request({ username });
        const name = relationship.user.display_name;
        say(relationship.type === 'friend' ? `You and ${name} are friends now.` : `Friend request sent to ${name}.`);
      }),
    /** Ends a friendship, or declines or takes back a request. */
    remove: (user_id: string) => attempt(() => commands.relationship.remove({ user_id })),
    block: async ({ id, display_name }: User) => {
      await block(id);
      if (stores.relationships.typeOf(id) !== 'blocked') return;
      sayWithUndo(
        `${display_name} is blocked`,
        () => undefined,
        () => void unblock(id),
      );
    },
    unblock,
  };
}
