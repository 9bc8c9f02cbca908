import { Dialog as Kobalte } from '@kobalte/core/dialog';
import { useLocation, useNavigate } from '@solidjs/router';
import { CornerDownRight, Hash, Search, Zap } from 'lucide-solid';
import { createEffect, createMemo, createSignal, For, Match, on, Show, Switch } from 'solid-js';
import { useApp, useInstance } from '../../app/context.ts';
import { createSearchFor, type Entry, findEntries, remember, switcherEntries } from '../../search/switcherEntries.ts';
import { Avatar, CommunityMark } from '../Avatar/Avatar.tsx';
import { Icon } from '../Icon/Icon.tsx';
import '../Dialog/Dialog.css';
import './Switcher.css';

/** Letters from which on people are asked for by name. */
const ASKS_FROM = 2;

/** Goes anywhere: channels, communities, people, pages, and things to do, whose names fit what is typed. */
export default function Switcher(props: { onClose: () => void }) {
  const app = useApp();
  const instance = useInstance();
  const navigate = useNavigate();
  const location = useLocation();
  const [query, setQuery] = createSignal('');
  const [picked, setPicked] = createSignal(0);
  const communityId = () => /^\/c\/(\d+)/.exec(location.pathname)?.[1];

  const searchFor = createSearchFor(navigate, () => /^\/c\/\d+\/\d/.test(location.pathname));
  const entries = createMemo(() => switcherEntries(app, instance, navigate, communityId(), searchFor));
  const found = createMemo<Entry[]>(() => {
    const all = findEntries(entries(), query(), app.preferences.recentEntries);
    const text = query().trim();
    if (text === '' || instance.stores.communities.list().length === 0) return all;
    const search: Entry = {
      key: 'search',
      kind: 'action',
      name: `Search messages for “${text}”`,
      within: '',
      hue: 0,
      unread: false,
      mentions: 0,
      run: () => searchFor(text),
    };
    return [...all, search];
  });
  createEffect(
    on(query, (text) => {
      const name = text.trim().replace(/^@/, '');
      const community = communityId();
      if (community && name.length >= ASKS_FROM && name.length <= 32) instance.lookup.find(community, name);
    }),
  );

  const go = (entry: Entry | undefined) => {
    if (!entry) return;
    props.onClose();
    if (entry.key !== 'search') app.setPreferences('recentEntries', (recent) => remember(recent, entry.key));
    entry.run();
  };
  const onKey = (event: KeyboardEvent) => {
    const count = found().length;
    if (event.key === 'ArrowDown' && count > 0) setPicked((index) => (index + 1) % count);
    else if (event.key === 'ArrowUp' && count > 0) setPicked((index) => (index + count - 1) % count);
    else if (event.key === 'Enter') go(found()[picked()]);
    else return;
    event.preventDefault();
    document.getElementById(`place-${picked()}`)?.scrollIntoView({ block: 'nearest' });
  };

  return (
    <Kobalte open onOpenChange={(open) => !open && props.onClose()}>
      <Kobalte.Portal>
        <Kobalte.Overlay class="scrim" />
        <div class="switcher-place">
          <Kobalte.Content class="switcher">
            <Kobalte.Title class="visually-hidden">Go to</Kobalte.Title>
            <div class="switcher-search">
              <Icon of={Search} size={20} />
              <input
                class="switcher-input"
                role="combobox"
                aria-expanded="true"
                aria-controls="switcher-list"
                aria-activedescendant={found().length > 0 ? `place-${picked()}` : undefined}
                aria-label="Go to a channel, person or command"
                placeholder="Go to, or do…"
                maxlength={200}
                value={query()}
                onInput={(event) => {
                  setQuery(event.currentTarget.value);
                  setPicked(0);
                }}
                onKeyDown={onKey}
              />
              <kbd class="switcher-key">Esc</kbd>
            </div>
            <div id="switcher-list" class="switcher-list" role="listbox" aria-label="Places">
              <For each={found()} fallback={<p class="switcher-none">Nothing is called that.</p>}>
                {(entry, index) => (
                  <div
                    id={`place-${index()}`}
                    class="switcher-option"
                    role="option"
                    tabIndex={-1}
                    aria-selected={index() === picked()}
                    onPointerMove={() => setPicked(index())}
                    onClick={() => go(entry)}
                    onKeyDown={onKey}
                  >
                    <EntryMark entry={entry} />
                    <span class="switcher-name truncate" data-unread={entry.unread ? '' : undefined}>
                      {entry.name}
                    </span>
                    <span class="switcher-within truncate">{entry.within}</span>
                    <Show when={entry.mentions > 0}>
                      <span class="badge">{entry.mentions}</span>
                    </Show>
                  </div>
                )}
              </For>
            </div>
          </Kobalte.Content>
        </div>
      </Kobalte.Portal>
    </Kobalte>
  );
}

function EntryMark(props: { entry: Entry }) {
  const icon = () => {
    if (props.entry.key === 'search') return Search;
    return props.entry.kind === 'action' ? Zap : props.entry.kind === 'page' ? CornerDownRight : Hash;
  };
  return (
    <span class="switcher-mark">
      <Switch fallback={<Icon of={icon()} />}>
        <Match when={props.entry.kind === 'community'}>
          <CommunityMark name={props.entry.name} hue={props.entry.hue} size={22} />
        </Match>
        <Match when={props.entry.kind === 'person'}>
          <Avatar name={props.entry.name} hue={props.entry.hue} size={22} />
        </Match>
      </Switch>
    </span>
  );
}
