import { Navigate, useNavigate, useParams, useSearchParams } from '@solidjs/router';
import { createEffect, createMemo, createSignal, lazy, on, onCleanup, Show, Suspense } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { useApp, useInstance } from '../app/context.ts';
import { createMedia, createNarrow } from '../app/media.ts';
import { channelPath } from '../app/paths.ts';
import { Anchored } from '../components/Anchored/Anchored.tsx';
import { ChannelList } from '../components/ChannelList/ChannelList.tsx';
import { ChannelsEdge } from '../components/ChannelsEdge/ChannelsEdge.tsx';
import { Conversation } from '../components/Conversation/Conversation.tsx';
import { ConversationList } from '../components/ConversationList/ConversationList.tsx';
import { MemberList } from '../components/MemberList/MemberList.tsx';
import { ProfileCard } from '../components/ProfileCard/ProfileCard.tsx';
import { ResizeHandle } from '../components/ResizeHandle/ResizeHandle.tsx';
import { ShellSkeleton } from '../components/Skeleton/Skeleton.tsx';
import { textChannels } from '../conversation/channels.ts';
import { conversationName } from '../conversation/people.ts';
import { awaitsRules, seenAs } from '../instance/permissions.ts';
import { createSearchPane } from '../search/pane.ts';
import { Missing } from './Missing.tsx';
import './CommunityPage.css';

const SearchPane = lazy(() => import('../components/Search/SearchPane.tsx'));

/** Milliseconds for which a community that was just joined may still be on its way. */
const ON_ITS_WAY = 1500;

/** A community that is not known: right after joining it will be, in a moment. */
function Expected(props: { community: string }) {
  const [late, setLate] = createSignal(false);
  createEffect(
    on(
      () => props.community,
      () => {
        setLate(false);
        const timer = setTimeout(() => setLate(true), ON_ITS_WAY);
        onCleanup(() => clearTimeout(timer));
      },
    ),
  );
  return (
    <Show when={late()} fallback={<ShellSkeleton />}>
      <Missing what="community" />
    </Show>
  );
}

/** A community, or a conversation: the list beside it, the open one, and its members beside it. */
export default function CommunityPage() {
  const app = useApp();
  const instance = useInstance();
  const params = useParams<{ community: string; channel?: string; message?: string }>();
  const navigate = useNavigate();
  const [address] = useSearchParams<{ thread?: string }>();
  const narrow = createNarrow();
  const [profile, setProfile] = createSignal<{ userId: string; anchor: HTMLElement }>();
  // Without room beside the conversation the members cover it, so they start closed (CommunityPage.css).
  const covered = createMedia('(max-width: 1080px)');
  const [membersOver, setMembersOver] = createSignal(false);

  /** The role as which the community is looked at. */
  const viewedAs = () => {
    const view = app.viewAs();
    return view?.communityId === params.community ? view.roleId : undefined;
  };
  const community = createMemo(() => {
    const known = instance.stores.communities.byId[params.community];
    const roleId = viewedAs();
    return known && roleId ? seenAs(known, roleId) : known;
  });
  const channels = createMemo(() => textChannels(community()?.channels ?? []));
  const channel = createMemo(() => channels().find(({ id }) => id === params.channel));
  const first = () => {
    const last = app.preferences.lastChannel[params.community];
    const here = community();
    // Who is new begins with the rules.
    if (here && awaitsRules(here)) return channels().find(({ type }) => type === 'rules');
    return channels().find(({ id }) => id === last) ?? channels()[0];
  };
  // One panel at a time: the search stands in the members' place.
  const search = createSearchPane(() => channel() !== undefined);
  // Two need no list of who they are.
  const hasMembers = () => community()?.kind !== 'direct' && !search.isOpen();
  const showsMembers = () => hasMembers() && (covered() ? membersOver() : app.preferences.showMembers);
  const toggleMembers = () => {
    const opens = !showsMembers();
    search.close();
    if (covered()) setMembersOver(opens);
    else app.setPreferences('showMembers', opens);
  };

  const isKnown = createMemo(() => community() !== undefined);
  const openId = createMemo(() => channel()?.id);
  createEffect(() => {
    const open = openId();
    // One that was just joined can be looked at only once it has come.
    if (isKnown()) instance.view.look(params.community, open ?? null);
    if (open) app.setPreferences('lastChannel', params.community, open);
  });
  onCleanup(() => instance.view.lookAway());
  createEffect(
    on(
      () => params.channel,
      () => setMembersOver(false),
    ),
  );

  return (
    <Show when={community()} fallback={<Expected community={params.community} />}>
      {(community) => (
        <div class="community" data-pane={channel() ? 'channel' : 'channels'}>
          <Show when={!params.channel && !narrow() && first()}>
            {(channel) => <Navigate href={channelPath(community().id, channel().id)} />}
          </Show>
          {/* Alone on a narrow screen, the list is the page. */}
          <Dynamic
            component={channel() ? 'div' : 'main'}
            class="pane channels-pane"
            style={{ '--width': `${app.preferences.channelsWidth}px` }}
          >
            <Show when={!channel()}>
              <h1 class="visually-hidden">{conversationName(community())}</h1>
            </Show>
            <Show
              when={community().kind}
              fallback={
                <ChannelList community={community()} channelId={params.channel}>
                  <ChannelsEdge label="Width of the channel list" />
                </ChannelList>
              }
            >
              <ConversationList openId={community().id}>
                <ChannelsEdge label="Width of the channel list" />
              </ConversationList>
            </Show>
          </Dynamic>
          <Show when={channel()}>
            {(channel) => (
              <Conversation
                community={community()}
                channel={channel()}
                messageId={params.message}
                showsMembers={showsMembers()}
                onToggleMembers={toggleMembers}
                showsSearch={search.isOpen()}
                onToggleSearch={search.toggle}
                onProfile={(userId, anchor) => setProfile({ userId, anchor })}
              />
            )}
          </Show>
          <Show when={params.channel && !channel()}>
            <Missing what="channel" back={() => navigate(channelPath(params.community))} />
          </Show>
          <Show when={channel() && showsMembers() && !address.thread}>
            <div class="pane members-pane" style={{ '--width': `${app.preferences.panelWidth}px` }}>
              <MemberList
                community={community()}
                onClose={toggleMembers}
                onProfile={(userId, anchor) => setProfile({ userId, anchor })}
              >
                <ResizeHandle
                  label="Width of the member list"
                  side="left"
                  width={app.preferences.panelWidth}
                  min={220}
                  max={420}
                  onResize={(width) => app.setPreferences('panelWidth', width)}
                />
              </MemberList>
            </div>
          </Show>
          <Show when={channel() && search.isOpen()}>
            <div class="pane members-pane" style={{ '--width': `${Math.max(320, app.preferences.panelWidth)}px` }}>
              <Suspense>
                <SearchPane
                  community={community()}
                  asked={search.asked()}
                  onClose={search.close}
                  onOpen={() => covered() && search.close()}
                  onReady={search.take}
                >
                  <ResizeHandle
                    label="Width of the search"
                    side="left"
                    width={Math.max(320, app.preferences.panelWidth)}
                    min={320}
                    max={420}
                    onResize={(width) => app.setPreferences('panelWidth', width)}
                  />
                </SearchPane>
              </Suspense>
            </div>
          </Show>
          <Show when={profile()} keyed>
            {(at) => (
              <Anchored anchor={at.anchor} label="Profile" onClose={() => setProfile(undefined)}>
                <ProfileCard
                  community={community()}
                  channelId={channel()?.id}
                  userId={at.userId}
                  onClose={() => setProfile(undefined)}
                />
              </Anchored>
            )}
          </Show>
        </div>
      )}
    </Show>
  );
}
