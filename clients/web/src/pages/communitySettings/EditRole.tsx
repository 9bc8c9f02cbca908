import { type CommunitySnapshot, LIMITS, PERMISSIONS, type Permission, type Role } from '@cozy/protocol';
import { useNavigate } from '@solidjs/router';
import { Eye } from 'lucide-solid';
import { createSignal, For, Show } from 'solid-js';
import { useApp, useInstance } from '../../app/context.ts';
import { createAction } from '../../app/errors.ts';
import { channelPath } from '../../app/paths.ts';
import { Button } from '../../components/Button/Button.tsx';
import { HuePicker } from '../../components/HuePicker/HuePicker.tsx';
import { Notice } from '../../components/Notice/Notice.tsx';
import { Switch } from '../../components/Switch/Switch.tsx';
import { TextField } from '../../components/TextField/TextField.tsx';
import { PERMISSION_GROUPS } from '../../conversation/permissionWords.ts';
import { may, rank } from '../../instance/permissions.ts';
import { RoleMembers } from './RoleMembers.tsx';

/** Name, colour and permissions of a role, who has it, and what one sees with it. */
export function EditRole(props: { community: CommunitySnapshot; role: Role; onDeleted: () => void }) {
  const app = useApp();
  const instance = useInstance();
  const navigate = useNavigate();
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
  const view = () => {
    app.setViewAs({ communityId: props.community.id, roleId: props.role.id });
    navigate(channelPath(props.community.id));
  };

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
      <For each={PERMISSION_GROUPS}>
        {(group) => (
          <fieldset class="role-group">
            <legend>{group.name}</legend>
            <For each={group.permissions}>
              {({ permission, label, hint }) => (
                <Switch
                  label={label}
                  hint={hint}
                  checked={holds(permission)}
                  disabled={!editable() || !may(props.community, permission)}
                  onChange={(on) =>
                    setBits((all) => (on ? all | PERMISSIONS[permission] : all & ~PERMISSIONS[permission]))
                  }
                />
              )}
            </For>
          </fieldset>
        )}
      </For>
      <Show when={props.role.id !== props.community.id}>
        <RoleMembers community={props.community} role={props.role} />
      </Show>
      <Notice look="danger">{action.message()}</Notice>
      <div class="settings-acts">
        <Show when={editable()}>
          <Button type="submit" look="primary" busy={action.busy()} disabled={!changed() || !name().trim()}>
            Save role
          </Button>
        </Show>
        <Button icon={Eye} onClick={view}>
          View as this role
        </Button>
        <Show when={editable() && !props.role.fixed}>
          <Button look="quiet" onClick={remove}>
            Delete role
          </Button>
        </Show>
        <span class="settings-saved" role="status">
          {saved() && !changed() ? 'Saved' : ''}
        </span>
      </div>
    </form>
  );
}
