import type { Channel, CommunitySnapshot } from '@cozy/protocol';
import { Bell, BellOff } from 'lucide-solid';
import { Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { Icon } from '../Icon/Icon.tsx';
import { Menu } from '../Menu/Menu.tsx';
import { NotificationItems } from './NotificationItems.tsx';

/** The button of a channel's head that leads to its notifications. */
export function ChannelBell(props: { community: CommunitySnapshot; channel: Channel }) {
  const { notifications } = useInstance().stores;
  const muted = () => notifications.effective(props.community.id, props.channel.id).muted;
  return (
    <Menu
      triggerClass="icon-button"
      label={muted() ? 'Notifications, muted' : 'Notifications'}
      placement="bottom-end"
      trigger={
        <Show when={muted()} fallback={<Icon of={Bell} size={20} />}>
          <Icon of={BellOff} size={20} />
        </Show>
      }
    >
      <NotificationItems community={props.community} channel={props.channel} />
    </Menu>
  );
}
