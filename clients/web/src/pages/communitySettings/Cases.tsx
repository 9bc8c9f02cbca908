import { CASE_ACTIONS, type CaseAction, type CommunitySnapshot, LIMITS, type ModerationCase } from '@cozy/protocol';
import { Pencil } from 'lucide-solid';
import { createSignal, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { createAction } from '../../app/errors.ts';
import { Button, IconButton } from '../../components/Button/Button.tsx';
import { TextField } from '../../components/TextField/TextField.tsx';
import { ACTION_WORDS } from '../../conversation/moderationWords.ts';
import { exactTime, messageTime } from '../../conversation/times.ts';
import { ActionFilter } from './ActionFilter.tsx';
import { Paged } from './Paged.tsx';
import { PeopleFilter, seenPeople } from './PeopleFilter.tsx';
import { createPages, PAGE } from './paging.ts';
import './Moderation.css';

/** What moderators have done to members, numbered; the reason can be changed. */
export function Cases(props: { community: CommunitySnapshot }) {
  const instance = useInstance();
  const [action, setAction] = createSignal('');
  const [about, setAbout] = createSignal('');
  const [by, setBy] = createSignal('');
  const people = seenPeople();
  const pages = createPages<ModerationCase>(
    () => [props.community.id, instance.readyCount(), action(), about(), by()].join(' '),
    async (last) => {
      const { cases, users } = await instance.commands.case.list({
        community_id: props.community.id,
        ...(action() && { action: action() as CaseAction }),
        ...(about() && { user_id: about() }),
        ...(by() && { actor_id: by() }),
        ...(last && { before: last.number }),
        limit: PAGE,
      });
      people.see(users);
      return cases;
    },
  );
  const put = (changed: ModerationCase) =>
    pages.setItems((known) => known?.map((one) => (one.number === changed.number ? changed : one)));
  return (
    <>
      <div class="filters">
        <ActionFilter actions={CASE_ACTIONS} value={action()} onChange={setAction} />
        <PeopleFilter label="About" people={people.all()} value={about()} onChange={setAbout} />
        <PeopleFilter label="By" people={people.all()} value={by()} onChange={setBy} />
      </div>
      <Paged
        pages={pages}
        empty={
          action() || about() || by()
            ? 'No case fits. Choose Everything and Everyone to see them all.'
            : 'No case yet. Warnings, timeouts, removals and bans are kept here.'
        }
      >
        {(one) => <CaseRow case={one} nameOf={people.nameOf} onChange={put} />}
      </Paged>
    </>
  );
}

function CaseRow(props: {
  case: ModerationCase;
  nameOf: (id: string | undefined) => string;
  onChange: (changed: ModerationCase) => void;
}) {
  const { commands } = useInstance();
  const [editing, setEditing] = createSignal<string>();
  const action = createAction();
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const { community_id, number } = props.case;
    const done = await action.run(async () => {
      const input = { community_id, number, reason: editing()?.trim() ?? '' };
      props.onChange((await commands.case.update(input)).moderation_case);
    });
    if (done) setEditing(undefined);
  };
  return (
    <li class="row">
      <span class="case-number">{props.case.number}</span>
      <span class="row-text">
        <span class="row-title">
          {ACTION_WORDS[props.case.action].name}: {props.nameOf(props.case.target_id)}
        </span>
        <Show
          when={editing() !== undefined}
          fallback={<span class="row-note case-reason">{props.case.reason ?? 'No reason given'}</span>}
        >
          <form class="case-edit" onSubmit={save} novalidate>
            <TextField
              label={`Reason of case ${props.case.number}`}
              hideLabel
              value={editing() ?? ''}
              onChange={setEditing}
              maxLength={LIMITS.reasonLength}
              error={action.field('reason') ?? action.message()}
              autofocus
            />
            <Button type="submit" look="primary" busy={action.busy()} disabled={!editing()?.trim()}>
              Save
            </Button>
            <Button look="quiet" onClick={() => setEditing(undefined)}>
              Cancel
            </Button>
          </form>
        </Show>
        <span class="row-note" title={exactTime(props.case.created_at)}>
          By {props.nameOf(props.case.actor_id)}, {messageTime(props.case.created_at)}
          {props.case.expires_at ? `, until ${messageTime(props.case.expires_at)}` : ''}
          {props.case.edited_at ? `, changed ${messageTime(props.case.edited_at)}` : ''}
        </span>
      </span>
      <Show when={editing() === undefined}>
        <IconButton
          icon={Pencil}
          size={16}
          label={`Change the reason of case ${props.case.number}`}
          onClick={() => setEditing(props.case.reason ?? '')}
        />
      </Show>
    </li>
  );
}
