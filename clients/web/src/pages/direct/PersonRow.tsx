import type { Relationship } from '@cozy/protocol';
import { Ban, Check, MessageCircle, UserMinus, X } from 'lucide-solid';
import { Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { Avatar, STATUS_NAMES } from '../../components/Avatar/Avatar.tsx';
import { Button, IconButton } from '../../components/Button/Button.tsx';
import { createPersonActs } from '../../conversation/personActs.ts';

/** Someone in the lists of friends, with what can be done about them. */
export function PersonRow(props: { relationship: Relationship }) {
  const { communities, members } = useInstance().stores;
  const acts = createPersonActs();
  const user = () => props.relationship.user;
  const type = () => props.relationship.type;
  const status = () => {
    const direct = type() === 'friend' ? communities.directWith(user().id) : undefined;
    return direct ? members.status(direct.id, user().id) : 'offline';
  };
  const note = () => {
    if (type() === 'incoming') return 'Wants to be friends';
    if (type() === 'outgoing') return 'You have asked';
    return type() === 'friend' ? STATUS_NAMES[status()] : 'Blocked';
  };
  const name = () => user().display_name;
  return (
    <li class="friend">
      <Avatar name={name()} hue={user().hue} size={36} status={status()} />
      <span class="friend-text">
        <span class="friend-name truncate">
          {name()} <span class="friend-handle">@{user().username}</span>
        </span>
        <span class="friend-note">{note()}</span>
      </span>
      <Show when={type() === 'friend'}>
        <IconButton icon={MessageCircle} label={`Write to ${name()}`} onClick={() => void acts.message(user().id)} />
        <IconButton icon={UserMinus} label={`Remove ${name()}`} onClick={() => void acts.remove(user().id)} />
        <IconButton icon={Ban} label={`Block ${name()}`} onClick={() => void acts.block(user())} />
      </Show>
      <Show when={type() === 'incoming'}>
        <IconButton icon={Check} label={`Accept ${name()}`} onClick={() => void acts.befriend(user())} />
      </Show>
      <Show when={type() === 'incoming' || type() === 'outgoing'}>
        <IconButton
          icon={X}
          label={type() === 'incoming' ? `Decline ${name()}` : `Take the request to ${name()} back`}
          onClick={() => void acts.remove(user().id)}
        />
      </Show>
      <Show when={type() === 'blocked'}>
        <Button onClick={() => void acts.unblock(user().id)}>Unblock</Button>
      </Show>
    </li>
  );
}
