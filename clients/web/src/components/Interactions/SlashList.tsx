import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { createOffered } from '../../conversation/interactions.ts';
import { type Callable, callables, matchCallables } from './callable.ts';
import '../Composer/MentionList.css';
import './SlashList.css';

/** What the composer gives its keys to while the list is open. */
export interface SlashKeys {
  /** Tells whether the key was for the list. */
  onKey: (event: KeyboardEvent) => boolean;
  /** Id of the option that Enter takes; undefined while nothing fits. */
  picked: () => string | undefined;
}

interface SlashListProps {
  channelId: string;
  /** What is typed after the slash. */
  query: string;
  onReady: (keys: SlashKeys | undefined) => void;
  onPick: (callable: Callable) => void;
  /** Escape leaves the text as it is. */
  onDismiss: () => void;
}

/** The commands whose names fit what is typed; the composer keeps the focus. */
export default function SlashList(props: SlashListProps) {
  const instance = useInstance();
  const offered = createOffered(instance, () => props.channelId);
  const all = createMemo(() => {
    const known = offered();
    return known ? callables(known.commands, known.applications) : [];
  });
  const matches = createMemo(() => matchCallables(all(), props.query));
  const [picked, setPicked] = createSignal(0);
  createEffect(on(matches, () => setPicked(0)));
  // A whole name and a space mean that command, unless it goes on.
  createEffect(() => {
    const exact = all().find(({ name }) => `${name} ` === props.query);
    if (exact && matches().length === 0) props.onPick(exact);
  });
  const idOf = (index: number) => `slash-${index}`;
  createEffect(() => {
    const count = matches().length;
    props.onReady({
      picked: () => (count > 0 ? idOf(picked()) : undefined),
      onKey: (event) => {
        if (count === 0) return false;
        if (event.key === 'ArrowDown') setPicked((index) => (index + 1) % count);
        else if (event.key === 'ArrowUp') setPicked((index) => (index + count - 1) % count);
        else if (event.key === 'Escape') props.onDismiss();
        else if (event.key === 'Enter' || event.key === 'Tab') {
          const callable = matches()[picked()];
          if (callable) props.onPick(callable);
        } else return false;
        document.getElementById(idOf(picked()))?.scrollIntoView({ block: 'nearest' });
        return true;
      },
    });
  });
  return (
    <Show when={matches().length > 0}>
      <div id="slash-list" class="mentions slash" role="listbox" aria-label="Commands">
        <For each={matches()}>
          {(callable, index) => (
            <div
              id={idOf(index())}
              class="mention-option slash-option"
              role="option"
              tabIndex={-1}
              aria-selected={index() === picked()}
              // The composer must not lose the focus before the click.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => props.onPick(callable)}
              onKeyDown={(event) => event.key === 'Enter' && props.onPick(callable)}
            >
              <span class="slash-name">/{callable.name}</span>
              <span class="slash-text truncate">{callable.description}</span>
              <span class="mention-handle slash-by truncate">{callable.by}</span>
            </div>
          )}
        </For>
      </div>
    </Show>
  );
}
