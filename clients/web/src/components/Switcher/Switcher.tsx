import { Dialog as Kobalte } from '@kobalte/core/dialog';
import { useNavigate } from '@solidjs/router';
import { Hash, House, Search, Settings } from 'lucide-solid';
import { createMemo, createSignal, For, Show } from 'solid-js';
import { useApp, useInstance } from '../../app/context.ts';
import { channelPath, settingsPath } from '../../app/paths.ts';
import { textChannels } from '../../conversation/channels.ts';
import { CommunityMark } from '../Avatar/Avatar.tsx';
import { Icon } from '../Icon/Icon.tsx';
import '../Dialog/Dialog.css';
import './Switcher.css';

interface Place {
  path: string;
  name: string;
  /** Where it is, beside the name. */
  within: string;
  kind: 'channel' | 'community' | 'home' | 'settings';
  hue: number;
  unread: boolean;
  mentions: number;
}

/** So many places are shown at once; more letters bring the others. */
const SHOWN = 12;

/** Goes anywhere: places whose names fit what is typed, what waits to be read first. */
export default function Switcher(props: { onClose: () => void }) {
  const app = useApp();
  const instance = useInstance();
  const navigate = useNavigate();
  const [query, setQuery] = createSignal('');
  const [picked, setPicked] = createSignal(0);
  const { readStates, communities } = instance.stores;

  const places = createMemo<Place[]>(() => {
    const all: Place[] = [];
    for (const community of communities.list()) {
      const { hue } = community;
      for (const channel of textChannels(community.channels)) {
        all.push({
          path: channelPath(community.id, channel.id),
          name: channel.name,
          within: community.name,
          kind: 'channel',
          hue,
          unread: readStates.isUnread(channel, community.member.joined_at),
          mentions: readStates.mentionCount(channel.id),
        });
      }
      all.push({
        path: channelPath(community.id, app.preferences.lastChannel[community.id]),
        name: community.name,
        within: 'Community',
        kind: 'community',
        hue,
        unread: false,
        mentions: 0,
      });
    }
    const page = { within: '', hue: 0, unread: false, mentions: 0 };
    all.push({ ...page, path: '/', name: 'Home', kind: 'home' });
    all.push({ ...page, path: settingsPath(), name: 'Settings', kind: 'settings' });
    return all;
  });
  const found = createMemo(() => {
    const wanted = query().trim().toLowerCase().replace(/^#/, '');
    const fit = (place: Place) => {
      const name = place.name.toLowerCase();
      if (wanted === '') return 1;
      if (name.startsWith(wanted)) return 0;
      return name.includes(wanted) || `${place.within} ${name}`.toLowerCase().includes(wanted) ? 1 : 2;
    };
    return places()
      .map((place, index) => ({ place, index, fit: fit(place) }))
      .filter(({ fit }) => fit < 2)
      .sort(
        (a, b) =>
          a.fit - b.fit ||
          b.place.mentions - a.place.mentions ||
          Number(b.place.unread) - Number(a.place.unread) ||
          a.index - b.index,
      )
      .slice(0, SHOWN)
      .map(({ place }) => place);
  });

  const go = (place: Place | undefined) => {
    if (!place) return;
    props.onClose();
    navigate(place.path);
  };
  const onKey = (event: KeyboardEvent) => {
    const count = found().length;
    if (event.key === 'ArrowDown' && count > 0) setPicked((index) => (index + 1) % count);
    else if (event.key === 'ArrowUp' && count > 0) setPicked((index) => (index + count - 1) % count);
    else if (event.key === 'Enter') go(found()[picked()]);
    else return;
    event.preventDefault();
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
                aria-label="Go to a channel or community"
                placeholder="Go to…"
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
                {(place, index) => (
                  <div
                    id={`place-${index()}`}
                    class="switcher-option"
                    role="option"
                    tabIndex={-1}
                    aria-selected={index() === picked()}
                    onPointerMove={() => setPicked(index())}
                    onClick={() => go(place)}
                    onKeyDown={onKey}
                  >
                    <PlaceMark place={place} />
                    <span class="truncate" data-unread={place.unread ? '' : undefined}>
                      {place.name}
                    </span>
                    <span class="switcher-within truncate">{place.within}</span>
                    <Show when={place.mentions > 0}>
                      <span class="badge">{place.mentions}</span>
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

function PlaceMark(props: { place: Place }) {
  const icons = { channel: Hash, home: House, settings: Settings };
  return (
    <span class="switcher-mark">
      <Show
        when={props.place.kind !== 'community' && icons[props.place.kind]}
        fallback={<CommunityMark name={props.place.name} hue={props.place.hue} size={22} />}
      >
        {(icon) => <Icon of={icon()} />}
      </Show>
    </span>
  );
}
