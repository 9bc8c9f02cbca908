import { LIMITS } from '@cozy/protocol';
import { useNavigate } from '@solidjs/router';
import { createSignal } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { createAction } from '../../app/errors.ts';
import { channelPath } from '../../app/paths.ts';
import { CommunityMark } from '../Avatar/Avatar.tsx';
import { Button } from '../Button/Button.tsx';
import { Dialog } from '../Dialog/Dialog.tsx';
import { HuePicker } from '../HuePicker/HuePicker.tsx';
import { JoinField } from '../JoinField/JoinField.tsx';
import { TextField } from '../TextField/TextField.tsx';
import './CreateCommunity.css';

/** Names a new community and makes it, or leads into one by its invitation. */
export default function CreateCommunity(props: { onClose: () => void }) {
  const instance = useInstance();
  const navigate = useNavigate();
  const [name, setName] = createSignal('');
  const [hue, setHue] = createSignal<number>(50);
  const action = createAction();

  const create = () =>
    action.run(async () => {
      const { community } = await instance.commands.community.create({ name: name().trim(), hue: hue() });
      const first = community.channels.find(({ type }) => type === 'text');
      props.onClose();
      navigate(channelPath(community.id, first?.id));
    });

  return (
    <Dialog
      title="Create a community"
      description="It starts with one channel. Everything can be changed later."
      onClose={props.onClose}
      onSubmit={() => name().trim() && void create()}
      foot={
        <div class="create-join">
          <p>Or join one with an invitation</p>
          <JoinField onGone={props.onClose} />
        </div>
      }
    >
      <div class="create-name">
        <CommunityMark name={name() || '?'} hue={hue()} size={62} />
        <TextField
          label="Name"
          value={name()}
          onChange={setName}
          maxLength={LIMITS.nameLength}
          placeholder="The reading circle"
          error={action.field('name') ?? action.message()}
          required
          autofocus
        />
      </div>
      <HuePicker label="Colour" value={hue()} onChange={(value) => setHue(value ?? 50)} />
      <Button type="submit" look="primary" wide busy={action.busy()} disabled={!name().trim()}>
        Create community
      </Button>
    </Dialog>
  );
}
