import { LIMITS } from '@cozy/protocol';
import { createSignal } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { createAction } from '../../app/errors.ts';
import { Button } from '../Button/Button.tsx';
import { Dialog } from '../Dialog/Dialog.tsx';
import { TextField } from '../TextField/TextField.tsx';

/** Gives a group another name. */
export default function RenameGroup(props: { communityId: string; onClose: () => void }) {
  const instance = useInstance();
  const action = createAction();
  const [name, setName] = createSignal(instance.stores.communities.byId[props.communityId]?.name ?? '');
  const rename = async () => {
    const input = { community_id: props.communityId, name: name().trim() };
    if (await action.run(() => instance.commands.group.update(input))) props.onClose();
  };
  return (
    <Dialog
      title="Rename group"
      onClose={props.onClose}
      onSubmit={() => name().trim() && void rename()}
      actions={
        <>
          <Button look="quiet" onClick={() => props.onClose()}>
            Cancel
          </Button>
          <Button type="submit" look="primary" busy={action.busy()} disabled={!name().trim()}>
            Rename
          </Button>
        </>
      }
    >
      <TextField
        label="Name"
        value={name()}
        onChange={setName}
        maxLength={LIMITS.nameLength}
        error={action.field('name') ?? action.message()}
        required
        autofocus
      />
    </Dialog>
  );
}
