import type { CommunitySnapshot, Invite } from '@cozy/protocol';
import { Link2, UserPlus } from 'lucide-solid';
import { createResource, For, Show } from 'solid-js';
import { useApp, useInstance } from '../../app/context.ts';
import { sentence } from '../../app/errors.ts';
import { Button } from '../../components/Button/Button.tsx';
import { Icon } from '../../components/Icon/Icon.tsx';
import { Notice } from '../../components/Notice/Notice.tsx';
import { LineSkeletons } from '../../components/Skeleton/Skeleton.tsx';
import { say } from '../../components/Toasts/toast.tsx';
import { dateOnly } from '../../conversation/times.ts';

/** The invitations that still work, and the way to end them. */
export function Invites(props: { community: CommunitySnapshot }) {
  const app = useApp();
  const instance = useInstance();
  const [invites, { mutate }] = createResource(
    // A new one may have been made in the dialog: the list is asked for again when that closes.
    () => [props.community.id, instance.readyCount(), app.dialog() === undefined] as const,
    async ([communityId]): Promise<{ list: Invite[]; failure?: string }> => {
      try {
        return { list: (await instance.commands.invite.list({ community_id: communityId })).invites };
      } catch (error) {
        return { list: [], failure: sentence(error) };
      }
    },
  );
  const nameOf = (userId: string) => instance.stores.members.users[userId]?.display_name ?? 'a member';
  const uses = ({ uses, max_uses }: Invite) => {
    const used = uses === 1 ? 'used once' : `used ${uses} times`;
    return max_uses ? `${used} of ${max_uses}` : used;
  };
  const copy = async ({ code }: Invite) => {
    try {
      await navigator.clipboard.writeText(`${location.origin}/invite/${code}`);
      say('The invitation link is copied.');
    } catch (error) {
      say('The link could not be copied. Select it in the address of the invitation instead.', 'danger');
      console.warn('The clipboard refused.', error);
    }
  };
  const revoke = async (invite: Invite) => {
    const before = invites.latest;
    mutate((known) => known && { ...known, list: known.list.filter(({ code }) => code !== invite.code) });
    try {
      await instance.commands.invite.revoke({ community_id: invite.community_id, code: invite.code });
    } catch (error) {
      mutate(before);
      say(`The invitation was not revoked. ${sentence(error)}`, 'danger');
    }
  };
  return (
    <>
      <div class="settings-acts">
        <Button
          look="primary"
          icon={UserPlus}
          onClick={() => app.ask({ kind: 'invite', communityId: props.community.id })}
        >
          Invite people
        </Button>
      </div>
      <Show when={invites.latest} fallback={<LineSkeletons count={3} />}>
        {(known) => (
          <Show when={!known().failure} fallback={<Notice look="danger">{known().failure}</Notice>}>
            <ul class="rows">
              <For each={known().list} fallback={<li class="empty">No invitation works at the moment.</li>}>
                {(invite) => (
                  <li class="row">
                    <Icon of={Link2} />
                    <span class="row-text">
                      <span class="row-title truncate">/invite/{invite.code}</span>
                      <span class="row-note">
                        By {nameOf(invite.creator_id)}, {uses(invite)},{' '}
                        {invite.expires_at ? `until ${dateOnly(invite.expires_at)}` : 'until revoked'}
                      </span>
                    </span>
                    <Button onClick={() => void copy(invite)}>Copy</Button>
                    <Button onClick={() => void revoke(invite)}>Revoke</Button>
                  </li>
                )}
              </For>
            </ul>
          </Show>
        )}
      </Show>
    </>
  );
}
