import type { CommunitySnapshot, Member } from '@cozy/protocol';
import { X } from 'lucide-solid';
import { createEffect, createMemo, createSignal, type JSX, on, onCleanup, Show } from 'solid-js';
import { VList, type VListHandle } from 'virtua/solid';
import { useInstance } from '../../app/context.ts';
import { grouped, memberEntries } from '../../conversation/memberEntries.ts';
import { nameHue } from '../../instance/permissions.ts';
import { Avatar, STATUS_NAMES } from '../Avatar/Avatar.tsx';
import { IconButton } from '../Button/Button.tsx';
import { LineSkeleton, LineSkeletons } from '../Skeleton/Skeleton.tsx';
import './MemberList.css';

/** Pixels of a row (MemberList.css). */
const ROW = 44;

interface MemberListProps {
  community: CommunitySnapshot;
  onClose: () => void;
  onProfile: (userId: string, anchor: HTMLElement) => void;
  /** The pane's edge. */
  children?: JSX.Element;
}

/** Who is in a community: those who are online, then the others. */
export function MemberList(props: MemberListProps) {
  return (
    <aside class="members" aria-label="Members">
      <header class="page-head">
        <h2 class="members-title">
          Members <span class="members-count">{grouped(props.community.member_count)}</span>
        </h2>
        <IconButton icon={X} label="Close members" placement="bottom" onClick={() => props.onClose()} />
      </header>
      <Show when={props.community.id} keyed>
        {(id) => <Rows {...props} communityId={id} />}
      </Show>
      {props.children}
    </aside>
  );
}

/** The rows near the view are in the page, and those a little further are known; the list may have tens of thousands. */
function Rows(props: MemberListProps & { communityId: string }) {
  const instance = useInstance();
  const [handle, setHandle] = createSignal<VListHandle>();
  const list = () => instance.stores.members.lists[props.communityId];
  const entries = createMemo(() => memberEntries(list()?.total ?? 0, list()?.online ?? 0));
  const indexes = createMemo(() => Array.from({ length: entries().count }, (_, index) => index));

  const look = () => {
    const vlist = handle();
    const offset = vlist?.scrollOffset ?? 0;
    const rowAt = (at: number) => entries().rowAt(vlist?.findItemIndex(at) ?? 0);
    instance.view.showMembers(props.communityId, rowAt(offset), rowAt(offset + (vlist?.viewportSize ?? 0)));
  };
  createEffect(on([handle, entries], look));
  onCleanup(() => instance.view.hideMembers());

  return (
    <Show when={list()?.total != null} fallback={<LineSkeletons count={8} />}>
      <VList data={indexes()} class="members-scroll" itemSize={ROW} ref={setHandle} onScroll={look} onResize={look}>
        {(index) => (
          <Show when={entries().headAt(index)} fallback={<MemberRow {...props} index={entries().rowAt(index)} />}>
            {(head) => <h3 class="members-head truncate">{head()}</h3>}
          </Show>
        )}
      </VList>
    </Show>
  );
}

function MemberRow(props: Pick<MemberListProps, 'community' | 'onProfile'> & { index: number }) {
  const instance = useInstance();
  const { members } = instance.stores;
  const userId = () => members.lists[props.community.id]?.rows[props.index] ?? '';
  const member = () => members.get(props.community.id, userId());
  const status = () => members.status(props.community.id, userId());
  createEffect(() => {
    if (userId() && !member()) instance.lookup.want(props.community.id, [userId()]);
  });
  return (
    <Show when={member()} fallback={<LineSkeleton index={props.index} />}>
      {(member) => (
        <button
          type="button"
          class="member"
          data-offline={status() === 'offline' ? '' : undefined}
          onClick={(event) => props.onProfile(userId(), event.currentTarget)}
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
