import type { Privacy } from '@cozy/protocol';
import { EyeOff, Globe, Mail } from 'lucide-solid';
import { ChoiceField } from '../ChoiceField/ChoiceField.tsx';

const CHOICES = [
  { value: 'public', name: 'Public', note: 'Everyone finds it and can join', icon: Globe },
  { value: 'invite', name: 'By invitation', note: 'Whoever has an invitation sees what it is and joins', icon: Mail },
  { value: 'hidden', name: 'Hidden', note: 'An invitation shows only what it is called', icon: EyeOff },
] as const satisfies readonly { value: Privacy; name: string; note: string; icon: unknown }[];

/** Who finds a community, and how one comes in. */
export function PrivacyField(props: { value: Privacy; onChange: (value: Privacy) => void }) {
  return (
    <ChoiceField
      label="Who can find it"
      name="privacy"
      choices={CHOICES}
      value={props.value}
      onChange={props.onChange}
    />
  );
}
