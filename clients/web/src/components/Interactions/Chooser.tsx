import { Combobox } from '@kobalte/core/combobox';
import { Check, ChevronDown } from 'lucide-solid';
import { createSignal, For, type JSX, onCleanup, Show } from 'solid-js';
import { Icon } from '../Icon/Icon.tsx';
import type { Choice } from './choices.ts';
import '../TextField/TextField.css';
import './Chooser.css';

/** Choices that are shown at once; more come as one types. */
const SHOWN = 25;
/** Milliseconds after the last letter until more are asked for. */
const FIND_AFTER = 150;

interface ChooserProps {
  label: string;
  hideLabel?: boolean;
  choices: readonly Choice[];
  chosen: readonly Choice[];
  onChoose: (chosen: Choice[]) => void;
  /** Several can be chosen. */
  multiple?: boolean;
  /** Called as one types; what it brings comes as `choices`. */
  onQuery?: (query: string) => void;
  /** The choices are what was asked for: what is typed is not looked for in them. */
  given?: boolean;
  /** More choices are on their way. */
  looking?: boolean;
  /** Called when the list is closed again. */
  onClose?: () => void;
  placeholder?: string;
  error?: string | undefined;
  hint?: string | undefined;
  disabled?: boolean;
  autofocus?: boolean;
  /** Stands beside the field. */
  children?: JSX.Element;
}

/** A field with a list of choices that shrinks as one types. */
export function Chooser(props: ChooserProps) {
  const [query, setQuery] = createSignal('');
  let timer: ReturnType<typeof setTimeout> | undefined;
  onCleanup(() => clearTimeout(timer));
  const ask = (text: string) => {
    setQuery(text);
    clearTimeout(timer);
    timer = setTimeout(() => props.onQuery?.(text), FIND_AFTER);
  };
  // What is chosen stays in the list, or the field would forget its text.
  const options = () => {
    const wanted = query().toLowerCase();
    const isChosen = ({ value }: Choice) => props.chosen.some((one) => one.value === value);
    const fits = ({ text, note }: Choice) =>
      props.given || [text, note ?? ''].some((part) => part.toLowerCase().includes(wanted));
    const others = props.choices.filter((choice) => !isChosen(choice) && fits(choice));
    return [...props.chosen, ...others.slice(0, SHOWN)];
  };
  const common = () => ({
    class: 'field chooser',
    options: options(),
    optionValue: 'value' as const,
    optionTextValue: 'text' as const,
    optionLabel: 'text' as const,
    defaultFilter: () => true,
    triggerMode: 'focus' as const,
    // What is asked for may come later.
    allowsEmptyCollection: true,
    onInputChange: ask,
    onOpenChange: (open: boolean) => {
      if (open) props.onQuery?.('');
      else props.onClose?.();
    },
    disabled: props.disabled ?? false,
    validationState: props.error ? ('invalid' as const) : ('valid' as const),
    itemComponent: Row,
  });
  // A function, because its parts look for the box that they are in.
  const inside = () => (
    <>
      <Combobox.Label class={props.hideLabel ? 'visually-hidden' : 'field-label'}>{props.label}</Combobox.Label>
      <Combobox.Control<Choice> class="field-input chooser-control" data-invalid={props.error ? '' : undefined}>
        {(state) => (
          <>
            <Show when={props.multiple}>
              <For each={state.selectedOptions()}>
                {(choice) => (
                  <button
                    type="button"
                    class="chooser-chip"
                    aria-label={`Take ${choice.text} away`}
                    onPointerDown={(event) => event.stopPropagation()}
                    onClick={() => state.remove(choice)}
                  >
                    {choice.text} ×
                  </button>
                )}
              </For>
            </Show>
            <Combobox.Input
              class="chooser-input"
              placeholder={state.selectedOptions().length > 0 ? '' : props.placeholder}
              ref={(element: HTMLElement) => {
                if (props.autofocus) queueMicrotask(() => element.focus());
              }}
            />
            <Combobox.Trigger class="chooser-trigger" aria-label="Show the choices">
              <Icon of={ChevronDown} />
            </Combobox.Trigger>
          </>
        )}
      </Combobox.Control>
      <Show when={props.hint && !props.error}>
        <Combobox.Description class="field-hint">{props.hint}</Combobox.Description>
      </Show>
      <Combobox.ErrorMessage class="field-error">{props.error}</Combobox.ErrorMessage>
      <Combobox.Portal>
        <Combobox.Content class="menu chooser-list">
          <Combobox.Listbox />
          <Show when={options().length === 0}>
            <p class="chooser-none">{props.looking ? 'Looking…' : 'Nothing found'}</p>
          </Show>
        </Combobox.Content>
      </Combobox.Portal>
    </>
  );
  return (
    <Show
      when={props.multiple}
      fallback={
        <Combobox<Choice>
          {...common()}
          value={props.chosen[0] ?? null}
          onChange={(choice) => props.onChoose(choice ? [choice] : [])}
        >
          {inside()}
        </Combobox>
      }
    >
      <Combobox<Choice>
        {...common()}
        multiple
        value={[...props.chosen]}
        onChange={(chosen: Choice[]) => props.onChoose(chosen)}
      >
        {inside()}
      </Combobox>
    </Show>
  );
}

function Row(props: { item: Parameters<typeof Combobox.Item>[0]['item'] & { rawValue: Choice } }) {
  return (
    <Combobox.Item item={props.item} class="menu-item">
      <Combobox.ItemLabel class="menu-text truncate">{props.item.rawValue.text}</Combobox.ItemLabel>
      <Show when={props.item.rawValue.note}>{(note) => <span class="chooser-note truncate">{note()}</span>}</Show>
      <Combobox.ItemIndicator class="menu-check">
        <Icon of={Check} />
      </Combobox.ItemIndicator>
    </Combobox.Item>
  );
}
