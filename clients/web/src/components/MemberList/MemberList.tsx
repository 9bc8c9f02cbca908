import type { CommunitySnapshot, Member, Role } from '@cozy/protocol';
import { X } from 'lucide-solid';
import { createMemo, type JSX, Match, Show, Switch } from 'solid-js';
import { VList } from 'virtua/solid';
import { useInstance } from '../../app/context.ts';
import { memberRoles, nameHue } from '../../instance/permissions.ts';
import { Avatar, STATUS_NAMES } from '../Avatar/Avatar.tsx';
import { IconButton } from '../Button/Button.tsx';
import { LineSkeletons } from '../Skeleton/Skeleton.tsx';
import './MemberList.css';

type Entry = { kind: 'head'; key: string; text: string } | { kind: 'member'; key: string; id: string };

interface MemberListProps {
  community: CommunitySnapshot;
  onClose: () => void;
  onProfile: (userId: string, anchor: HTMLElement) => void;
  /** The pane's edge. */
  children?: JSX.Element;
}

/** Who is in a community: those who are online by their highest role, then the others. */
export function MemberList(props: MemberListProps) {
  const instance = useInstance();
  const list = () => instance.stores.members.lists[props.community.id];
  let previous = new Map<string, Entry>();
  const entries = createMemo(() => {
    const next = memberEntries(props.community, Object.values(list()?.byId ?? {}), list()?.presences ?? {}, previous);
    previous = new Map(next.map((entry) => [entry.key, entry]));
    return next;
  });

  const more = (offset: number, size: number, viewport: number) => {
    const after = list()?.next;
    if (after && offset + viewport > size - 600) {
      instance.connection.requestMembers({ community_id: props.community.id, after, limit: 1000 });
    }
  };
  let handle: { scrollSize: number; viewportSize: number } | undefined;

  return (
    <aside class="members" aria-label="Members">
      <header class="page-head">
        <h2 class="members-title">
          Members <span class="members-count">{props.community.member_count}</span>
        </h2>
        <IconButton icon={X} label="Close members" placement="bottom" onClick={() => props.onClose()} />
      </header>
      <Show when={list()?.loaded} fallback={<LineSkeletons count={8} />}>
        <VList
          data={entries()}
          class="members-scroll"
          ref={(list) => {
            handle = list;
          }}
          onScroll={(offset) => handle && more(offset, handle.scrollSize, handle.viewportSize)}
        >
          {(entry) => (
            <Switch>
              <Match when={entry.kind === 'head' && entry}>
                {(head) => <h3 class="members-head truncate">{head().text}</h3>}
              </Match>
              <Match when={entry.kind === 'member' && entry}>
                {(row) => <MemberRow community={props.community} userId={row().id} onProfile={props.onProfile} />}
              </Match>
            </Switch>
          )}
        </VList>
      </Show>
      {props.children}
    </aside>
  );
}

function MemberRow(props: Pick<MemberListProps, 'community' | 'onProfile'> & { userId: string }) {
  const { members } = useInstance().stores;
  const member = () => members.get(props.community.id, props.userId);
  const status = () => members.status(props.community.id, props.userId);
  return (
    <Show when={member()}>
      {(member) => (
        <button
          type="button"
          class="member"
          data-offline={status() === 'offline' ? '' : undefined}
          onClick={(event) => props.onProfile(props.userId, event.currentTarget)}
        >
          <Avatar
            name={displayName(member())}
            hue={member().user.hue}
            size={32}
            status={status()}
            bot={member().user.bot}
          />
          <span
            class="member-name truncate"
            data-hue={nameHue(props.community, member()) === null ? undefined : ''}
            style={{ '--hue': nameHue(props.community, member()) ?? undefined }}
          >
            {displayName(member())}
          </span>
          <Show when={member().user.bot}>
            <span class="bot-tag">Bot</span>
          </Show>
          <span class="visually-hidden">{STATUS_NAMES[status()]}</span>
        </button>
      )}
    </Show>
  );
}

const displayName = (member: Member) => member.nick ?? member.user.display_name;

/** Lays members out under their highest roles; those who are offline come last, under one heading. */
function memberEntries(
  community: CommunitySnapshot,
  members: Member[],
  presences: Record<string, string>,
  previous: Map<string, Entry>,
): Entry[] {
  const groups = new Map<string, { name: string; position: number; members: Member[] }>();
  const offline: Member[] = [];
  for (const member of members) {
    if (!presences[member.user.id]) {
      offline.push(member);
      continue;
    }
    const role: Role | undefined = memberRoles(community, member)[0];
    const key = role?.id ?? 'online';
    const group = groups.get(key) ?? { name: role?.name ?? 'Online', position: role?.position ?? 0, members: [] };
    group.members.push(member);
    groups.set(key, group);
  }
  const entries: Entry[] = [];
  const add = (entry: Entry) => {
    const known = previous.get(entry.key);
    entries.push(
      known?.kind === 'head' && entry.kind === 'head' && known.text !== entry.text ? entry : (known ?? entry),
    );
  };
  const section = (key: string, name: string, people: Member[]) => {
    if (people.length === 0) return;
    add({ kind: 'head', key: `head ${key}`, text: `${name} · ${people.length}` });
    for (const member of people.sort((a, b) => displayName(a).localeCompare(displayName(b)))) {
      add({ kind: 'member', key: member.user.id, id: member.user.id });
    }
  };
  for (const [key, group] of [...groups].sort((a, b) => b[1].position - a[1].position)) {
    section(key, capitalized(group.name), group.members);
  }
  section('offline', 'Offline', offline);
  return entries;
}

const capitalized = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1);
