import {
  AUDIT_ACTIONS,
  type AuditAction,
  type AuditChange,
  type AuditLogEntry,
  type CommunitySnapshot,
  SNOWFLAKE_EPOCH,
  snowflakeTime,
} from '@cozy/protocol';
import { createSignal, For, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { Avatar } from '../../components/Avatar/Avatar.tsx';
import { SelectField } from '../../components/SelectField/SelectField.tsx';
import { SLOWMODES } from '../../conversation/durations.ts';
import { ACTION_WORDS, fieldName } from '../../conversation/moderationWords.ts';
import { exactTime, messageTime } from '../../conversation/times.ts';
import { ActionFilter } from './ActionFilter.tsx';
import { Paged } from './Paged.tsx';
import { PeopleFilter, seenPeople } from './PeopleFilter.tsx';
import { createPages, PAGE } from './paging.ts';
import './Moderation.css';

const DAYS = [
  { value: '', text: 'Any time' },
  { value: '1', text: 'The last day' },
  { value: '7', text: 'The last week' },
  { value: '30', text: 'The last 30 days' },
];

/** The first id that could be made so many days ago. */
const idBefore = (days: number) => String(BigInt(Date.now() - days * 86_400_000 - SNOWFLAKE_EPOCH) << 22n);

/** What was done to the community and its members, by whom, and why. */
export function AuditLog(props: { community: CommunitySnapshot }) {
  const instance = useInstance();
  const [action, setAction] = createSignal('');
  const [by, setBy] = createSignal('');
  const [to, setTo] = createSignal('');
  const [days, setDays] = createSignal('');
  const people = seenPeople();
  const pages = createPages<AuditLogEntry>(
    () => [props.community.id, instance.readyCount(), action(), by(), to(), days()].join(' '),
    async (last) => {
      const { entries, users } = await instance.commands.audit.list({
        community_id: props.community.id,
        ...(action() && { action: action() as AuditAction }),
        ...(by() && { user_id: by() }),
        ...(to() && { target_id: to() }),
        ...(days() && { after: idBefore(Number(days())) }),
        ...(last && { before: last.id }),
        limit: PAGE,
      });
      people.see(users);
      return entries;
    },
  );
  const targetOf = ({ action, target_id: id, changes }: AuditLogEntry): string => {
    if (id === undefined) return 'several people';
    if (action.startsWith('CHANNEL_')) {
      return `#${props.community.channels.find((one) => one.id === id)?.name ?? nameIn(changes) ?? 'unknown'}`;
    }
    if (action.startsWith('ROLE_')) {
      return props.community.roles.find((one) => one.id === id)?.name ?? nameIn(changes) ?? 'unknown';
    }
    if (action === 'COMMUNITY_UPDATE') return 'the community';
    return action === 'CASE_UPDATE' || action.startsWith('INVITE_') ? id : people.nameOf(id);
  };
  return (
    <>
      <div class="filters">
        <ActionFilter actions={AUDIT_ACTIONS} value={action()} onChange={setAction} />
        <PeopleFilter label="By" people={people.all()} value={by()} onChange={setBy} />
        <PeopleFilter label="To" people={people.all()} value={to()} onChange={setTo} />
        <SelectField label="When" value={days()} options={DAYS} onChange={setDays} />
      </div>
      <Paged pages={pages} empty="Nothing fits. What is done to the community and its members is kept here.">
        {(entry) => (
          <li class="row audit-row">
            <Avatar name={people.nameOf(entry.actor_id)} hue={people.hueOf(entry.actor_id)} size={32} />
            <span class="row-text">
              <span class="audit-title">
                <strong>{people.nameOf(entry.actor_id)}</strong> {ACTION_WORDS[entry.action].verb}{' '}
                <strong>{targetOf(entry)}</strong>
              </span>
              {/* Of a case it is what has changed. */}
              <Show when={entry.action !== 'CASE_UPDATE' && entry.reason}>
                <span class="row-note">Reason: {entry.reason}</span>
              </Show>
              <For each={entry.changes}>{(change) => <Change {...change} />}</For>
              <span class="row-note">
                <time title={exactTime(snowflakeTime(entry.id))}>
                  {messageTime(new Date(snowflakeTime(entry.id)).toISOString())}
                </time>
                {entry.options?.expires_at ? `, until ${messageTime(entry.options.expires_at)}` : ''}
                {entry.options?.count && entry.options.count > 1 ? `, ${entry.options.count} messages` : ''}
              </span>
            </span>
          </li>
        )}
      </Paged>
    </>
  );
}

const nameIn = (changes: readonly AuditChange[] = []) => {
  const change = changes.find(({ key }) => key === 'name');
  return change?.new_value ?? change?.old_value;
};

/** What a field was and is. What is written for machines is only said to have changed. */
function Change(props: AuditChange) {
  const isRaw = () =>
    props.key === 'overwrites' || props.key === 'permissions' || props.key === 'parent_id' || props.key === 'channels';
  const shown = (value: string) =>
    props.key === 'rate_limit_per_user'
      ? (SLOWMODES.find((one) => one.value === value)?.text ?? `${value} seconds`)
      : value;
  return (
    <span class="row-note audit-change">
      {fieldName(props.key)}
      <Show when={!isRaw()} fallback=" changed">
        : <Show when={props.old_value}>{(old) => <del>{shown(old())}</del>}</Show>{' '}
        <Show when={props.new_value} fallback={<Show when={props.old_value}>removed</Show>}>
          {(now) => <ins>{shown(now())}</ins>}
        </Show>
      </Show>
    </span>
  );
}
