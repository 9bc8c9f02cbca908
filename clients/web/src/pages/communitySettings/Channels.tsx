import { type Channel, type CommunitySnapshot, LIMITS } from '@cozy/protocol';
import { ArrowDown, ArrowUp, FolderPlus, Pencil, Plus, Trash2 } from 'lucide-solid';
import { createMemo, createSignal, For, Show } from 'solid-js';
import { useApp, useInstance } from '../../app/context.ts';
import { createAction, sentence } from '../../app/errors.ts';
import { Button, IconButton } from '../../components/Button/Button.tsx';
import { Icon } from '../../components/Icon/Icon.tsx';
import { SelectField } from '../../components/SelectField/SelectField.tsx';
import { TextField } from '../../components/TextField/TextField.tsx';
import { say } from '../../components/Toasts/toast.tsx';
import { groupChannels } from '../../conversation/channels.ts';
import { CHANNEL_ICONS } from '../../conversation/channelTypes.ts';
import './Channels.css';

/** A community's channels: made, renamed, put in order and deleted. */
export function Channels(props: { community: CommunitySnapshot }) {
  const app = useApp();
  const ask = (type: 'text' | 'category') =>
    app.ask({ kind: 'create-channel', communityId: props.community.id, parentId: null, type });
  const lines = createMemo(() =>
    groupChannels(props.community.channels).flatMap(({ category, channels }) => [
      ...(category ? [{ channel: category, siblings: categoriesOf(props.community) }] : []),
      ...channels.map((channel) => ({ channel, siblings: channels })),
    ]),
  );
  return (
    <>
      <div class="settings-acts">
        <Button look="primary" icon={Plus} onClick={() => ask('text')}>
          Create channel
        </Button>
        <Button icon={FolderPlus} onClick={() => ask('category')}>
          Create category
        </Button>
      </div>
      <ul class="rows">
        <For each={lines().map(({ channel }) => channel.id)}>
          {(id) => (
            <Show when={lines().find(({ channel }) => channel.id === id)}>
              {(line) => (
                <ChannelLine community={props.community} channel={line().channel} siblings={line().siblings} />
              )}
            </Show>
          )}
        </For>
      </ul>
    </>
  );
}

const categoriesOf = (community: CommunitySnapshot) =>
  groupChannels(community.channels).flatMap(({ category }) => (category ? [category] : []));

function ChannelLine(props: { community: CommunitySnapshot; channel: Channel; siblings: Channel[] }) {
  const app = useApp();
  const instance = useInstance();
  const [editing, setEditing] = createSignal(false);
  const index = () => props.siblings.findIndex(({ id }) => id === props.channel.id);

  // Both neighbours get their place in the list as position, so that equal positions cannot hold the order.
  const move = async (by: 1 | -1) => {
    const order = [...props.siblings];
    const [moved] = order.splice(index(), 1);
    if (!moved) return;
    order.splice(index() + by, 0, moved);
    try {
      for (const [position, channel] of order.entries()) {
        if (channel.position === position) continue;
        await instance.commands.channel.update({ channel_id: channel.id, position });
      }
    } catch (error) {
      say(`The order was not saved. ${sentence(error)}`, 'danger');
    }
  };
  const remove = () =>
    app.ask({
      kind: 'confirm',
      title: `Delete ${props.channel.name}?`,
      text:
        props.channel.type === 'category'
          ? 'Its channels stay and stand on their own.'
          : `#${props.channel.name} goes with all of its messages, for everyone. This cannot be undone.`,
      action: props.channel.type === 'category' ? 'Delete category' : 'Delete channel',
      act: () => instance.commands.channel.delete({ channel_id: props.channel.id }),
    });

  return (
    <li class="channel-line" data-inside={props.channel.parent_id ? '' : undefined}>
      <div class="row">
        <Icon of={CHANNEL_ICONS[props.channel.type]} />
        <span class="row-text">
          <span class="row-title truncate">{props.channel.name}</span>
          <Show when={props.channel.topic}>
            <span class="row-note truncate">{props.channel.topic}</span>
          </Show>
        </span>
        <span class="channel-acts">
          <IconButton
            icon={ArrowUp}
            size={16}
            label={`Move ${props.channel.name} up`}
            disabled={index() <= 0}
            onClick={() => void move(-1)}
          />
          <IconButton
            icon={ArrowDown}
            size={16}
            label={`Move ${props.channel.name} down`}
            disabled={index() >= props.siblings.length - 1}
            onClick={() => void move(1)}
          />
          <IconButton
            icon={Pencil}
            size={16}
            label={`Edit ${props.channel.name}`}
            aria-expanded={editing()}
            onClick={() => setEditing((open) => !open)}
          />
          <IconButton icon={Trash2} size={16} label={`Delete ${props.channel.name}`} onClick={remove} />
        </span>
      </div>
      <Show when={editing()}>
        <EditChannel community={props.community} channel={props.channel} onDone={() => setEditing(false)} />
      </Show>
    </li>
  );
}

function EditChannel(props: { community: CommunitySnapshot; channel: Channel; onDone: () => void }) {
  const instance = useInstance();
  const [name, setName] = createSignal(props.channel.name);
  const [topic, setTopic] = createSignal(props.channel.topic);
  const [parent, setParent] = createSignal(props.channel.parent_id ?? '');
  const action = createAction();
  const isCategory = () => props.channel.type === 'category';
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const done = await action.run(() =>
      instance.commands.channel.update({
        channel_id: props.channel.id,
        name: name().trim(),
        ...(!isCategory() && { topic: topic(), parent_id: parent() || null }),
      }),
    );
    if (done) props.onDone();
  };
  return (
    <form class="settings-form channel-edit" onSubmit={save} novalidate>
      <TextField
        label="Name"
        value={name()}
        onChange={setName}
        maxLength={LIMITS.nameLength}
        error={action.field('name') ?? action.message()}
        autofocus
      />
      <Show when={!isCategory()}>
        <TextField
          label="What it is for"
          value={topic()}
          onChange={setTopic}
          maxLength={LIMITS.topicLength}
          error={action.field('topic')}
        />
        <SelectField
          label="Category"
          value={parent()}
          options={[
            { value: '', text: 'None' },
            ...categoriesOf(props.community).map(({ id, name }) => ({ value: id, text: name })),
          ]}
          onChange={setParent}
        />
      </Show>
      <div class="settings-acts">
        <Button type="submit" look="primary" busy={action.busy()} disabled={!name().trim()}>
          Save
        </Button>
        <Button look="quiet" onClick={() => props.onDone()}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
