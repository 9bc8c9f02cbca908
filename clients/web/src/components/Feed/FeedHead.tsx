import { createEffect, createSignal, For, on, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { useConversation } from '../../conversation/context.ts';
import { may } from '../../instance/permissions.ts';
import { Avatar } from '../Avatar/Avatar.tsx';
import { Composer, type ComposerHandle } from '../Composer/Composer.tsx';

const SORTS = [
  { sort: 'new', name: 'New' },
  { sort: 'active', name: 'Active' },
] as const;

/** The composer of a feed, which is a line until something is written. */
export interface FeedComposer extends ComposerHandle {
  /** Begins a post, or goes on with it. */
  write: () => void;
}

interface FeedHeadProps {
  channelId: string;
  writes: boolean;
  sort: 'new' | 'active';
  onSort: (sort: 'new' | 'active') => void;
  onReady: (composer: FeedComposer) => void;
  onEmoji: (anchor: HTMLElement) => void;
}

/** Above a feed: where one posts, a line until it is used, and in which order the posts stand. */
export function FeedHead(props: FeedHeadProps) {
  const instance = useInstance();
  const conversation = useConversation();
  const [open, setOpen] = createSignal(false);
  let composer: ComposerHandle | undefined;
  let line: HTMLButtonElement | undefined;
  const user = () => instance.stores.self.state.user;
  const allowed = () => props.writes && may(conversation.community(), 'SEND_MESSAGES', conversation.channel());
  const isBegun = () =>
    instance.drafts.present[props.channelId] || instance.uploads.ofDraft(props.channelId).length > 0;
  // What was begun is shown when one comes back to it.
  createEffect(on([() => props.channelId, allowed], () => setOpen(allowed() && Boolean(isBegun()))));

  const write = () => {
    if (!allowed()) return undefined;
    setOpen(true);
    return composer;
  };
  const close = () => {
    if (!isBegun()) setOpen(false);
    line?.focus();
  };
  props.onReady({
    focus: () => (open() ? composer?.focus() : line?.focus()),
    write: () => write()?.focus(),
    insert: (text, title) => write()?.insert(text, title),
    attach: (files) => write()?.attach(files),
    stick: (sticker) => write()?.stick(sticker),
    refuse: (sentence) => write()?.refuse(sentence),
  });

  return (
    <div class="feed-head" data-open={open() ? '' : undefined}>
      <Show
        when={open()}
        fallback={
          <Show when={allowed()} fallback={<p class="feed-readonly">You may read and comment here, but not post.</p>}>
            <button ref={line} type="button" class="feed-write" onClick={write}>
              <Avatar name={user()?.display_name ?? ''} hue={user()?.hue ?? 0} size={28} />
              <span class="truncate">Write a post…</span>
            </button>
          </Show>
        }
      >
        <Composer
          channelId={props.channelId}
          post
          onReady={(ready) => {
            composer = ready;
          }}
          onEmoji={props.onEmoji}
          onEscape={close}
          onSent={() => {
            setOpen(false);
            line?.focus();
          }}
        />
      </Show>
      <fieldset class="feed-sort">
        <legend class="visually-hidden">Order of the posts</legend>
        <For each={SORTS}>
          {({ sort, name }) => (
            <label data-chosen={props.sort === sort ? '' : undefined}>
              <input
                type="radio"
                name="feed-sort"
                class="visually-hidden"
                checked={props.sort === sort}
                onChange={() => props.onSort(sort)}
              />
              {name}
            </label>
          )}
        </For>
      </fieldset>
    </div>
  );
}
