import type { AuditAction } from '@cozy/protocol';
import { SelectField } from '../../components/SelectField/SelectField.tsx';
import { ACTION_WORDS } from '../../conversation/moderationWords.ts';

/** Chooses one of some actions of moderators, or all. */
export function ActionFilter(props: {
  actions: readonly AuditAction[];
  value: string;
  onChange: (action: string) => void;
}) {
  return (
    <SelectField
      label="What"
      value={props.value}
      options={[
        { value: '', text: 'Everything' },
        ...props.actions.map((value) => ({ value, text: ACTION_WORDS[value].name })),
      ]}
      onChange={props.onChange}
    />
  );
}
