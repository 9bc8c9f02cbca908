import { type CommunitySnapshot, LIMITS, PERMISSIONS, type Permission, type Role } from '@cozy/protocol';
import { ChevronRight, Plus } from 'lucide-solid';
import { createMemo, createSignal, For, Show } from 'solid-js';
import { useApp, useInstance } from '../../app/context.ts';
import { createAction } from '../../app/errors.ts';
import { Button } from '../../components/Button/Button.tsx';
import { HuePicker } from '../../components/HuePicker/HuePicker.tsx';
import { Icon } from '../../components/Icon/Icon.tsx';
import { Notice } from '../../components/Notice/Notice.tsx';
import { Switch } from '../../components/Switch/Switch.tsx';
import { TextField } from '../../components/TextField/TextField.tsx';
import { may, rank } from '../../instance/permissions.ts';
import '../../components/ProfileCard/ProfileCard.css';
import '../../components/TextField/TextField.css';
import './Roles.css';

/** What the client's present features ask for, in the words of people. */
const OFFERED: readonly { permission: Permission; label: string; hint: string }[] = [
  { permission: 'ADMINISTRATOR', label: 'Administrator', hint: 'Everything below, in every channel. Give it to few.' },
  { permission: 'MANAGE_COMMUNITY', label: 'Manage community', hint: 'Name, mark, invitations and bots.' },
  { permission: 'MANAGE_CHANNELS', label: 'Manage channels', hint: 'Create, change, order and delete channels.' },
  { permission: 'MANAGE_ROLES', label: 'Manage roles', hint: 'Change and give roles below their own.' },
  { permission: 'KICK_MEMBERS', label: 'Remove members', hint: 'Those whose roles are below their own.' },
  { permission: 'MANAGE_MESSAGES', label: 'Manage messages', hint: 'Delete messages of others.' },
  { permission: 'CREATE_INVITE', label: 'Invite people', hint: 'Make invitation links.' },
  { permission: 'VIEW_CHANNEL', label: 'See channels', hint: 'Unless a channel says otherwise.' },
  { permission: 'READ_MESSAGE_HISTORY', label: 'Read earlier messages', hint: 'What was said before they came.' },
  { permission: 'SEND_MESSAGES', label: 'Write messages', hint: 'In the channels that they see.' },
  { permission: 'ADD_REACTIONS', label: 'React', hint: 'Add emoji to messages.' },
];

/** A community's roles, highest first. */
export function Roles(props: { community: CommunitySnapshot }) {
  const instance = useInstance();
  const [open, setOpen] = createSignal<string>();
  const action = createAction();
  const roles = createMemo(() =>
    [...props.community.roles].sort((a, b) => b.position - a.position).map(({ id }) => id),
  );
  const role = (id: string) => props.community.roles.find((one) => one.id === id);
  const create = () =>
    action.run(async () => {
      const { role } = await instance.commands.role.create({
        community_id: props.community.id,
        name: 'New role',
        permissions: '0',
      });
      instance.stores.communities.putRole(role);
      setOpen(role.id);
    });
  return (
    <>
      <p class="settings-lead">
        Roles give members permissions and colour their names. A higher role stands above a lower one.
      </p>
      <div class="settings-acts">
        <Button look="primary" icon={Plus} busy={action.busy()} onClick={() => void create()}>
          Create role
        </Button>
        <Show when={action.message()}>
          <span class="field-error" role="alert">
            {action.message()}
          </span>
        </Show>
      </div>
      <ul class="rows">
        <For each={roles()}>
          {(id) => (
            <Show when={role(id)}>
              {(role) => (
                <li class="role-line">
                  <button
                    type="button"
                    class="row role-head"
                    aria-expanded={open() === id}
                    onClick={() => setOpen(open() === id ? undefined : id)}
                  >
                    <span
                      class="role-dot"
                      data-hue={role().hue === null ? undefined : ''}
                      style={{ '--hue': role().hue ?? undefined }}
                    />
                    <span class="row-text">
                      <span class="row-title truncate">{role().name}</span>
                      <Show when={role().id === props.community.id}>
                        <span class="row-note">Everyone has it</span>
                      </Show>
                    </span>
                    <Icon of={ChevronRight} class="role-chevron" />
                  </button>
                  <Show when={open() === id}>
                    <EditRole community={props.community} role={role()} onDeleted={() => setOpen(undefined)} />
                  </Show>
                </li>
              )}
            </Show>
          )}
        </For>
      </ul>
    </>
  );
}

function EditRole(props: { community: CommunitySnapshot; role: Role; onDeleted: () => void }) {
  const app = useApp();
  const instance = useInstance();
  const [name, setName] = createSignal(props.role.name);
  const [hue, setHue] = createSignal(props.role.hue);
  const [bits, setBits] = createSignal(BigInt(props.role.permissions));
  const [saved, setSaved] = createSignal(false);
  const action = createAction();
  const editable = () =>
    props.role.fixed !== 'owner' && rank(props.community, props.community.member) > props.role.position;
  const changed = () =>
    name().trim() !== props.role.name || hue() !== props.role.hue || bits() !== BigInt(props.role.permissions);
  const holds = (permission: Permission) => props.role.fixed === 'owner' || (bits() & PERMISSIONS[permission]) !== 0n;

  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    setSaved(
      await action.run(() =>
        instance.commands.role.update({
          community_id: props.community.id,
          role_id: props.role.id,
          name: name().trim(),
          hue: hue(),
          permissions: bits().toString(),
        }),
      ),
    );
  };
  const remove = () =>
    app.ask({
      kind: 'confirm',
      title: `Delete the role ${props.role.name}?`,
      text: 'Members who have it lose it and what it allows.',
      action: 'Delete role',
      act: async () => {
        await instance.commands.role.delete({ community_id: props.community.id, role_id: props.role.id });
        props.onDeleted();
      },
    });

  return (
    <form class="settings-form role-edit" onSubmit={save} novalidate>
      <Show
        when={editable()}
        fallback={<p class="row-note">You cannot change this role: it is not below your highest one.</p>}
      >
        <TextField
          label="Name"
          value={name()}
          onChange={setName}
          maxLength={LIMITS.nameLength}
          error={action.field('name')}
        />
        <HuePicker label={`Colour of ${props.role.name}`} value={hue()} onChange={setHue} optional />
      </Show>
      <div>
        <For each={OFFERED}>
          {({ permission, label, hint }) => (
            <Switch
              label={label}
              hint={hint}
              checked={holds(permission)}
              disabled={!editable() || !may(props.community, permission)}
              onChange={(on) => setBits((all) => (on ? all | PERMISSIONS[permission] : all & ~PERMISSIONS[permission]))}
            />
          )}
        </For>
      </div>
      <Notice look="danger">{action.message()}</Notice>
      <Show when={editable()}>
        <div class="settings-acts">
          <Button type="submit" look="primary" busy={action.busy()} disabled={!changed() || !name().trim()}>
            Save role
          </Button>
          <Show when={!props.role.fixed}>
            <Button look="quiet" onClick={remove}>
              Delete role
            </Button>
          </Show>
          <span class="settings-saved" role="status">
            {saved() && !changed() ? 'Saved' : ''}
          </span>
        </div>
      </Show>
    </form>
  );
}
