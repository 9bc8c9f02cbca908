import { type ChannelType, holdsMessages, LIMITS } from '@cozy/protocol';
import { useNavigate } from '@solidjs/router';
import { createSignal, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { createAction } from '../../app/errors.ts';
import { channelPath } from '../../app/paths.ts';
import { Button } from '../Button/Button.tsx';
import { ChannelTypeField } from '../ChannelTypeField/ChannelTypeField.tsx';
import { Dialog } from '../Dialog/Dialog.tsx';
import { TextField } from '../TextField/TextField.tsx';

interface CreateChannelProps {
  communityId: string;
  parentId: string | null;
  type: 'text' | 'category';
  onClose: () => void;
}

/** Names a new channel or category and makes it. */
export default function CreateChannel(props: CreateChannelProps) {
  const instance = useInstance();
  const navigate = useNavigate();
  const [name, setName] = createSignal('');
  const [topic, setTopic] = createSignal('');
  const [type, setType] = createSignal<ChannelType>('text');
  const action = createAction();
  const what = () => (props.type === 'category' ? 'category' : 'channel');
  const parent = () => (props.parentId ? instance.stores.communities.channel(props.parentId)?.name : undefined);

  const create = () =>
    action.run(async () => {
      const { channel } = await instance.commands.channel.create({
        community_id: props.communityId,
        name: name().trim(),
        type: props.type === 'category' ? 'category' : type(),
        parent_id: props.parentId,
        ...(topic().trim() && { topic: topic().trim() }),
      });
      // The event may come after the answer; the page to go to must know the channel.
      instance.stores.communities.putChannel(channel);
      props.onClose();
      if (holdsMessages(channel.type)) navigate(channelPath(props.communityId, channel.id));
    });

  return (
    <Dialog
      title={`Create a ${what()}`}
      description={
        props.type === 'category'
          ? 'Categories keep channels that belong together in one place of the list.'
          : parent()
            ? `In ${parent()}.`
            : 'Who may see it and write in it can be set later.'
      }
      onClose={props.onClose}
      onSubmit={() => name().trim() && void create()}
      actions={
        <>
          <Button look="quiet" onClick={() => props.onClose()}>
            Cancel
          </Button>
          <Button type="submit" look="primary" busy={action.busy()} disabled={!name().trim()}>
            Create {what()}
          </Button>
        </>
      }
    >
      <TextField
        label="Name"
        value={name()}
        onChange={setName}
        maxLength={LIMITS.nameLength}
        placeholder={props.type === 'category' ? 'Projects' : 'ideas'}
        error={action.field('name') ?? action.message()}
        required
        autofocus
      />
      <Show when={props.type === 'text'}>
        <ChannelTypeField value={type()} onChange={setType} />
        <TextField
          label="What it is for (optional)"
          value={topic()}
          onChange={setTopic}
          maxLength={LIMITS.topicLength}
          error={action.field('topic')}
        />
      </Show>
    </Dialog>
  );
}
