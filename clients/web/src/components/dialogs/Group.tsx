import { LIMITS, type User } from '@cozy/protocol';
import { useNavigate } from '@solidjs/router';
import { createMemo, createSignal, For, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { createAction } from '../../app/errors.ts';
import { channelPath } from '../../app/paths.ts';
import { Avatar } from '../Avatar/Avatar.tsx';
import { Button } from '../Button/Button.tsx';
import { Dialog } from '../Dialog/Dialog.tsx';
import { Notice } from '../Notice/Notice.tsx';
import { TextField } from '../TextField/TextField.tsx';
import './Group.css';

/** Makes a group of people whom one knows, or adds some of them to one that there is. */
export default function Group(props: { communityId?: string | undefined; onClose: () => void }) {
  const instance = useInstance();
  const navigate = useNavigate();
  const { communities, relationships } = instance.stores;
  const action = createAction();
  const [name, setName] = createSignal('');
  const [query, setQuery] = createSignal('');
  const [chosen, setChosen] = createSignal<readonly string[]>([]);
  const group = () => (props.communityId ? communities.byId[props.communityId] : undefined);
  const room = () => LIMITS.groupMembers - (group()?.member_count ?? 1);

  // Friends, and whom one writes with.
  const people = createMemo(() => {
    const known = new Map<string, User>();
    for (const { user } of relationships.list('friend')) known.set(user.id, user);
    for (const { recipients, request } of communities.conversations()) {
      for (const user of request ? [] : (recipients ?? [])) {
        if (relationships.typeOf(user.id) !== 'blocked') known.set(user.id, user);
      }
    }
    for (const { id } of group()?.recipients ?? []) known.delete(id);
    return [...known.values()].sort((a, b) => a.display_name.localeCompare(b.display_name));
  });
  const found = () => {
    const text = query().trim().toLowerCase();
    return people().filter((user) => `${user.display_name} ${user.username}`.toLowerCase().includes(text));
  };
  const toggle = (id: string) =>
    setChosen((all) => (all.includes(id) ? all.filter((one) => one !== id) : [...all, id].slice(0, room())));

  const submit = () =>
    action.run(async () => {
      const existing = group();
      if (existing) {
        for (const user_id of chosen()) await instance.commands.group.add({ community_id: existing.id, user_id });
        props.onClose();
        return;
      }
      const { community } = await instance.commands.group.create({
        user_ids: [...chosen()],
        ...(name().trim() && { name: name().trim() }),
      });
      props.onClose();
      navigate(channelPath(community.id, community.channels[0]?.id));
    });

  return (
    <Dialog
      title={group() ? `Add people to ${group()?.name}` : 'New group'}
      description={`Up to ${LIMITS.groupMembers} people. Everyone in it can read what was written before.`}
      onClose={props.onClose}
      onSubmit={() => chosen().length > 0 && void submit()}
      actions={
        <>
          <Button look="quiet" onClick={() => props.onClose()}>
            Cancel
          </Button>
          <Button type="submit" look="primary" busy={action.busy()} disabled={chosen().length === 0}>
            {group() ? 'Add' : 'Create group'}
          </Button>
        </>
      }
    >
      <Show when={!group()}>
        <TextField
          label="Name (optional)"
          value={name()}
          onChange={setName}
          maxLength={LIMITS.nameLength}
          placeholder="The names of those in it"
          error={action.field('name')}
        />
      </Show>
      <TextField label="Find people" type="search" value={query()} onChange={setQuery} placeholder="Name" autofocus />
      <ul class="group-people" aria-label="People">
        <For
          each={found()}
          fallback={
            <li class="group-empty">
              {people().length > 0
                ? 'Nobody of that name among your friends and conversations.'
                : 'Add a friend first, or write to someone: then you can bring them together here.'}
            </li>
          }
        >
          {(user) => (
            <li>
              <label class="group-person">
                <Avatar name={user.display_name} hue={user.hue} size={32} />
                <span class="truncate">{user.display_name}</span>
                <input
                  type="checkbox"
                  checked={chosen().includes(user.id)}
                  disabled={!chosen().includes(user.id) && chosen().length >= room()}
                  onChange={() => toggle(user.id)}
                />
              </label>
            </li>
          )}
        </For>
      </ul>
      <Notice look="danger">{action.message()}</Notice>
    </Dialog>
  );
}
