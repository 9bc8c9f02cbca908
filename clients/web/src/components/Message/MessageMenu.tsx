import type { Message } from '@cozy/protocol';
import { Copy, Ellipsis, Eye, Forward, Link, Pin, PinOff, SquareCheck } from 'lucide-solid';
import { lazy, Show, Suspense } from 'solid-js';
import { useApp, useInstance } from '../../app/context.ts';
import { messagePath, threadPath } from '../../app/paths.ts';
import { useConversation } from '../../conversation/context.ts';
import { may } from '../../instance/permissions.ts';
import { Icon } from '../Icon/Icon.tsx';
import { Menu, MenuItem, MenuLine } from '../Menu/Menu.tsx';
import { say } from '../Toasts/toast.tsx';
import { MarkUnread } from './MarkUnread.tsx';

const AppItems = lazy(() => import('../Interactions/AppItems.tsx'));

/** What else can be done with a message, one line for each. */
export function MessageMenu(props: { message: Message; onOpenChange: (open: boolean) => void }) {
  const app = useApp();
  const instance = useInstance();
  const conversation = useConversation();
  const mayShowLinks = () =>
    props.message.flags !== undefined &&
    (props.message.author.id === instance.stores.self.id ||
      may(conversation.community(), 'MANAGE_MESSAGES', conversation.channel()));
  const copy = async (text: string, what: string) => {
    await navigator.clipboard.writeText(text);
    say(`${what} copied`);
  };
  const link = () => {
    const { community_id, channel_id, thread_id, id } = props.message;
    // A reply is not in the list of its channel: its link leads to its thread.
    const path = thread_id
      ? threadPath(community_id, channel_id, thread_id)
      : messagePath(community_id, channel_id, id);
    return location.origin + path;
  };
  return (
    <Menu
      trigger={<Icon of={Ellipsis} />}
      triggerClass="action"
      label="More"
      placement="bottom-end"
      onOpenChange={props.onOpenChange}
    >
      <Show when={props.message.content}>
        <MenuItem icon={Copy} onSelect={() => void copy(conversation.textOf(props.message.content), 'Text')}>
          Copy text
        </MenuItem>
      </Show>
      <MenuItem icon={Link} onSelect={() => void copy(link(), 'Link')}>
        Copy link
      </MenuItem>
      <MarkUnread message={props.message} />
      <Show when={mayShowLinks()}>
        <MenuItem icon={Eye} onSelect={() => conversation.hideEmbeds(props.message, false)}>
          Show link previews
        </MenuItem>
      </Show>
      <MenuLine />
      <Show when={may(conversation.community(), 'MANAGE_MESSAGES', conversation.channel())}>
        <MenuItem icon={props.message.pinned_at ? PinOff : Pin} onSelect={() => conversation.pin(props.message)}>
          {props.message.pinned_at ? 'Unpin' : 'Pin'}
        </MenuItem>
      </Show>
      <Show when={props.message.content || props.message.forwarded}>
        <MenuItem icon={Forward} onSelect={() => app.ask({ kind: 'forward', messages: [props.message] })}>
          Forward
        </MenuItem>
      </Show>
      <MenuItem icon={SquareCheck} onSelect={() => conversation.select(props.message.id)}>
        Choose several
      </MenuItem>
      <Suspense>
        <AppItems type={3} channelId={props.message.channel_id} targetId={props.message.id} />
      </Suspense>
    </Menu>
  );
}
