import { createMemo, createSignal, For, onMount, Show } from 'solid-js';
import { useApp } from '../../app/context.ts';
import { EMOJI_GROUPS, type EmojiEntry, findEmoji } from './emoji.ts';
import './EmojiPicker.css';

/** How many recently used emoji are kept. */
const RECENT = 18;

/** All emoji on shelves, with a search. Arrow keys move between them. */
export default function EmojiPicker(props: { onPick: (emoji: string) => void }) {
  const app = useApp();
  const [query, setQuery] = createSignal('');
  const [shelf, setShelf] = createSignal(0);
  let search: HTMLInputElement | undefined;
  onMount(() => search?.focus());

  const recent = app.preferences.recentEmoji.slice(0, RECENT);
  const found = createMemo(() => (query().trim() ? findEmoji(query()) : undefined));
  const pick = (emoji: string) => {
    app.setPreferences('recentEmoji', (all) => [emoji, ...all.filter((one) => one !== emoji)].slice(0, RECENT));
    props.onPick(emoji);
  };

  const onKey = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const columns = 9;
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>('.emoji')];
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (event.target === search) {
      if (event.key === 'Enter' && found()?.[0]) pick(found()?.[0]?.emoji ?? '');
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
            {one.emoji}
          </button>
        )}
      </For>
    </div>
  );

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys bubble here from the buttons inside
    <div class="picker" onKeyDown={onKey}>
      <input
        ref={search}
        class="picker-search"
        type="search"
        placeholder="Search emoji"
        aria-label="Search emoji"
        value={query()}
        onInput={(event) => setQuery(event.currentTarget.value)}
      />
      <div class="picker-shelves" role="tablist" aria-label="Kinds of emoji">
        <For each={EMOJI_GROUPS}>
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
              {group.mark}
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
                {grid(recent.map((emoji) => ({ emoji, name: emoji, words: '' })))}
              </Show>
              <h3 class="picker-head">{EMOJI_GROUPS[shelf()]?.name}</h3>
              {grid(EMOJI_GROUPS[shelf()]?.entries ?? [])}
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
    </div>
  );
}
