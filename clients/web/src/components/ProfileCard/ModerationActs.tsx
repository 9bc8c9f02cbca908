import type { CommunitySnapshot, Member, User } from '@cozy/protocol';
import { Clock, Gavel, StickyNote, TriangleAlert, UserMinus } from 'lucide-solid';
import { Show } from 'solid-js';
import { useApp, useInstance } from '../../app/context.ts';
import { sentence } from '../../app/errors.ts';
import { createTimedOut } from '../../conversation/timeout.ts';
import { messageTime } from '../../conversation/times.ts';
import { may, rank } from '../../instance/permissions.ts';
import { Button } from '../Button/Button.tsx';
import { say } from '../Toasts/toast.tsx';

interface ModerationActsProps {
  community: CommunitySnapshot;
  user: User;
  /** Undefined for somebody who is no member. */
  member: Member | undefined;
  onClose: () => void;
}

/** What the reader may do to keep somebody in order; nothing for who may nothing. */
export function ModerationActs(props: ModerationActsProps) {
  const app = useApp();
  const { commands } = useInstance();
  const timedOut = createTimedOut(() => props.member ?? {});
  const below = () =>
    !props.member || rank(props.community, props.community.member) > rank(props.community, props.member);
  const can = (permission: Parameters<typeof may>[1]) => below() && may(props.community, permission);
  const open = (act: 'warn' | 'timeout' | 'kick' | 'ban' | 'note') => {
    props.onClose();
    app.ask({ kind: 'moderate', act, communityId: props.community.id, user: props.user });
  };
  const endTimeout = () =>
    void commands.member
      .timeout({ community_id: props.community.id, user_id: props.user.id, communication_disabled_until: null })
      .catch((error: unknown) => say(sentence(error), 'danger'));
  return (
    <>
      <Show when={timedOut()}>
        <p class="profile-note">Timed out until {messageTime(props.member?.communication_disabled_until ?? '')}</p>
      </Show>
      <div class="profile-acts">
        <Show when={can('MODERATE_MEMBERS')}>
          <Show when={props.member}>
            <Button icon={TriangleAlert} look="quiet" onClick={() => open('warn')}>
              Warn
            </Button>
            <Show
              when={!timedOut()}
              fallback={
                <Button icon={Clock} look="quiet" onClick={endTimeout}>
                  End timeout
                </Button>
              }
            >
              <Button icon={Clock} look="quiet" onClick={() => open('timeout')}>
                Time out
              </Button>
            </Show>
          </Show>
          <Button icon={StickyNote} look="quiet" onClick={() => open('note')}>
            Note
          </Button>
        </Show>
        <Show when={props.member && can('KICK_MEMBERS')}>
          <Button icon={UserMinus} look="quiet" onClick={() => open('kick')}>
            Remove
          </Button>
        </Show>
        <Show when={can('BAN_MEMBERS')}>
          <Button icon={Gavel} look="quiet" onClick={() => open('ban')}>
            Ban
          </Button>
        </Show>
      </div>
    </>
  );
}
