import { For } from 'solid-js';
import '../TextField/TextField.css';
import './SelectField.css';

/** A choice among a few; the device's own list opens, which suits every screen. */
export function SelectField(props: {
  label: string;
  value: string;
  options: readonly { value: string; text: string }[];
  onChange: (value: string) => void;
  hideLabel?: boolean;
}) {
  return (
    <label class="field">
      <span class={props.hideLabel ? 'visually-hidden' : 'field-label'}>{props.label}</span>
      <select
        class="field-input select"
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      >
        <For each={props.options}>
          {(option) => (
            <option value={option.value} selected={option.value === props.value}>
              {option.text}
            </option>
          )}
        </For>
      </select>
    </label>
  );
}
