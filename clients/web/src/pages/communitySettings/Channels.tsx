import { type Channel, type CommunitySnapshot, LIMITS } from '@cozy/protocol';
import { Ellipsis, FolderPlus, Pencil, Plus, Trash2 } from 'lucide-solid';
import { createMemo, createSignal, Show } from 'solid-js';
import { useApp, useInstance } from '../../app/context.ts';
import { createAction, sentence } from '../../app/errors.ts';
import { Button, IconButton } from '../../components/Button/Button.tsx';
import { Icon } from '../../components/Icon/Icon.tsx';
import { Menu, MenuItem } from '../../components/Menu/Menu.tsx';
import { MoveItems } from '../../components/Menu/MoveItems.tsx';
import { SelectField } from '../../components/SelectField/SelectField.tsx';
import { SortableList } from '../../components/SortableList/SortableList.tsx';
import { TextField } from '../../components/TextField/TextField.tsx';
import { say } from '../../components/Toasts/toast.tsx';
import { channelLines, neighbour, placeOf, reordered } from '../../conversation/channelOrder.ts';
import { groupChannels } from '../../conversation/channels.ts';
import { CHANNEL_ICONS } from '../../conversation/channelTypes.ts';
import { SLOWMODES } from '../../conversation/durations.ts';
import { may } from '../../instance/permissions.ts';
import { Overwrites } from './Overwrites.tsx';
import './Channels.css';

/** A community's channels: made, renamed, put in order by dragging or by buttons, and deleted. */
export function Channels(props: { community: CommunitySnapshot }) {
  const app = useApp();
  const instance = useInstance();
  const ask = (type: 'text' | 'category') =>
    app.ask({ kind: 'create-channel', communityId: props.community.id, parentId: null, type });
  /** The order that was asked for, until the server has answered. */
  const [wanted, setWanted] = createSignal<string[]>();
  const [news, setNews] = createSignal('');
  const lines = createMemo(() => channelLines(props.community.channels));
  const ids = createMemo(() => {
    const now = lines().map(({ id }) => id);
    return wanted()?.filter((id) => now.includes(id)) ?? now;
  });
  const line = (id: string) => lines().find((one) => one.id === id);

  const move = async (id: string, overId: string) => {
    const place = placeOf(lines(), id, overId);
    const moved = line(id);
    if (!place || !moved) return;
    if (moved.type !== 'category') setWanted(reordered(ids(), id, overId));
    try {
      const { channel } = await instance.commands.channel.move({ channel_id: id, ...place });
      const parent = channel.parent_id ? line(channel.parent_id)?.name : undefined;
      setNews(`${moved.name} is now number ${channel.position + 1}${parent ? ` in ${parent}` : ''}.`);
    } catch (error) {
      say(`The order was not saved. ${sentence(error)}`, 'danger');
    } finally {
      setWanted(undefined);
    }
  };
  const moveBy = (id: string, by: 1 | -1) => {
    const over = neighbour(lines(), id, by);
    if (over) void move(id, over);
  };

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
      <p class="visually-hidden" aria-live="polite">
        {news()}
      </p>
      <SortableList ids={ids()} onMove={(id, over) => void move(id, over)}>
        {(id) => (
          <Show when={line(id)}>
            {(channel) => (
              <ChannelLine
                community={props.community}
                channel={channel()}
                canMove={(by) => neighbour(lines(), id, by) !== undefined}
                onMove={(by) => moveBy(id, by)}
              />
            )}
          </Show>
        )}
      </SortableList>
    </>
  );
}

const categoriesOf = (community: CommunitySnapshot) =>
  groupChannels(community.channels).flatMap(({ category }) => (category ? [category] : []));

function ChannelLine(props: {
  community: CommunitySnapshot;
  channel: Channel;
  canMove: (by: 1 | -1) => boolean;
  onMove: (by: 1 | -1) => void;
}) {
  const app = useApp();
  const instance = useInstance();
  const [editing, setEditing] = createSignal(false);

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
    <div class="channel-line" data-inside={props.channel.parent_id ? '' : undefined}>
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
            icon={Pencil}
            size={16}
            label={`Edit ${props.channel.name}`}
            aria-expanded={editing()}
            onClick={() => setEditing((open) => !open)}
          />
          <Menu
            placement="bottom-end"
            triggerClass="icon-button"
            label={`More for ${props.channel.name}`}
            trigger={<Icon of={Ellipsis} size={16} />}
          >
            <MoveItems canMove={props.canMove} onMove={props.onMove} />
            <MenuItem icon={Trash2} danger onSelect={remove}>
              Delete
            </MenuItem>
          </Menu>
        </span>
      </div>
      <Show when={editing()}>
        <EditChannel community={props.community} channel={props.channel} onDone={() => setEditing(false)} />
      </Show>
    </div>
  );
}

function EditChannel(props: { community: CommunitySnapshot; channel: Channel; onDone: () => void }) {
  const instance = useInstance();
  const [name, setName] = createSignal(props.channel.name);
  const [topic, setTopic] = createSignal(props.channel.topic);
  const [parent, setParent] = createSignal(props.channel.parent_id ?? '');
  const [slowmode, setSlowmode] = createSignal(String(props.channel.rate_limit_per_user ?? 0));
  const [overwrites, setOverwrites] = createSignal(props.channel.overwrites);
  const action = createAction();
  const isCategory = () => props.channel.type === 'category';
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const done = await action.run(() =>
      instance.commands.channel.update({
        channel_id: props.channel.id,
        name: name().trim(),
        ...(overwrites() !== props.channel.overwrites && { overwrites: overwrites() }),
        ...(!isCategory() && {
          topic: topic(),
          parent_id: parent() || null,
          rate_limit_per_user: Number(slowmode()),
        }),
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
        <SelectField label="Slow mode" value={slowmode()} options={SLOWMODES} onChange={setSlowmode} />
      </Show>
      <Show when={may(props.community, 'MANAGE_ROLES', props.channel)}>
        <Overwrites community={props.community} channel={props.channel} value={overwrites()} onChange={setOverwrites} />
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
