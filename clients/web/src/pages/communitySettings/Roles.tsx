import type { CommunitySnapshot, Role } from '@cozy/protocol';
import { ChevronRight, Ellipsis, Plus } from 'lucide-solid';
import { createMemo, createSignal, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { createAction, sentence } from '../../app/errors.ts';
import { Button } from '../../components/Button/Button.tsx';
import { Icon } from '../../components/Icon/Icon.tsx';
import { Menu } from '../../components/Menu/Menu.tsx';
import { MoveItems } from '../../components/Menu/MoveItems.tsx';
import { SortableList } from '../../components/SortableList/SortableList.tsx';
import { say } from '../../components/Toasts/toast.tsx';
import { reordered } from '../../conversation/channelOrder.ts';
import { rank } from '../../instance/permissions.ts';
import '../../components/ProfileCard/ProfileCard.css';
import '../../components/TextField/TextField.css';
import { EditRole } from './EditRole.tsx';
import './Roles.css';

/** A community's roles, highest first, in an order that is changed by dragging or by the menu. */
export function Roles(props: { community: CommunitySnapshot }) {
  const instance = useInstance();
  const [open, setOpen] = createSignal<string>();
  const [wanted, setWanted] = createSignal<string[]>();
  const [news, setNews] = createSignal('');
  const action = createAction();
  const sorted = createMemo(() => [...props.community.roles].sort((a, b) => b.position - a.position));
  const ids = createMemo(() => {
    const now = sorted().map(({ id }) => id);
    return wanted()?.filter((id) => now.includes(id)) ?? now;
  });
  const role = (id: string) => props.community.roles.find((one) => one.id === id);
  /** Whether the reader may move a role: the owner's and the member's stay, and the others must be below their own. */
  const movable = (id: string) => {
    const { fixed, position } = role(id) ?? { fixed: 'owner', position: 0 };
    return fixed !== 'owner' && fixed !== 'member' && position < rank(props.community, props.community.member);
  };
  const move = async (id: string, overId: string) => {
    const moved = role(id);
    if (!moved || !movable(id) || !movable(overId)) return;
    const order = reordered(ids(), id, overId);
    const above = order.slice(order.indexOf(id) + 1).find((one) => role(one)?.fixed !== 'member') ?? null;
    setWanted(order);
    try {
      await instance.commands.role.move({ community_id: props.community.id, role_id: id, above });
      setNews(`${moved.name} is now number ${order.indexOf(id) + 1} of ${order.length} roles.`);
    } catch (error) {
      say(`The order was not saved. ${sentence(error)}`, 'danger');
    } finally {
      setWanted(undefined);
    }
  };
  const neighbour = (id: string, by: 1 | -1) => {
    const next = ids()[ids().indexOf(id) + by];
    return next !== undefined && movable(next) && movable(id) ? next : undefined;
  };
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
      <p class="visually-hidden" aria-live="polite">
        {news()}
      </p>
      <SortableList ids={ids()} fixed={(id) => !movable(id)} onMove={(id, over) => void move(id, over)}>
        {(id) => (
          <Show when={role(id)}>
            {(role) => (
              <div class="role-line">
                <RoleHead
                  community={props.community}
                  role={role()}
                  open={open() === id}
                  onToggle={() => setOpen(open() === id ? undefined : id)}
                  onMove={(by) => {
                    const over = neighbour(id, by);
                    if (over) void move(id, over);
                  }}
                  canMove={(by) => neighbour(id, by) !== undefined}
                />
                <Show when={open() === id}>
                  <EditRole community={props.community} role={role()} onDeleted={() => setOpen(undefined)} />
                </Show>
              </div>
            )}
          </Show>
        )}
      </SortableList>
    </>
  );
}

function RoleHead(props: {
  community: CommunitySnapshot;
  role: Role;
  open: boolean;
  onToggle: () => void;
  canMove: (by: 1 | -1) => boolean;
  onMove: (by: 1 | -1) => void;
}) {
  return (
    <div class="role-row">
      <button type="button" class="row role-head" aria-expanded={props.open} onClick={() => props.onToggle()}>
        <span
          class="role-dot"
          data-hue={props.role.hue === null ? undefined : ''}
          style={{ '--hue': props.role.hue ?? undefined }}
        />
        <span class="row-text">
          <span class="row-title truncate">{props.role.name}</span>
          <Show when={props.role.id === props.community.id}>
            <span class="row-note">Everyone has it</span>
          </Show>
        </span>
        <Icon of={ChevronRight} class="role-chevron" />
      </button>
      <Show when={props.canMove(-1) || props.canMove(1)}>
        <Menu
          placement="bottom-end"
          triggerClass="icon-button"
          label={`Move ${props.role.name}`}
          trigger={<Icon of={Ellipsis} size={16} />}
        >
          <MoveItems canMove={props.canMove} onMove={props.onMove} />
        </Menu>
      </Show>
    </div>
  );
}
