import { Switch as Kobalte } from '@kobalte/core/switch';
import { Show } from 'solid-js';
import '../TextField/TextField.css';
import './Switch.css';

/** Something that is on or off at once. */
export function Switch(props: {
  label: string;
  hint?: string;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <Kobalte class="switch" checked={props.checked} disabled={props.disabled} onChange={props.onChange}>
      <div class="switch-text">
        <Kobalte.Label>{props.label}</Kobalte.Label>
        <Show when={props.hint}>
          <Kobalte.Description class="field-hint">{props.hint}</Kobalte.Description>
        </Show>
      </div>
      <Kobalte.Input />
      <Kobalte.Control class="switch-track">
        <Kobalte.Thumb class="switch-thumb" />
      </Kobalte.Control>
    </Kobalte>
  );
}
