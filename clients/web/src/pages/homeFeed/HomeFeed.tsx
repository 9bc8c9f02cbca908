import type { CommunitySnapshot, Message } from '@cozy/protocol';
import { useNavigate } from '@solidjs/router';
import { ArrowLeft, Newspaper } from 'lucide-solid';
import { createSignal, lazy, onCleanup, Show, Suspense } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { createNarrow } from '../../app/media.ts';
import { Anchored } from '../../components/Anchored/Anchored.tsx';
import { IconButton } from '../../components/Button/Button.tsx';
import { FeedList } from '../../components/Feed/FeedList.tsx';
import { createFeedScroll, type FeedScroll } from '../../components/Feed/feedScroll.ts';
import { Icon } from '../../components/Icon/Icon.tsx';
import { Foldable } from '../../components/Message/Foldable.tsx';
import { ProfileCard } from '../../components/ProfileCard/ProfileCard.tsx';
import { type Conversation, ConversationContext } from '../../conversation/context.ts';
import { emojiGroups, wantExpressions } from '../../conversation/expressions.ts';
import { HomePost } from './HomePost.tsx';
import { createHomePosts } from './homePosts.ts';
import '../../components/MessageList/ChannelIntro.css';
import './HomeFeed.css';

const EditHistory = lazy(() => import('../../components/Message/EditHistory.tsx'));
const EmojiPicker = lazy(() => import('../../components/EmojiPicker/EmojiPicker.tsx'));

/** The newest posts of all feeds of all communities. */
export default function HomeFeed() {
  const instance = useInstance();
  const navigate = useNavigate();
  const narrow = createNarrow();
  const { communities, messages, relationships } = instance.stores;
  const [profile, setProfile] = createSignal<{ community: CommunitySnapshot; userId: string; anchor: HTMLElement }>();
  const [picking, setPicking] = createSignal<{
    communityId: string;
    anchor: HTMLElement;
    pick: (emoji: string) => void;
  }>();
  const [edits, setEdits] = createSignal<{ conversation: Conversation; message: Message; anchor: HTMLElement }>();
  wantExpressions(instance);
  const scroll: FeedScroll = createFeedScroll(
    () => !posts.failure(),
    () => posts.older(),
  );
  const posts = createHomePosts(instance, scroll.atTop);
  onCleanup(() => instance.view.follow([]));

  const placeOf = ({ community_id, channel_id }: Message) => {
    const community = communities.byId[community_id];
    const channel = community?.channels.find(({ id }) => id === channel_id);
    return community && channel && { community, channel };
  };

  return (
    <main class="home-feed">
      <header class="page-head">
        <Show when={narrow()}>
          <IconButton icon={ArrowLeft} label="Back home" placement="bottom" onClick={() => navigate('/')} />
        </Show>
        <Icon of={Newspaper} size={20} class="conversation-mark" />
        <h1 class="home-feed-title">Feed</h1>
        <p class="home-feed-note truncate">What is posted in all your communities</p>
      </header>
      <FeedList
        label="Posts"
        scroll={scroll}
        loaded={posts.loaded()}
        failure={posts.failure()}
        onReload={posts.reload}
        onOlder={posts.older}
        ids={posts.order().ids}
        atStart={posts.atStart()}
        empty={<Empty hasFeeds={posts.hasFeeds()} />}
        news={posts.order().news}
        newsText={posts.order().news === 1 ? '1 new post' : `${posts.order().news} new posts`}
        onEscape={scroll.toTop}
      >
        {(id, index) => (
          <Show when={messages.byId[id]}>
            {(message) => (
              <Show when={placeOf(message())}>
                {(place) => (
                  <Foldable folded={relationships.typeOf(message().author.id) === 'blocked'}>
                    <HomePost
                      message={message()}
                      {...place()}
                      place={index() + 1}
                      tabbable={index() === 0}
                      onProfile={(community, userId, anchor) => setProfile({ community, userId, anchor })}
                      onEmoji={(anchor, pick) => setPicking({ communityId: message().community_id, anchor, pick })}
                      onEdits={(conversation, one, anchor) => setEdits({ conversation, message: one, anchor })}
                    />
                  </Foldable>
                )}
              </Show>
            )}
          </Show>
        )}
      </FeedList>
      <Show when={profile()} keyed>
        {(at) => (
          <Anchored anchor={at.anchor} label="Profile" onClose={() => setProfile(undefined)}>
            <ProfileCard community={at.community} userId={at.userId} onClose={() => setProfile(undefined)} />
          </Anchored>
        )}
      </Show>
      <Show when={edits()} keyed>
        {(at) => (
          <Anchored
            anchor={at.anchor}
            label="Earlier versions"
            placement="bottom-start"
            onClose={() => setEdits(undefined)}
          >
            <ConversationContext.Provider value={at.conversation}>
              <Suspense fallback={<div class="notes" />}>
                <EditHistory message={at.message} />
              </Suspense>
            </ConversationContext.Provider>
          </Anchored>
        )}
      </Show>
      <Show when={picking()} keyed>
        {(at) => (
          <Anchored anchor={at.anchor} label="Pick an emoji" placement="top-end" onClose={() => setPicking(undefined)}>
            <Suspense fallback={<div class="picker" />}>
              <EmojiPicker
                own={emojiGroups(instance, [at.communityId])}
                onPick={(emoji) => {
                  setPicking(undefined);
                  at.pick(emoji);
                }}
              />
            </Suspense>
          </Anchored>
        )}
      </Show>
    </main>
  );
}

function Empty(props: { hasFeeds: boolean }) {
  return (
    <section class="intro feed-empty">
      <span class="intro-mark">
        <Icon of={Newspaper} size={20} />
      </span>
      <h2 class="intro-title">Nothing was posted yet</h2>
      <p class="intro-text">
        {props.hasFeeds
          ? 'The posts of all feeds in your communities come together here. Open a feed to write the first one.'
          : 'Feeds hold posts: news, pictures, questions. None of your communities has one yet; who manages a community can create a channel of type feed.'}
      </p>
    </section>
  );
}
