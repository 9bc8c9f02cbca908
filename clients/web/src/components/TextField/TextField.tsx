import { TextField as Kobalte } from '@kobalte/core/text-field';
import { type JSX, Show } from 'solid-js';
import './TextField.css';

interface TextFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Stands below the field while there is no error. */
  hint?: JSX.Element;
  /** What is wrong and what to do; marks the field. */
  error?: string | undefined;
  type?: 'text' | 'email' | 'password' | 'search';
  name?: string;
  autocomplete?: string;
  maxLength?: number;
  placeholder?: string;
  required?: boolean;
  multiline?: boolean;
  autofocus?: boolean;
  /** The label is for screen readers only. */
  hideLabel?: boolean;
}

/** A text input with its label, hint and error. */
export function TextField(props: TextFieldProps) {
  const focus = (element: HTMLElement) => {
    if (props.autofocus) queueMicrotask(() => element.focus());
  };
  return (
    <Kobalte
      class="field"
      value={props.value}
      onChange={props.onChange}
      name={props.name}
      required={props.required}
      validationState={props.error ? 'invalid' : 'valid'}
    >
      <Kobalte.Label class={props.hideLabel ? 'visually-hidden' : 'field-label'}>{props.label}</Kobalte.Label>
      <Show
        when={props.multiline}
        fallback={
          <Kobalte.Input
            ref={focus}
            class="field-input"
            type={props.type ?? 'text'}
            autocomplete={props.autocomplete ?? 'off'}
            maxLength={props.maxLength}
            placeholder={props.placeholder}
          />
        }
      >
        <Kobalte.TextArea
          ref={focus}
          class="field-input"
          autoResize
          rows={2}
          maxLength={props.maxLength}
          placeholder={props.placeholder}
        />
      </Show>
      <Show when={props.hint && !props.error}>
        <Kobalte.Description class="field-hint">{props.hint}</Kobalte.Description>
      </Show>
      <Kobalte.ErrorMessage class="field-error">{props.error}</Kobalte.ErrorMessage>
    </Kobalte>
  );
}
