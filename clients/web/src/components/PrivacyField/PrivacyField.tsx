import type { Privacy } from '@cozy/protocol';
import { EyeOff, Globe, Mail } from 'lucide-solid';
import { For } from 'solid-js';
import { Icon } from '../Icon/Icon.tsx';
import '../TextField/TextField.css';
import './PrivacyField.css';

const CHOICES = [
  { value: 'public', name: 'Public', note: 'Everyone finds it and can join', icon: Globe },
  { value: 'invite', name: 'By invitation', note: 'Whoever has an invitation sees what it is and joins', icon: Mail },
  { value: 'hidden', name: 'Hidden', note: 'An invitation shows only what it is called', icon: EyeOff },
] as const satisfies readonly { value: Privacy; name: string; note: string; icon: unknown }[];

/** Who finds a community, and how one comes in. */
export function PrivacyField(props: { value: Privacy; onChange: (value: Privacy) => void }) {
  return (
    <fieldset class="privacy">
      <legend class="field-label">Who can find it</legend>
      <For each={CHOICES}>
        {({ value, name, note, icon }) => (
          <label class="privacy-choice">
            <input
              type="radio"
              class="visually-hidden"
              name="privacy"
              checked={props.value === value}
              onChange={() => props.onChange(value)}
            />
            <Icon of={icon} />
            <span class="privacy-text">
              <span class="privacy-name">{name}</span>
              <span class="field-hint">{note}</span>
            </span>
          </label>
        )}
      </For>
    </fieldset>
  );
}
