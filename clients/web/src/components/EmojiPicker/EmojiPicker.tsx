import { type CustomEmoji, customReaction, expressionPath, type Sticker } from '@cozy/protocol';
import { createMemo, createSignal, For, onMount, Show } from 'solid-js';
import { useApp } from '../../app/context.ts';
import { EmojiMark, emojiName } from '../EmojiMark/EmojiMark.tsx';
import { EMOJI_GROUPS, type EmojiEntry, type EmojiGroup, findEmoji } from './emoji.ts';
import './EmojiPicker.css';

/** How many recently used emoji are kept. */
const RECENT = 18;

/** The emoji that a community has of its own. */
export interface OwnEmojis {
  community: string;
  emojis: readonly CustomEmoji[];
}

interface EmojiPickerProps {
  /** Those of communities, a shelf for each. */
  own: readonly OwnEmojis[];
  /** Is given a Unicode emoji, or `name:id` of one of a community. */
  onPick: (emoji: string) => void;
  /** What can be sent as it is; with none there is no shelf of it. */
  stickers?: readonly Sticker[];
  onSticker?: (sticker: Sticker) => void;
}

/** All emoji on shelves, with a search: those of communities first. Arrow keys move between them. */
export default function EmojiPicker(props: EmojiPickerProps) {
  const app = useApp();
  const [query, setQuery] = createSignal('');
  const [shelf, setShelf] = createSignal(0);
  const [sticking, setSticking] = createSignal(false);
  let search: HTMLInputElement | undefined;
  onMount(() => search?.focus());

  const shelves = createMemo<EmojiGroup[]>(() => [...props.own.map(ownShelf), ...EMOJI_GROUPS]);
  // What was used elsewhere may not be there for this.
  const recent = createMemo(() => {
    const here = new Set(props.own.flatMap(({ emojis }) => emojis.map(({ id, name }) => `${name}:${id}`)));
    return app.preferences.recentEmoji.filter((emoji) => !customReaction(emoji) || here.has(emoji)).slice(0, RECENT);
  });
  const found = createMemo(() => (query().trim() ? findEmoji(query(), shelves()) : undefined));
  const pick = (emoji: string) => {
    app.setPreferences('recentEmoji', (all) => [emoji, ...all.filter((one) => one !== emoji)].slice(0, RECENT));
    props.onPick(emoji);
  };

  const onKey = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const columns = sticking() ? 3 : 9;
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('.emoji')];
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (event.target === search) {
      if (event.key === 'Enter' && !sticking() && found()?.[0]) pick(found()?.[0]?.emoji ?? '');
      if (event.key !== 'ArrowDown') return;
      event.preventDefault();
      all[0]?.focus();
    } else if (step !== undefined && at >= 0) {
      event.preventDefault();
      const next = all[at + step];
      if (next) next.focus();
      else if (step < 0) search?.focus();
    }
  };

  const grid = (entries: readonly EmojiEntry[]) => (
    <div class="emoji-grid">
      <For each={entries}>
        {(one) => (
          <button type="button" class="emoji" title={one.name} aria-label={one.name} onClick={() => pick(one.emoji)}>
            <EmojiMark emoji={one.emoji} />
          </button>
        )}
      </For>
    </div>
  );

  const emoji = () => (
    <>
      <div class="picker-shelves" role="tablist" aria-label="Kinds of emoji">
        <For each={shelves()}>
          {(group, index) => (
            <button
              type="button"
              role="tab"
              class="picker-tab"
              aria-selected={!found() && shelf() === index()}
              aria-label={group.name}
              title={group.name}
              onClick={() => {
                setQuery('');
                setShelf(index());
              }}
            >
              <EmojiMark emoji={group.mark} />
            </button>
          )}
        </For>
      </div>
      <div class="picker-scroll">
        <Show
          when={found()}
          fallback={
            <>
              <Show when={shelf() === 0}>
                <h3 class="picker-head">Used last</h3>
                {grid(recent().map((emoji) => ({ emoji, name: emojiName(emoji), words: '' })))}
              </Show>
              <h3 class="picker-head truncate">{shelves()[shelf()]?.name}</h3>
              {grid(shelves()[shelf()]?.entries ?? [])}
            </>
          }
        >
          {(entries) => (
            <Show when={entries().length > 0} fallback={<p class="picker-none">No emoji is called that.</p>}>
              <h3 class="picker-head">Found</h3>
              {grid(entries())}
            </Show>
          )}
        </Show>
      </div>
    </>
  );

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys bubble here from the buttons inside
    <div class="picker" onKeyDown={onKey}>
      <input
        ref={search}
        class="picker-search"
        type="search"
        placeholder={sticking() ? 'Search stickers' : 'Search emoji'}
        aria-label={sticking() ? 'Search stickers' : 'Search emoji'}
        value={query()}
        onInput={(event) => setQuery(event.currentTarget.value)}
      />
      <Show when={props.stickers?.length}>
        <div class="picker-kinds" role="tablist" aria-label="Emoji or stickers">
          <For each={['Emoji', 'Stickers']}>
            {(kind) => (
              <button
                type="button"
                role="tab"
                class="picker-kind"
                aria-selected={sticking() === (kind === 'Stickers')}
                onClick={() => setSticking(kind === 'Stickers')}
              >
                {kind}
              </button>
            )}
          </For>
        </div>
      </Show>
      <Show when={!sticking()} fallback={<StickerGrid {...props} query={query()} />}>
        {emoji()}
      </Show>
    </div>
  );
}

function ownShelf({ community, emojis }: OwnEmojis): EmojiGroup {
  const entries = emojis.map(({ id, name }) => ({
    emoji: `${name}:${id}`,
    name: `:${name}:`,
    words: `${name} ${name.replaceAll('_', ' ')}`.toLowerCase(),
  }));
  return { name: community, mark: entries[0]?.emoji ?? '', entries };
}

function StickerGrid(props: Pick<EmojiPickerProps, 'stickers' | 'onSticker'> & { query: string }) {
  const found = () => {
    const wanted = props.query.trim().toLowerCase();
    return (props.stickers ?? []).filter(({ name }) => name.toLowerCase().includes(wanted));
  };
  return (
    <div class="picker-scroll">
      <div class="sticker-grid">
        <For each={found()} fallback={<p class="picker-none">No sticker is called that.</p>}>
          {(sticker) => (
            <button
              type="button"
              class="emoji sticker-pick"
              title={sticker.name}
              aria-label={`Send the sticker ${sticker.name}`}
              onClick={() => props.onSticker?.(sticker)}
            >
              <img src={expressionPath('sticker', sticker.id)} alt="" loading="lazy" />
            </button>
          )}
        </For>
      </div>
    </div>
  );
}
