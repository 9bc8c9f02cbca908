import type { Relationship } from '@cozy/protocol';
import { A, useNavigate, useParams } from '@solidjs/router';
import { ArrowLeft } from 'lucide-solid';
import { createMemo, For, type JSX, onCleanup, Show } from 'solid-js';
import { useApp, useInstance } from '../../app/context.ts';
import { createNarrow } from '../../app/media.ts';
import { directPath } from '../../app/paths.ts';
import { IconButton } from '../../components/Button/Button.tsx';
import { ChannelsEdge } from '../../components/ChannelsEdge/ChannelsEdge.tsx';
import { ConversationList } from '../../components/ConversationList/ConversationList.tsx';
import { messageRequests } from '../../conversation/people.ts';
import { AddFriend } from './AddFriend.tsx';
import { MessageRequests } from './MessageRequests.tsx';
import { PersonRow } from './PersonRow.tsx';
import '../CommunityPage.css';
import './Direct.css';

const TABS = [
  { id: 'online', name: 'Online' },
  { id: 'all', name: 'All' },
  { id: 'pending', name: 'Pending' },
  { id: 'blocked', name: 'Blocked' },
] as const;
type Tab = (typeof TABS)[number]['id'];

/** The home of direct messages: conversations beside friends, requests and blocked people. */
export default function Direct() {
  const app = useApp();
  const instance = useInstance();
  const params = useParams<{ tab?: string }>();
  const navigate = useNavigate();
  const narrow = createNarrow();
  const { stores } = instance;
  const tab = (): Tab => TABS.find(({ id }) => id === params.tab)?.id ?? 'online';
  const requests = createMemo(() => messageRequests(stores));
  const waiting = () => stores.relationships.list('incoming').length + requests().length;
  onCleanup(() => instance.view.lookAway());
  return (
    <div class="community" data-pane={narrow() && !params.tab ? 'channels' : 'channel'}>
      <div class="pane channels-pane" style={{ '--width': `${app.preferences.channelsWidth}px` }}>
        <ConversationList>
          <ChannelsEdge label="Width of the list" />
        </ConversationList>
      </div>
      <main class="friends">
        <header class="page-head friends-head">
          <Show when={narrow()}>
            <IconButton
              icon={ArrowLeft}
              label="Back to the conversations"
              placement="bottom"
              onClick={() => navigate(directPath())}
            />
          </Show>
          <h1>Friends</h1>
          <nav class="friends-tabs" aria-label="Friends">
            <For each={TABS}>
              {({ id, name }) => (
                <A
                  href={directPath(id)}
                  class="friends-tab"
                  data-active={tab() === id ? '' : undefined}
                  aria-current={tab() === id ? 'page' : undefined}
                >
                  {name}
                  <Show when={id === 'pending' && waiting() > 0}>
                    <span class="badge">{Math.min(99, waiting())}</span>
                  </Show>
                </A>
              )}
            </For>
          </nav>
        </header>
        <div class="friends-column">
          <Show when={tab() !== 'blocked'}>
            <AddFriend />
          </Show>
          <Show when={tab() === 'pending'} fallback={<People tab={tab()} />}>
            <Show when={requests().length > 0}>
              <MessageRequests requests={requests()} />
            </Show>
            <People tab="pending" quiet={requests().length > 0} />
          </Show>
        </div>
      </main>
    </div>
  );
}

const EMPTY: Record<Tab, JSX.Element> = {
  online: 'None of your friends is here just now. Write to them all the same: they find it when they come.',
  all: 'You have no friends here yet. Add someone by their username, or from their profile in a community.',
  pending: 'Nobody waits for an answer: no friend requests, no message requests.',
  blocked: 'You have blocked nobody. Blocking is in everybody’s profile: they can neither write to you nor add you.',
};

function People(props: { tab: Tab; quiet?: boolean }) {
  const { communities, members, relationships } = useInstance().stores;
  const isOnline = ({ user }: Relationship) => {
    const direct = communities.directWith(user.id);
    return direct !== undefined && members.status(direct.id, user.id) !== 'offline';
  };
  const people = createMemo(() => {
    if (props.tab === 'blocked') return relationships.list('blocked');
    if (props.tab === 'pending') return relationships.list('incoming', 'outgoing');
    const friends = relationships.list('friend');
    return props.tab === 'online' ? friends.filter(isOnline) : friends;
  });
  const title = () =>
    ({ online: 'Online', all: 'All friends', pending: 'Friend requests', blocked: 'Blocked' })[props.tab];
  return (
    <Show
      when={people().length > 0}
      fallback={
        <Show when={!props.quiet}>
          <p class="friends-empty">{EMPTY[props.tab]}</p>
        </Show>
      }
    >
      <section>
        <h2 class="friends-title">
          {title()} <span>{people().length}</span>
        </h2>
        <ul class="friends-list">
          <For each={people()}>{(relationship) => <PersonRow relationship={relationship} />}</For>
        </ul>
      </section>
    </Show>
  );
}
