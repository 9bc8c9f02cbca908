import type { ChannelType } from '@cozy/protocol';
import { For } from 'solid-js';
import { CHANNEL_CHOICES, CHANNEL_ICONS } from '../../conversation/channelTypes.ts';
import { Icon } from '../Icon/Icon.tsx';
import '../PrivacyField/PrivacyField.css';
import '../TextField/TextField.css';

/** What kind of channel a new one is. */
export function ChannelTypeField(props: { value: ChannelType; onChange: (type: ChannelType) => void }) {
  return (
    <fieldset class="privacy">
      <legend class="field-label">Type</legend>
      <For each={CHANNEL_CHOICES}>
        {({ type, name, note }) => (
          <label class="privacy-choice">
            <input
              type="radio"
              class="visually-hidden"
              name="channel-type"
              checked={props.value === type}
              onChange={() => props.onChange(type)}
            />
            <Icon of={CHANNEL_ICONS[type]} />
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
