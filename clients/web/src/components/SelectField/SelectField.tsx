import { For, Show } from 'solid-js';
import '../TextField/TextField.css';
import './SelectField.css';

/** A choice among a few; the device's own list opens, which suits every screen. */
export function SelectField(props: {
  label: string;
  value: string;
  options: readonly { value: string; text: string }[];
  onChange: (value: string) => void;
  hideLabel?: boolean;
  /** What is wrong and what to do; marks the field. */
  error?: string | undefined;
}) {
  return (
    <label class="field">
      <span class={props.hideLabel ? 'visually-hidden' : 'field-label'}>{props.label}</span>
      <select
        class="field-input select"
        value={props.value}
        aria-invalid={props.error ? true : undefined}
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
      <Show when={props.error}>
        <span class="field-error">{props.error}</span>
      </Show>
    </label>
  );
}
