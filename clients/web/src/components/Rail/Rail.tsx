import { A, useLocation } from '@solidjs/router';
import { Home, MessageSquareText, MessagesSquare, Newspaper, Plus } from 'lucide-solid';
import { createMemo, For, Show } from 'solid-js';
import { useApp } from '../../app/context.ts';
import { createNarrow } from '../../app/media.ts';
import { channelPath, directPath } from '../../app/paths.ts';
import { communityUnread, unreadConversations } from '../../app/unread.ts';
import { messageRequests } from '../../conversation/people.ts';
import type { Instance } from '../../instance/instance.ts';
import { CommunityMark } from '../Avatar/Avatar.tsx';
import { IconButton } from '../Button/Button.tsx';
import { Icon } from '../Icon/Icon.tsx';
import { Tooltip } from '../Tooltip/Tooltip.tsx';
import { UserMenu } from '../UserMenu/UserMenu.tsx';
import './Rail.css';

/** All communities of all instances, one mark each, and the person at its foot. */
export function Rail() {
  const app = useApp();
  const location = useLocation();
  return (
    <nav class="rail" aria-label="Communities">
      <Tooltip as={A} text="Home" placement="right" class="rail-home" href="/" aria-label="Home" end>
        <Icon of={Home} size={20} />
      </Tooltip>
      <Show when={app.current()}>{(instance) => <DirectMark instance={instance()} path={location.pathname} />}</Show>
      <Show when={app.current()}>{(instance) => <ThreadsMark instance={instance()} />}</Show>
      <Tooltip as={A} text="Feed" placement="right" class="rail-home" href="/feed" aria-label="Feed">
        <Icon of={Newspaper} size={20} />
      </Tooltip>
      <div class="rail-list">
        <For each={app.instances()}>{(instance) => <InstanceMarks instance={instance} path={location.pathname} />}</For>
        <IconButton
          icon={Plus}
          label="Create or join a community"
          placement="right"
          class="rail-add"
          onClick={() => app.ask({ kind: 'create-community' })}
        />
      </div>
      <UserMenu />
    </nav>
  );
}

function DirectMark(props: { instance: Instance; path: string }) {
  const { stores } = props.instance;
  const waiting = createMemo(
    () =>
      unreadConversations(props.instance) +
      stores.relationships.list('incoming').length +
      messageRequests(stores).length,
  );
  const active = () => {
    const [, root, id = ''] = props.path.split('/');
    return root === 'direct' || (root === 'c' && stores.communities.byId[id]?.kind !== undefined);
  };
  return (
    <div class="rail-item" data-active={active() ? '' : undefined}>
      <Tooltip
        as={A}
        text="Direct messages"
        placement="right"
        class="rail-home"
        href={directPath()}
        aria-label={waiting() > 0 ? `Direct messages, ${waiting()} waiting` : 'Direct messages'}
        aria-current={active() ? 'page' : undefined}
      >
        <Icon of={MessagesSquare} size={20} />
      </Tooltip>
      <Show when={waiting() > 0}>
        <span class="badge rail-badge" aria-hidden="true">
          {Math.min(99, waiting())}
        </span>
      </Show>
    </div>
  );
}

function ThreadsMark(props: { instance: Instance }) {
  const waiting = () => props.instance.threads.unread().length;
  return (
    <div class="rail-item">
      <Tooltip
        as={A}
        text="Threads"
        placement="right"
        class="rail-home"
        href="/threads"
        aria-label={waiting() > 0 ? `Threads, ${waiting()} unread` : 'Threads'}
      >
        <Icon of={MessageSquareText} size={20} />
      </Tooltip>
      <Show when={waiting() > 0}>
        <span class="badge rail-badge" aria-hidden="true">
          {Math.min(99, waiting())}
        </span>
      </Show>
    </div>
  );
}

function InstanceMarks(props: { instance: Instance; path: string }) {
  const app = useApp();
  const narrow = createNarrow();
  const communities = createMemo(() => props.instance.stores.communities.list());
  // On a narrow screen the channel list comes first, because there is no room for both.
  const path = (id: string) => channelPath(id, narrow() ? undefined : app.preferences.lastChannel[id]);
  return (
    <ul class="rail-marks">
      <For each={communities()}>
        {(community) => {
          const waiting = createMemo(() => communityUnread(props.instance, community));
          const active = () => props.path.split('/')[2] === community.id;
          const label = () => {
            const { unread, mentions } = waiting();
            const what =
              mentions > 0 ? `, ${mentions} ${mentions === 1 ? 'mention' : 'mentions'}` : unread ? ', unread' : '';
            return community.name + what;
          };
          return (
            <li
              class="rail-item"
              data-active={active() ? '' : undefined}
              data-unread={waiting().unread ? '' : undefined}
            >
              <Tooltip
                as={A}
                text={community.name}
                placement="right"
                class="rail-mark"
                href={path(community.id)}
                aria-label={label()}
                aria-current={active() ? 'page' : undefined}
              >
                <CommunityMark name={community.name} hue={community.hue} />
              </Tooltip>
              <Show when={waiting().mentions > 0}>
                <span class="badge rail-badge" aria-hidden="true">
                  {Math.min(99, waiting().mentions)}
                </span>
              </Show>
            </li>
          );
        }}
      </For>
    </ul>
  );
}
