import type { ChannelType } from '@cozy/protocol';
import { CHANNEL_CHOICES, CHANNEL_ICONS } from '../../conversation/channelTypes.ts';
import { ChoiceField } from '../ChoiceField/ChoiceField.tsx';

const CHOICES = CHANNEL_CHOICES.map(({ type, name, note }) => ({
  value: type as ChannelType,
  name,
  note,
  icon: CHANNEL_ICONS[type],
}));

/** What kind of channel a new one is. */
export function ChannelTypeField(props: { value: ChannelType; onChange: (type: ChannelType) => void }) {
  return (
    <ChoiceField label="Type" name="channel-type" choices={CHOICES} value={props.value} onChange={props.onChange} />
  );
}
