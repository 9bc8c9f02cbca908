import type { LucideProps } from 'lucide-solid';
import { type Component, For } from 'solid-js';
import { Icon } from '../Icon/Icon.tsx';
import '../TextField/TextField.css';
import './ChoiceField.css';

interface ChoiceFieldProps<V extends string> {
  label: string;
  /** Of the group; another for each field of a page. */
  name: string;
  choices: readonly { value: V; name: string; note: string; icon: Component<LucideProps> }[];
  value: V;
  onChange: (value: V) => void;
}

/** One of a few choices, each with a sentence that says what it means. */
export function ChoiceField<V extends string>(props: ChoiceFieldProps<V>) {
  return (
    <fieldset class="choices">
      <legend class="field-label">{props.label}</legend>
      <For each={props.choices}>
        {({ value, name, note, icon }) => (
          <label class="choice">
            <input
              type="radio"
              class="visually-hidden"
              name={props.name}
              checked={props.value === value}
              onChange={() => props.onChange(value)}
            />
            <Icon of={icon} />
            <span class="choice-text">
              <span class="choice-name">{name}</span>
              <span class="field-hint">{note}</span>
            </span>
          </label>
        )}
      </For>
    </fieldset>
  );
}
