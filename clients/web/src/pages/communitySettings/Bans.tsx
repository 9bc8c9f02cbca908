import type { Ban, CommunitySnapshot } from '@cozy/protocol';
import { useInstance } from '../../app/context.ts';
import { sentence } from '../../app/errors.ts';
import { Avatar } from '../../components/Avatar/Avatar.tsx';
import { Button } from '../../components/Button/Button.tsx';
import { say, sayWithUndo } from '../../components/Toasts/toast.tsx';
import { dateOnly, messageTime } from '../../conversation/times.ts';
import { Paged } from './Paged.tsx';
import { createPages, PAGE } from './paging.ts';

/** Who is banned, why and for how long, and the way to lift it. */
export function Bans(props: { community: CommunitySnapshot }) {
  const instance = useInstance();
  const pages = createPages<Ban>(
    () => `${props.community.id} ${instance.readyCount()}`,
    async (last) => {
      const { bans, users } = await instance.commands.ban.list({
        community_id: props.community.id,
        ...(last && { before: last.created_at }),
        limit: PAGE,
      });
      for (const user of users) instance.stores.members.see(user);
      return bans;
    },
  );
  const nameOf = (id?: string) => instance.stores.members.users[id ?? '']?.display_name ?? 'a moderator';
  const lift = ({ user }: Ban) => {
    const before = pages.items();
    pages.setItems((known) => known?.filter((one) => one.user.id !== user.id));
    sayWithUndo(
      `The ban of ${user.display_name} is lifted`,
      () =>
        void instance.commands.member
          .unban({ community_id: props.community.id, user_id: user.id })
          .catch((error: unknown) => {
            pages.setItems(before);
            say(`The ban was not lifted. ${sentence(error)}`, 'danger');
          }),
      () => pages.setItems(before),
    );
  };
  return (
    <>
      <p class="settings-lead">
        Who is banned cannot come in by an invitation, by looking around or by asking. Ban somebody from their profile.
      </p>
      <Paged pages={pages} empty="Nobody is banned.">
        {(ban) => (
          <li class="row">
            <Avatar name={ban.user.display_name} hue={ban.user.hue} size={32} bot={ban.user.bot} />
            <span class="row-text">
              <span class="row-title truncate">{ban.user.display_name}</span>
              <span class="row-note">{ban.reason ?? 'No reason given'}</span>
              <span class="row-note">
                By {nameOf(ban.actor_id)} on {dateOnly(ban.created_at)}
                {ban.expires_at ? `, until ${messageTime(ban.expires_at)}` : ''}
              </span>
            </span>
            <Button aria-label={`Lift the ban of ${ban.user.display_name}`} onClick={() => lift(ban)}>
              Lift ban
            </Button>
          </li>
        )}
      </Paged>
    </>
  );
}
