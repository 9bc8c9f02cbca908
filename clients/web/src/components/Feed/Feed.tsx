import { compareIds, NOTHING_READ } from '@cozy/protocol';
import { createEffect, createMemo, createRenderEffect, on, Show } from 'solid-js';
import { createFocused } from '../../app/activity.ts';
import { useApp, useInstance } from '../../app/context.ts';
import { useConversation } from '../../conversation/context.ts';
import { type FeedOrder, holdOrder } from '../../conversation/feedOrder.ts';
import { createLoading } from '../../conversation/loading.ts';
import { createReading } from '../../conversation/reading.ts';
import type { ComposerHandle } from '../Composer/Composer.tsx';
import { Foldable } from '../Message/Foldable.tsx';
import { type FeedComposer, FeedHead } from './FeedHead.tsx';
import { FeedList } from './FeedList.tsx';
import { createFeedScroll } from './feedScroll.ts';
import { NoPosts } from './NoPosts.tsx';
import { PendingPost } from './PendingPost.tsx';
import { PostCard } from './PostCard.tsx';

interface FeedProps {
  channelId: string;
  /** Whether posts can be written: not before the rules are accepted. */
  writes: boolean;
  onReady: (composer: ComposerHandle) => void;
  onEmoji: (anchor: HTMLElement) => void;
}

/** A channel of type feed: its posts, the newest or the most active first, and where one posts. */
export default function Feed(props: FeedProps) {
  const app = useApp();
  const instance = useInstance();
  const conversation = useConversation();
  const focused = createFocused();
  const { messages, live, relationships } = instance.stores;
  let composer: FeedComposer | undefined;

  const sort = () => app.preferences.feedSort[props.channelId] ?? 'new';
  createRenderEffect(on(sort, (by) => messages.sortBy(props.channelId, by)));
  const window = () => messages.windows[props.channelId];
  const fresh = () => window()?.fresh ?? false;
  const { failure, load } = createLoading({
    fresh,
    live: () => live.has(conversation.community().id),
    reload: () => instance.history.latest(props.channelId),
  });
  const older = () => void load(() => instance.history.older(props.channelId));
  const scroll = createFeedScroll(() => fresh() && !failure(), older);
  const { atTop, toTop } = scroll;
  const readUpTo = createReading({
    channelId: () => props.channelId,
    threadId: () => undefined,
    atEnd: () => fresh() && atTop(),
    focused,
  });
  const isNew = (id: string) => {
    const line = readUpTo();
    if (!line || line === NOTHING_READ || compareIds(id, line) <= 0) return false;
    return messages.byId[id]?.author.id !== instance.stores.self.id;
  };

  const present = createMemo(() =>
    (window()?.ids ?? []).filter((id) => messages.byId[id] && !conversation.isHidden(id)).reverse(),
  );
  const order = createMemo<FeedOrder>((before) =>
    before && !atTop() ? holdOrder(present(), before.ids) : { ids: present(), news: 0 },
  );
  const pending = () => instance.outbox.of(props.channelId);
  // The newest of what is on its way comes first, as it will stand when it was sent.
  const rows = createMemo(() => [
    ...pending()
      .map(({ nonce }) => nonce)
      .reverse(),
    ...order().ids,
  ]);

  // An own post stands at the top, wherever one was reading.
  createEffect(
    on(
      () => pending().length,
      (count, before = 0) => {
        if (count > before) toTop();
        return count;
      },
      { defer: true },
    ),
  );
  const news = () => {
    const count = order().news;
    if (sort() === 'active') return count === 1 ? '1 post with news' : `${count} posts with news`;
    return count === 1 ? '1 new post' : `${count} new posts`;
  };
  const ready = (made: FeedComposer) => {
    composer = made;
    props.onReady(made);
  };

  return (
    <>
      <FeedHead
        channelId={props.channelId}
        writes={props.writes}
        sort={sort()}
        onSort={(by) => {
          app.setPreferences('feedSort', props.channelId, by);
          toTop();
        }}
        onReady={ready}
        onEmoji={props.onEmoji}
      />
      <FeedList
        label={`Posts in ${conversation.channel().name}`}
        scroll={scroll}
        loaded={fresh() || rows().length > 0}
        busy={!fresh()}
        failure={failure()}
        onReload={() => void load(() => instance.history.latest(props.channelId))}
        onOlder={older}
        ids={rows()}
        atStart={window()?.atStart ?? false}
        empty={<NoPosts writes={props.writes} onWrite={() => composer?.write()} />}
        news={order().news}
        newsText={news()}
        onEscape={() => conversation.focusComposer()}
      >
        {(key, index) => (
          <Show
            when={messages.byId[key]}
            fallback={
              <Show when={instance.outbox.pending.find(({ nonce }) => nonce === key)}>
                {(one) => <PendingPost pending={one()} />}
              </Show>
            }
          >
            {(message) => (
              <Foldable folded={relationships.typeOf(message().author.id) === 'blocked'}>
                <PostCard
                  message={message()}
                  isNew={isNew(key)}
                  place={index() + 1}
                  tabbable={order().ids[0] === key}
                />
              </Foldable>
            )}
          </Show>
        )}
      </FeedList>
    </>
  );
}
