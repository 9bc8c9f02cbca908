import { type Channel, type CommunitySnapshot, holdsMessages } from '@cozy/protocol';
import { A, useNavigate } from '@solidjs/router';
import { ChevronDown, FolderPlus, LogOut, Pencil, Plus, Settings, UserPlus, Volume2 } from 'lucide-solid';
import { createMemo, For, type JSX, lazy, Show, Suspense } from 'solid-js';
import { useApp, useInstance } from '../../app/context.ts';
import { sentence } from '../../app/errors.ts';
import { channelPath, communitySettingsPath } from '../../app/paths.ts';
import { type ChannelGroup, groupChannels } from '../../conversation/channels.ts';
import { CHANNEL_ICONS } from '../../conversation/channelTypes.ts';
import { channelWaiting } from '../../instance/attention.ts';
import { moveChannel } from '../../instance/moveChannel.ts';
import { may } from '../../instance/permissions.ts';
import { IconButton } from '../Button/Button.tsx';
import { Icon } from '../Icon/Icon.tsx';
import { ContextArea } from '../Menu/ContextArea.tsx';
import { Menu, MenuItem, MenuLine } from '../Menu/Menu.tsx';
import { NotificationItems } from '../NotificationMenu/NotificationItems.tsx';
import { say } from '../Toasts/toast.tsx';
import { draggable } from './Draggable.tsx';
import '../NavItem/NavItem.css';
import './ChannelList.css';

const DragArea = lazy(() => import('./DragArea.tsx'));

/** A community's channels in their categories, with what is unread, and the community's menu above. */
export function ChannelList(props: {
  community: CommunitySnapshot;
  channelId: string | undefined;
  /** The pane's edge. */
  children?: JSX.Element;
}) {
  const app = useApp();
  const instance = useInstance();
  const groups = createMemo(() => groupChannels(props.community.channels), [], { equals: sameGroups });
  const Groups = () => (
    <For each={groups()}>
      {(group) => <Group group={group} community={props.community} channelId={props.channelId} />}
    </For>
  );
  // With a finger one scrolls and holds for the menu: the settings have the order for those.
  const mayDrag = () => matchMedia('(pointer: fine)').matches && may(props.community, 'MANAGE_CHANNELS');
  const lineIds = () =>
    groups().flatMap(({ category, channels }) => {
      const inside = app.preferences.collapsed.includes(category?.id ?? '') ? [] : channels.map(({ id }) => id);
      return category ? [category.id, ...inside] : inside;
    });
  const move = async (id: string, overId: string) => {
    try {
      await moveChannel(instance, props.community, id, overId);
    } catch (error) {
      say(`The order was not saved. ${sentence(error)}`, 'danger');
    }
  };
  return (
    <nav class="channels" aria-label="Channels">
      <CommunityMenu community={props.community} />
      <div class="channels-scroll">
        <Show when={mayDrag()} fallback={<Groups />}>
          <Suspense fallback={<Groups />}>
            <DragArea ids={lineIds()} onMove={(id, over) => void move(id, over)}>
              <Groups />
            </DragArea>
          </Suspense>
        </Show>
      </div>
      {props.children}
    </nav>
  );
}

/** Rebuilt groups keep their elements when nothing of the order has changed. */
function sameGroups(a: ChannelGroup[], b: ChannelGroup[]): boolean {
  const shape = (groups: ChannelGroup[]) =>
    groups.map(({ category, channels }) => `${category?.id}:${channels.map(({ id }) => id)}`).join();
  return shape(a) === shape(b);
}

function CommunityMenu(props: { community: CommunitySnapshot }) {
  const app = useApp();
  const instance = useInstance();
  const navigate = useNavigate();
  const id = () => props.community.id;
  const owns = () => props.community.owner_id === instance.stores.self.id;
  const manages = () =>
    may(props.community, 'MANAGE_COMMUNITY') ||
    may(props.community, 'KICK_MEMBERS') ||
    may(props.community, 'MANAGE_ROLES') ||
    may(props.community, 'MANAGE_CHANNELS');
  const leave = () =>
    app.ask({
      kind: 'confirm',
      title: `Leave ${props.community.name}?`,
      text: 'You will no longer see its channels. To come back you need a new invitation.',
      action: 'Leave',
      act: () => instance.commands.member.leave({ community_id: id() }),
    });
  return (
    <div class="page-head channels-head">
      <Menu
        triggerClass="community-trigger"
        trigger={
          <>
            <h2 class="truncate">{props.community.name}</h2>
            <Icon of={ChevronDown} />
          </>
        }
      >
        <Show when={may(props.community, 'CREATE_INVITE')}>
          <MenuItem icon={UserPlus} onSelect={() => app.ask({ kind: 'invite', communityId: id() })}>
            Invite people
          </MenuItem>
        </Show>
        <Show when={may(props.community, 'MANAGE_CHANNELS')}>
          <MenuItem
            icon={Plus}
            onSelect={() => app.ask({ kind: 'create-channel', communityId: id(), parentId: null, type: 'text' })}
          >
            Create channel
          </MenuItem>
          <MenuItem
            icon={FolderPlus}
            onSelect={() => app.ask({ kind: 'create-channel', communityId: id(), parentId: null, type: 'category' })}
          >
            Create category
          </MenuItem>
        </Show>
        <Show when={manages()}>
          <MenuItem icon={Settings} onSelect={() => navigate(communitySettingsPath(id()))}>
            Community settings
          </MenuItem>
        </Show>
        <MenuLine />
        <NotificationItems community={props.community} />
        <Show when={!owns()}>
          <MenuLine />
          <MenuItem icon={LogOut} danger onSelect={leave}>
            Leave community
          </MenuItem>
        </Show>
      </Menu>
      <Show when={may(props.community, 'CREATE_INVITE')}>
        <IconButton
          icon={UserPlus}
          size={16}
          label="Invite people"
          placement="bottom"
          onClick={() => app.ask({ kind: 'invite', communityId: id() })}
        />
      </Show>
    </div>
  );
}

function Group(props: { group: ChannelGroup; community: CommunitySnapshot; channelId: string | undefined }) {
  const app = useApp();
  const folded = () => app.preferences.collapsed.includes(props.group.category?.id ?? '');
  const fold = (id: string) =>
    app.setPreferences('collapsed', (all) => (all.includes(id) ? all.filter((one) => one !== id) : [...all, id]));
  return (
    <section class="channel-group">
      <Show when={props.group.category}>
        {(category) => (
          <div class="category" ref={draggable(category().id)}>
            <button type="button" class="category-name" aria-expanded={!folded()} onClick={() => fold(category().id)}>
              <Icon of={ChevronDown} />
              <span class="truncate">{category().name}</span>
            </button>
            <Show when={may(props.community, 'MANAGE_CHANNELS', category())}>
              <IconButton
                icon={Plus}
                size={16}
                label={`Create a channel in ${category().name}`}
                onClick={() =>
                  app.ask({
                    kind: 'create-channel',
                    communityId: props.community.id,
                    parentId: category().id,
                    type: 'text',
                  })
                }
              />
            </Show>
          </div>
        )}
      </Show>
      <ul>
        <For each={props.group.channels}>
          {(channel) => (
            <ChannelRow
              channel={channel}
              community={props.community}
              active={channel.id === props.channelId}
              folded={folded()}
            />
          )}
        </For>
      </ul>
    </section>
  );
}

function ChannelRow(props: { channel: Channel; community: CommunitySnapshot; active: boolean; folded: boolean }) {
  const instance = useInstance();
  const waiting = createMemo(() => channelWaiting(instance, props.community, props.channel));
  const unread = () => waiting().unread;
  const mentions = () => waiting().mentions;
  const hasDraft = () => !props.active && instance.drafts.present[props.channel.id];
  const shown = () => !props.folded || props.active || unread() || mentions() > 0;
  return (
    <Show when={shown()}>
      <ContextArea
        ref={draggable(props.channel.id)}
        menu={<NotificationItems community={props.community} channel={props.channel} />}
      >
        <Show
          when={holdsMessages(props.channel.type)}
          fallback={
            <span class="nav-item" data-disabled="" title="Voice channels cannot be joined from this client yet">
              <Icon of={Volume2} />
              <span class="nav-item-name truncate">{props.channel.name}</span>
            </span>
          }
        >
          <A
            class="nav-item"
            href={channelPath(props.community.id, props.channel.id)}
            draggable="false"
            data-active={props.active ? '' : undefined}
            data-unread={unread() ? '' : undefined}
            data-muted={waiting().muted ? '' : undefined}
            aria-current={props.active ? 'page' : undefined}
          >
            <Icon of={CHANNEL_ICONS[props.channel.type]} />
            <span class="nav-item-name truncate">{props.channel.name}</span>
            <Show when={waiting().muted}>
              <span class="visually-hidden">, muted</span>
            </Show>
            <Show when={hasDraft()}>
              <Icon of={Pencil} class="channel-draft" />
              <span class="visually-hidden">, with a draft</span>
            </Show>
            <Show
              when={mentions() > 0}
              fallback={
                <Show when={unread()}>
                  <span class="channel-dot">
                    <span class="visually-hidden">, unread</span>
                  </span>
                </Show>
              }
            >
              <span class="badge">
                {Math.min(99, mentions())}
                <span class="visually-hidden">{mentions() === 1 ? ' mention' : ' mentions'}</span>
              </span>
            </Show>
          </A>
        </Show>
      </ContextArea>
    </Show>
  );
}
