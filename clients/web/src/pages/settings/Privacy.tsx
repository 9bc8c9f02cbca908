import { type ContactPrivacy, DEFAULT_PRIVACY } from '@cozy/protocol';
import { createSignal, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { createAction } from '../../app/errors.ts';
import { Notice } from '../../components/Notice/Notice.tsx';
import { SelectField } from '../../components/SelectField/SelectField.tsx';

const WHO: readonly { value: ContactPrivacy['direct']; text: string }[] = [
  { value: 'everyone', text: 'Everyone' },
  { value: 'communities', text: 'People who share a community with me' },
  { value: 'friends', text: 'Friends' },
  { value: 'nobody', text: 'Nobody' },
];

/** Who may write to the person, and add them to groups. */
export function Privacy() {
  const instance = useInstance();
  const action = createAction();
  const [saved, setSaved] = createSignal(false);
  const privacy = () => instance.stores.self.state.user?.privacy ?? DEFAULT_PRIVACY;
  const choose = async (changed: Partial<ContactPrivacy>) => {
    setSaved(false);
    setSaved(await action.run(() => instance.commands.user.update({ privacy: { ...privacy(), ...changed } })));
  };
  return (
    <>
      <div class="settings-form">
        <SelectField
          label="Who may write to me directly"
          value={privacy().direct}
          options={WHO}
          onChange={(direct) => void choose({ direct: direct as ContactPrivacy['direct'] })}
        />
        <p class="row-note">
          What others write comes as a request, which you accept or refuse; until then they do not see whether you are
          here. With “Nobody” there are no requests. Conversations that you have go on.
        </p>
        <SelectField
          label="Who may add me to groups"
          value={privacy().groups}
          options={WHO}
          onChange={(groups) => void choose({ groups: groups as ContactPrivacy['groups'] })}
        />
      </div>
      <Notice look="danger">{action.message()}</Notice>
      <p class="settings-saved" role="status">
        <Show when={saved()}>Saved</Show>
      </p>
    </>
  );
}
