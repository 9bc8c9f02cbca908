import { parseSearch, type SearchPart } from '@cozy/protocol';
import { Search, X } from 'lucide-solid';
import { createMemo, createSignal, For, onMount, Show } from 'solid-js';
import { openWord, type SearchNames, type Suggestion, suggest } from '../../search/suggestions.ts';
import { Icon } from '../Icon/Icon.tsx';

interface SearchFieldProps {
  query: string;
  names: SearchNames;
  onQuery: (query: string) => void;
  /** Enter without a suggestion: look now. */
  onEnter: () => void;
  /** To the results. */
  onDown: () => void;
  /** Told what is typed after `from:` or `mentions:`, so that people who are not known yet can be asked for. */
  onName: (name: string) => void;
  onReady: (focus: () => void) => void;
}

/** Where a search is typed: suggestions while an operator is written, and a chip for each that is. */
export function SearchField(props: SearchFieldProps) {
  const [cursor, setCursor] = createSignal(props.query.length);
  const [focused, setFocused] = createSignal(false);
  const [picked, setPicked] = createSignal(-1);
  let field: HTMLInputElement | undefined;
  onMount(() => {
    props.onReady(() => field?.select());
    field?.focus();
  });

  const open = createMemo(() => openWord(props.query, cursor()));
  const [closed, setClosed] = createSignal(false);
  const suggestions = createMemo(() => (focused() && !closed() ? suggest(open(), props.names, Date.now()) : []));
  const chips = createMemo(() => parseSearch(props.query).filter(({ kind }) => kind !== 'word' && kind !== 'phrase'));

  const change = (query: string, at: number) => {
    setClosed(false);
    setPicked(-1);
    setCursor(at);
    props.onQuery(query);
    const name = /^-?(?:from|mentions):"?@?([^"]{2,32})$/i.exec(openWord(query, at).text)?.[1];
    if (name) props.onName(name);
  };
  const take = ({ insert }: Suggestion) => {
    const before = props.query.slice(0, open().begin) + insert;
    change(before + props.query.slice(cursor()).trimStart(), before.length);
    field?.focus();
    field?.setSelectionRange(before.length, before.length);
  };
  const drop = ({ begin, end }: SearchPart) => {
    const query = `${props.query.slice(0, begin).trimEnd()} ${props.query.slice(end).trimStart()}`.trim();
    change(query, query.length);
    field?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    const count = suggestions().length;
    if (event.key === 'ArrowDown' && count > 0) setPicked((index) => (index + 1) % count);
    else if (event.key === 'ArrowUp' && count > 0) setPicked((index) => (index <= 0 ? count : index) - 1);
    else if (event.key === 'ArrowDown') props.onDown();
    else if ((event.key === 'Enter' || event.key === 'Tab') && suggestions()[picked()]) take(suggestions()[picked()]!);
    else if (event.key === 'Enter') {
      setClosed(true);
      props.onEnter();
    } else if (event.key === 'Escape' && count > 0 && props.query !== '') {
      event.stopPropagation();
      setClosed(true);
    } else return;
    event.preventDefault();
  };
  const sync = () => setCursor(field?.selectionStart ?? props.query.length);

  return (
    <div class="search-head">
      <div class="search-field">
        <Icon of={Search} />
        <input
          ref={field}
          class="search-input"
          role="combobox"
          aria-label="Search messages"
          aria-expanded={suggestions().length > 0}
          aria-controls="search-suggestions"
          aria-autocomplete="list"
          aria-activedescendant={picked() >= 0 ? `search-suggestion-${picked()}` : undefined}
          placeholder="Search messages"
          maxlength={512}
          autocomplete="off"
          spellcheck={false}
          enterkeyhint="search"
          value={props.query}
          onInput={(event) => change(event.currentTarget.value, event.currentTarget.selectionStart ?? 0)}
          onKeyDown={onKey}
          onKeyUp={sync}
          onClick={sync}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
        />
        <Show when={props.query !== ''}>
          <button
            type="button"
            class="search-clear"
            aria-label="Clear the search"
            onClick={() => {
              change('', 0);
              field?.focus();
            }}
          >
            <Icon of={X} />
          </button>
        </Show>
      </div>
      <Show when={chips().length > 0}>
        <ul class="search-chips" aria-label="Filters">
          <For each={chips()}>
            {(part) => (
              <li class="search-chip">
                <span class="truncate">
                  <span class="search-chip-kind">
                    {part.negated ? 'not ' : ''}
                    {part.kind}
                  </span>{' '}
                  {part.value}
                </span>
                <button
                  type="button"
                  aria-label={`Remove ${part.negated ? 'not ' : ''}${part.kind} ${part.value}`}
                  onClick={() => drop(part)}
                >
                  <Icon of={X} />
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <div id="search-suggestions" class="search-suggestions" role="listbox" aria-label="Suggestions">
        <For each={suggestions()}>
          {(suggestion, index) => (
            <div
              id={`search-suggestion-${index()}`}
              class="search-suggestion"
              role="option"
              tabIndex={-1}
              aria-selected={index() === picked()}
              // The field must not lose the focus before the click.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => take(suggestion)}
              onKeyDown={(event) => event.key === 'Enter' && take(suggestion)}
            >
              <span class="truncate">{suggestion.label}</span>
              <span class="search-about truncate">{suggestion.about}</span>
            </div>
          )}
        </For>
      </div>
    </div>
  );
}
