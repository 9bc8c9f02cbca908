import { type CommandOutput, LIMITS, type User } from '@cozy/protocol';
import { createSignal, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { createAction, sentence } from '../../app/errors.ts';
import { BANS, DELETIONS, TIMEOUTS } from '../../conversation/durations.ts';
import { memberRoles } from '../../instance/permissions.ts';
import { Avatar } from '../Avatar/Avatar.tsx';
import { Button } from '../Button/Button.tsx';
import { Dialog } from '../Dialog/Dialog.tsx';
import { Notice } from '../Notice/Notice.tsx';
import { SelectField } from '../SelectField/SelectField.tsx';
import { Switch } from '../Switch/Switch.tsx';
import { TextField } from '../TextField/TextField.tsx';
import { say, sayWithUndo } from '../Toasts/toast.tsx';
import './Moderate.css';

/** What can be done to a member. */
export type ModerationAct = 'warn' | 'timeout' | 'kick' | 'ban' | 'note';

interface ModerateProps {
  act: ModerationAct;
  communityId: string;
  user: User;
  onClose: () => void;
}

const WORDS: Record<ModerationAct, { title: string; text: string; action: string; done: string }> = {
  warn: {
    title: 'Warn',
    text: 'The warning is kept as a case. Nothing else changes for them.',
    action: 'Warn',
    done: 'is warned',
  },
  timeout: {
    title: 'Time out',
    text: 'They can read, but not write or react, until it ends by itself.',
    action: 'Time out',
    done: 'is timed out',
  },
  kick: {
    title: 'Remove',
    text: 'They lose access and can come back with a new invitation. Their messages stay.',
    action: 'Remove',
    done: 'is removed',
  },
  ban: {
    title: 'Ban',
    text: 'They are removed and cannot come back by any way until the ban ends.',
    action: 'Ban',
    done: 'is banned',
  },
  note: { title: 'Note about', text: 'Only moderators can read it.', action: 'Save note', done: 'has a new note' },
};

/** Asks for what an act of a moderator needs: whom it is about, why, how long, and whether they are told. */
export default function Moderate(props: ModerateProps) {
  const { commands, stores } = useInstance();
  const action = createAction();
  const [reason, setReason] = createSignal('');
  const [duration, setDuration] = createSignal(props.act === 'timeout' ? '3600' : '');
  const [deletes, setDeletes] = createSignal('');
  const [notify, setNotify] = createSignal(false);
  const words = () => WORDS[props.act];
  const community = () => stores.communities.byId[props.communityId];
  const member = () => stores.members.get(props.communityId, props.user.id);
  const name = () => member()?.nick ?? props.user.display_name;
  const roles = () => {
    const [here, who] = [community(), member()];
    if (!here || !who) return 'Not a member now';
    return (
      memberRoles(here, who)
        .map((role) => role.name)
        .join(', ') || 'Member'
    );
  };
  const whom = () => ({ community_id: props.communityId, user_id: props.user.id });
  const why = () => ({ ...(reason().trim() && { reason: reason().trim() }) });
  const isDue = () => props.act === 'warn' || props.act === 'note';

  const run = async (): Promise<CommandOutput<'member.kick'>> => {
    const input = { ...whom(), ...why(), ...(notify() && { notify: true }) };
    switch (props.act) {
      case 'warn':
        return await commands.member.warn({ ...input, reason: reason().trim() });
      case 'note':
        return await commands.member.note({ ...whom(), reason: reason().trim() });
      case 'kick':
        return await commands.member.kick(input);
      case 'timeout': {
        const until = new Date(Date.now() + Number(duration()) * 1000).toISOString();
        return await commands.member.timeout({ ...input, communication_disabled_until: until });
      }
      case 'ban':
        return await commands.member.ban({
          ...input,
          ...(duration() && { duration: Number(duration()) }),
          ...(deletes() && { delete_message_seconds: Number(deletes()) }),
        });
    }
  };
  const undo = (act: () => Promise<unknown>) => () =>
    void act().catch((error: unknown) => say(`It was not undone. ${sentence(error)}`, 'danger'));
  const submit = async () => {
    let result: CommandOutput<'member.kick'> = {};
    const done = await action.run(async () => {
      result = await run();
    });
    if (!done) return;
    const number = result.case_number ? ` (case ${result.case_number})` : '';
    const untold = result.notified === false ? ' They could not be written to.' : '';
    const text = `${name()} ${words().done}${number}.${untold}`;
    const nothing = () => undefined;
    if (props.act === 'ban')
      sayWithUndo(
        text,
        nothing,
        undo(() => commands.member.unban(whom())),
      );
    else if (props.act === 'timeout') {
      sayWithUndo(
        text,
        nothing,
        undo(() => commands.member.timeout({ ...whom(), communication_disabled_until: null })),
      );
    } else say(text);
    props.onClose();
  };
  return (
    <Dialog
      title={`${words().title} ${name()}`}
      description={words().text}
      onClose={props.onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button look="quiet" onClick={() => props.onClose()}>
            Cancel
          </Button>
          <Button
            type="submit"
            look={props.act === 'ban' || props.act === 'kick' ? 'danger' : 'primary'}
            busy={action.busy()}
            disabled={isDue() && !reason().trim()}
          >
            {words().action}
          </Button>
        </>
      }
    >
      <div class="affected">
        <Avatar name={name()} hue={props.user.hue} size={40} bot={props.user.bot} />
        <span class="affected-text">
          <span class="affected-name truncate">{name()}</span>
          <span class="affected-note truncate">
            @{props.user.username} · {roles()}
          </span>
        </span>
      </div>
      <TextField
        label={props.act === 'note' ? 'Note' : 'Reason'}
        value={reason()}
        onChange={setReason}
        maxLength={LIMITS.reasonLength}
        hint={props.act === 'note' ? undefined : 'Kept in the case and the audit log.'}
        error={action.field('reason')}
        autofocus
      />
      <Show when={props.act === 'timeout'}>
        <SelectField label="For how long" value={duration()} options={TIMEOUTS} onChange={setDuration} />
      </Show>
      <Show when={props.act === 'ban'}>
        <SelectField label="For how long" value={duration()} options={BANS} onChange={setDuration} />
        <SelectField label="Delete their messages" value={deletes()} options={DELETIONS} onChange={setDeletes} />
      </Show>
      <Show when={props.act !== 'note' && member() && !props.user.bot}>
        <Switch
          label="Send them a direct message with the reason"
          hint="It comes from you."
          checked={notify()}
          onChange={setNotify}
        />
      </Show>
      <Notice look="danger">{action.message()}</Notice>
    </Dialog>
  );
}
