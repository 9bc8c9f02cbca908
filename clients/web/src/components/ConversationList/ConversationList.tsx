import type { CommunitySnapshot } from '@cozy/protocol';
import { A, useLocation } from '@solidjs/router';
import { MessageSquarePlus, Users, X } from 'lucide-solid';
import { createEffect, createMemo, For, type JSX, onCleanup, Show } from 'solid-js';
import { useApp, useInstance } from '../../app/context.ts';
import { sentence } from '../../app/errors.ts';
import { createNarrow } from '../../app/media.ts';
import { channelPath, directPath } from '../../app/paths.ts';
import { conversationUnread } from '../../app/unread.ts';
import { conversationName, listedConversations, messageRequests, partnerOf } from '../../conversation/people.ts';
import { Avatar, CommunityMark, STATUS_NAMES } from '../Avatar/Avatar.tsx';
import { IconButton } from '../Button/Button.tsx';
import { Icon } from '../Icon/Icon.tsx';
import { say } from '../Toasts/toast.tsx';
import '../NavItem/NavItem.css';
import '../ChannelList/ChannelList.css';
import './ConversationList.css';

/** Direct conversations and groups, the latest first, below the way to friends and requests. */
export function ConversationList(props: {
  openId?: string | undefined;
  /** The pane's edge. */
  children?: JSX.Element;
}) {
  const app = useApp();
  const instance = useInstance();
  const location = useLocation();
  const narrow = createNarrow();
  const { stores } = instance;
  const conversations = createMemo(() => listedConversations(stores, props.openId));
  // By id, so that a row keeps its element, and the focus, when another one moves.
  const ids = createMemo(() => conversations().map(({ id }) => id));
  // On a narrow screen this list is the page before it.
  const atFriends = () =>
    location.pathname.startsWith(directPath()) && !(narrow() && location.pathname === directPath());
  const asking = () => stores.relationships.list('incoming').length + messageRequests(stores).length;
  createEffect(() =>
    instance.view.showPresences(
      stores.communities
        .conversations()
        .filter(({ request }) => !request)
        .map(({ id }) => id),
    ),
  );
  onCleanup(() => instance.view.showPresences([]));
  return (
    <nav class="channels" aria-label="Direct messages">
      <div class="page-head conversations-head">
        <h2 class="truncate">Direct messages</h2>
        <IconButton
          icon={MessageSquarePlus}
          size={16}
          label="New group"
          placement="bottom"
          onClick={() => app.ask({ kind: 'group' })}
        />
      </div>
      <div class="channels-scroll">
        <A
          href={directPath('online')}
          class="nav-item"
          data-active={atFriends() ? '' : undefined}
          aria-current={atFriends() ? 'page' : undefined}
          aria-label={asking() > 0 ? `Friends, ${asking()} waiting for your answer` : undefined}
        >
          <Icon of={Users} />
          <span class="nav-item-name truncate">Friends</span>
          <Show when={asking() > 0}>
            <span class="badge">{Math.min(99, asking())}</span>
          </Show>
        </A>
        <Show
          when={ids().length > 0}
          fallback={<p class="conversations-empty">Nobody has written yet. Open someone’s profile and write first.</p>}
        >
          <h3 class="conversations-title">Conversations</h3>
          <ul>
            <For each={ids()}>
              {(id) => (
                <Show when={stores.communities.byId[id]}>
                  {(community) => <ConversationItem community={community()} isOpen={id === props.openId} />}
                </Show>
              )}
            </For>
          </ul>
        </Show>
      </div>
      {props.children}
    </nav>
  );
}

function ConversationItem(props: { community: CommunitySnapshot; isOpen: boolean }) {
  const instance = useInstance();
  const { members } = instance.stores;
  const partner = () => partnerOf(props.community);
  const name = () => conversationName(props.community);
  const status = () => members.status(props.community.id, partner()?.id ?? '');
  const unread = () => conversationUnread(instance, props.community);
  const close = async () => {
    try {
      await instance.commands.direct.close({ community_id: props.community.id });
    } catch (error) {
      say(sentence(error), 'danger');
    }
  };
  return (
    <li class="conversation-item" data-unread={unread() ? '' : undefined}>
      <A
        href={channelPath(props.community.id, props.community.channels[0]?.id)}
        class="nav-item"
        data-active={props.isOpen ? '' : undefined}
        data-unread={unread() ? '' : undefined}
        aria-current={props.isOpen ? 'page' : undefined}
      >
        <Show when={partner()} fallback={<CommunityMark name={name()} hue={props.community.hue} size={32} />}>
          {(user) => <Avatar name={name()} hue={user().hue} size={32} status={status()} />}
        </Show>
        <span class="conversation-text">
          <span class="truncate">{name()}</span>
          <Show when={!partner()}>
            <span class="conversation-note">{props.community.member_count} people</span>
          </Show>
        </span>
        <span class="visually-hidden">
          {[partner() && STATUS_NAMES[status()], unread() && 'unread'].filter(Boolean).join(', ')}
        </span>
        <Show when={unread()}>
          <span class="channel-dot" aria-hidden="true" />
        </Show>
      </A>
      <Show when={partner() && !props.isOpen && !unread()}>
        <IconButton
          icon={X}
          size={16}
          class="conversation-close"
          label={`Close the conversation with ${name()}`}
          placement="right"
          onClick={() => void close()}
        />
      </Show>
    </li>
  );
}
