import { ArrowUp } from 'lucide-solid';
import { type JSX, Show } from 'solid-js';
import { Virtualizer } from 'virtua/solid';
import { Button } from '../Button/Button.tsx';
import { Icon } from '../Icon/Icon.tsx';
import type { FeedScroll } from './feedScroll.ts';
import { PostSkeletons } from './PostSkeletons.tsx';
import { onArrow } from './postKeys.ts';
import './Feed.css';

interface FeedListProps {
  label: string;
  scroll: FeedScroll;
  /** Whether there is something to show, if only that there is nothing. */
  loaded: boolean;
  /** What is shown may be old. */
  busy?: boolean;
  /** Why the last page could not be loaded. */
  failure: string | undefined;
  /** Loads the feed anew, and its next page. */
  onReload: () => void;
  onOlder: () => void;
  ids: string[];
  /** Nothing is older. */
  atStart: boolean;
  /** Stands in place of the list when nothing was posted. */
  empty: JSX.Element;
  /** How many posts wait above what is shown, and how that is said. */
  news: number;
  newsText: string;
  /** Escape on a post. */
  onEscape: () => void;
  /** A post by its id, or what stands for it, and its place from 0. */
  children: (id: string, index: () => number) => JSX.Element;
}

/** The posts of a feed: only those near the view are in the page; older ones come as one scrolls. */
export function FeedList(props: FeedListProps) {
  // A list that goes away, as with its last post, comes back as another element.
  let scroller: HTMLDivElement | undefined;
  return (
    <div class="feed">
      <Show
        when={props.loaded}
        fallback={
          <Show when={props.failure} fallback={<PostSkeletons />}>
            <div class="list-failed" role="alert">
              <p>The posts could not be loaded. {props.failure}</p>
              <Button onClick={props.onReload}>Try again</Button>
            </div>
          </Show>
        }
      >
        <Show when={props.ids.length > 0} fallback={<div class="feed-scroll">{props.empty}</div>}>
          <div
            ref={(element) => {
              scroller = element;
              props.scroll.watch(element);
            }}
            class="feed-scroll"
            role="feed"
            aria-label={props.label}
            aria-busy={props.busy}
            onKeyDown={(event) => onArrow(event, props.onEscape)}
          >
            <Virtualizer
              ref={props.scroll.setHandle}
              data={props.ids}
              scrollRef={scroller}
              bufferSize={800}
              onScroll={props.scroll.onScroll}
            >
              {(id, index) => (
                <div class="feed-row" data-ruled={index() > 0 ? '' : undefined}>
                  {props.children(id, index)}
                </div>
              )}
            </Virtualizer>
            <Show when={!props.atStart}>
              <div class="feed-older">
                <Show when={props.failure} fallback={<span>Loading older posts…</span>}>
                  <span role="alert">{props.failure}</span>
                  <Button look="quiet" onClick={props.onOlder}>
                    Try again
                  </Button>
                </Show>
              </div>
            </Show>
          </div>
        </Show>
        <div role="status">
          <Show when={props.news > 0}>
            <button type="button" class="feed-news" onClick={props.scroll.toTop}>
              <Icon of={ArrowUp} />
              {props.newsText}
            </button>
          </Show>
        </div>
      </Show>
    </div>
  );
}
