import { createSignal, onMount, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { createAction } from '../../app/errors.ts';
import { Button } from '../Button/Button.tsx';
import { CopyField } from '../CopyField/CopyField.tsx';
import { Dialog } from '../Dialog/Dialog.tsx';
import { Notice } from '../Notice/Notice.tsx';
import { SelectField } from '../SelectField/SelectField.tsx';

/** How long an invitation lasts, in seconds; 0 is for ever. */
const LASTING = [
  { value: '86400', text: '1 day' },
  { value: '604800', text: '7 days' },
  { value: '2592000', text: '30 days' },
  { value: '0', text: 'Until revoked' },
];

/** Makes an invitation and gives its link. */
export default function InvitePeople(props: { communityId: string; onClose: () => void }) {
  const instance = useInstance();
  const [lasts, setLasts] = createSignal('604800');
  const [code, setCode] = createSignal('');
  const action = createAction();
  const community = () => instance.stores.communities.byId[props.communityId];

  const make = () =>
    action.run(async () => {
      const seconds = Number(lasts());
      const { invite } = await instance.commands.invite.create({
        community_id: props.communityId,
        ...(seconds > 0 && { expires_in: seconds }),
      });
      setCode(invite.code);
    });
  onMount(() => void make());
  const change = (value: string) => {
    setLasts(value);
    void make();
  };

  return (
    <Dialog
      title={`Invite people to ${community()?.name ?? 'this community'}`}
      description="Whoever opens this link can join."
      onClose={props.onClose}
    >
      <Show
        when={!action.message()}
        fallback={
          <Notice look="danger">
            {action.message()}{' '}
            <Button look="quiet" onClick={() => void make()}>
              Try again
            </Button>
          </Notice>
        }
      >
        <CopyField label="Invitation link" value={code() ? `${instance.origin}/invite/${code()}` : 'One moment…'} />
      </Show>
      <SelectField label="Works for" value={lasts()} options={LASTING} onChange={change} />
    </Dialog>
  );
}
