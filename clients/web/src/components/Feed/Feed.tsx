import { compareIds, NOTHING_READ } from '@cozy/protocol';
import { ArrowUp } from 'lucide-solid';
import { createEffect, createMemo, createRenderEffect, createSignal, on, Show } from 'solid-js';
import { Virtualizer, type VirtualizerHandle } from 'virtua/solid';
import { createFocused } from '../../app/activity.ts';
import { useApp, useInstance } from '../../app/context.ts';
import { useConversation } from '../../conversation/context.ts';
import { type FeedOrder, holdOrder } from '../../conversation/feedOrder.ts';
import { createLoading } from '../../conversation/loading.ts';
import { createReading } from '../../conversation/reading.ts';
import { Button } from '../Button/Button.tsx';
import type { ComposerHandle } from '../Composer/Composer.tsx';
import { Icon } from '../Icon/Icon.tsx';
import { Foldable } from '../Message/Foldable.tsx';
import { type FeedComposer, FeedHead } from './FeedHead.tsx';
import { NoPosts } from './NoPosts.tsx';
import { PendingPost } from './PendingPost.tsx';
import { PostCard } from './PostCard.tsx';
import { PostSkeletons } from './PostSkeletons.tsx';
import { onArrow } from './postKeys.ts';
import './Feed.css';

/** Pixels from the end at which the next page is loaded, and from the top within which new posts come in by themselves. */
const LOAD_WITHIN = 1200;
const TOP_WITHIN = 40;

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
  const [handle, setHandle] = createSignal<VirtualizerHandle>();
  const [atTop, setAtTop] = createSignal(true);
  let scroller: HTMLDivElement | undefined;
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

  const toTop = () => {
    scroller?.scrollTo({ top: 0 });
    setAtTop(true);
  };
  const onScroll = (offset: number) => {
    const list = handle();
    setAtTop(offset < TOP_WITHIN);
    if (!list || !fresh() || failure()) return;
    const below = list.scrollSize - offset - list.viewportSize;
    if (below < LOAD_WITHIN) void load(() => instance.history.older(props.channelId));
  };
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
      <div class="feed">
        <Show
          when={fresh() || rows().length > 0}
          fallback={
            <Show when={failure()} fallback={<PostSkeletons />}>
              <div class="list-failed" role="alert">
                <p>The posts could not be loaded. {failure()}</p>
                <Button onClick={() => void load(() => instance.history.latest(props.channelId))}>Try again</Button>
              </div>
            </Show>
          }
        >
          <Show
            when={rows().length > 0}
            fallback={
              <div class="feed-scroll">
                <NoPosts writes={props.writes} onWrite={() => composer?.write()} />
              </div>
            }
          >
            <div
              ref={scroller}
              class="feed-scroll"
              role="feed"
              aria-label={`Posts in ${conversation.channel().name}`}
              aria-busy={!fresh()}
              onKeyDown={(event) => onArrow(event, () => conversation.focusComposer())}
            >
              <Virtualizer ref={setHandle} data={rows()} scrollRef={scroller} bufferSize={800} onScroll={onScroll}>
                {(key, index) => (
                  <div class="feed-row" data-ruled={index() > 0 ? '' : undefined}>
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
                  </div>
                )}
              </Virtualizer>
              <Show when={!window()?.atStart}>
                <div class="feed-older">
                  <Show when={failure()} fallback={<span>Loading older posts…</span>}>
                    <span role="alert">{failure()}</span>
                    <Button look="quiet" onClick={() => void load(() => instance.history.older(props.channelId))}>
                      Try again
                    </Button>
                  </Show>
                </div>
              </Show>
            </div>
          </Show>
          <div role="status">
            <Show when={order().news > 0}>
              <button type="button" class="feed-news" onClick={toTop}>
                <Icon of={ArrowUp} />
                {news()}
              </button>
            </Show>
          </div>
        </Show>
      </div>
    </>
  );
}
