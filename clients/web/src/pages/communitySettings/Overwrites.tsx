import { type Channel, type CommunitySnapshot, type Overwrite, PERMISSIONS, type Permission } from '@cozy/protocol';
import { X } from 'lucide-solid';
import { createMemo, For, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { IconButton } from '../../components/Button/Button.tsx';
import { SelectField } from '../../components/SelectField/SelectField.tsx';
import { CHANNEL_PERMISSIONS } from '../../conversation/permissionWords.ts';
import { may } from '../../instance/permissions.ts';
import './Overwrites.css';

type State = 'allow' | 'neutral' | 'deny';

const STATES: readonly { state: State; name: string }[] = [
  { state: 'deny', name: 'Deny' },
  { state: 'neutral', name: 'As usual' },
  { state: 'allow', name: 'Allow' },
];

/** What roles and members may do in one channel, where that differs from what they may do elsewhere. */
export function Overwrites(props: {
  community: CommunitySnapshot;
  channel: Channel;
  value: Overwrite[];
  onChange: (value: Overwrite[]) => void;
}) {
  const instance = useInstance();
  const people = createMemo(() => Object.values(instance.stores.members.lists[props.community.id]?.byId ?? {}));
  const nameOf = ({ id, type }: Overwrite) => {
    if (type === 0) return props.community.roles.find((role) => role.id === id)?.name ?? 'A deleted role';
    const member = instance.stores.members.get(props.community.id, id);
    return member ? (member.nick ?? member.user.display_name) : 'A member';
  };
  const others = () => {
    const taken = new Set(props.value.map(({ id }) => id));
    const roles = props.community.roles
      .filter(({ id, fixed }) => fixed !== 'owner' && !taken.has(id))
      .map(({ id, name }) => ({ value: `0:${id}`, text: name }));
    const members = people()
      .filter(({ user }) => !taken.has(user.id))
      .map(({ user, nick }) => ({ value: `1:${user.id}`, text: `@${nick ?? user.display_name}` }));
    return [{ value: '', text: 'Add a role or member' }, ...roles, ...members];
  };
  const add = (choice: string) => {
    const [type, id] = choice.split(':');
    if (!id) return;
    props.onChange([...props.value, { id, type: type === '0' ? 0 : 1, allow: '0', deny: '0' }]);
  };
  const replace = (changed: Overwrite) =>
    props.onChange(props.value.map((one) => (one.id === changed.id ? changed : one)));

  return (
    <section class="overwrites" aria-label={`Permissions in ${props.channel.name}`}>
      <h3 class="overwrites-title">Who may do what here</h3>
      <For each={props.value.map(({ id }) => id)}>
        {(id) => (
          <Show when={props.value.find((one) => one.id === id)}>
            {(overwrite) => (
              <fieldset class="overwrite">
                <legend class="overwrite-name">{nameOf(overwrite())}</legend>
                <IconButton
                  icon={X}
                  size={16}
                  class="overwrite-remove"
                  label={`Remove the exceptions of ${nameOf(overwrite())}`}
                  onClick={() => props.onChange(props.value.filter((one) => one.id !== id))}
                />
                <For each={CHANNEL_PERMISSIONS}>
                  {({ permission, label }) => (
                    <ThreeStates
                      name={`${id}-${permission}`}
                      label={label}
                      value={stateOf(overwrite(), permission)}
                      mayAllow={may(props.community, permission)}
                      onChange={(state) => replace(withState(overwrite(), permission, state))}
                    />
                  )}
                </For>
              </fieldset>
            )}
          </Show>
        )}
      </For>
      <SelectField label="Add exceptions for" value="" options={others()} onChange={add} />
    </section>
  );
}

function ThreeStates(props: {
  name: string;
  label: string;
  value: State;
  /** Nobody allows what they lack. */
  mayAllow: boolean;
  onChange: (state: State) => void;
}) {
  return (
    <div class="three" role="radiogroup" aria-label={props.label}>
      <span class="three-label">{props.label}</span>
      <span class="three-states">
        <For each={STATES}>
          {({ state, name }) => (
            <label class="three-state" data-state={state}>
              <input
                type="radio"
                class="visually-hidden"
                name={props.name}
                checked={props.value === state}
                disabled={state === 'allow' && !props.mayAllow}
                onChange={() => props.onChange(state)}
              />
              {name}
            </label>
          )}
        </For>
      </span>
    </div>
  );
}

function stateOf({ allow, deny }: Overwrite, permission: Permission): State {
  const bit = PERMISSIONS[permission];
  if (BigInt(allow) & bit) return 'allow';
  return BigInt(deny) & bit ? 'deny' : 'neutral';
}

function withState(overwrite: Overwrite, permission: Permission, state: State): Overwrite {
  const bit = PERMISSIONS[permission];
  const set = (bits: string, on: boolean) => String(on ? BigInt(bits) | bit : BigInt(bits) & ~bit);
  return {
    ...overwrite,
    allow: set(overwrite.allow, state === 'allow'),
    deny: set(overwrite.deny, state === 'deny'),
  };
}
