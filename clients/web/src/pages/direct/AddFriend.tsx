import { LIMITS } from '@cozy/protocol';
import { UserPlus } from 'lucide-solid';
import { createSignal, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { createAction } from '../../app/errors.ts';
import { Button } from '../../components/Button/Button.tsx';
import { TextField } from '../../components/TextField/TextField.tsx';

/** Asks someone to be friends, by the username that they have told. */
export function AddFriend() {
  const instance = useInstance();
  const action = createAction();
  const [username, setUsername] = createSignal('');
  const [asked, setAsked] = createSignal('');
  const ask = async () => {
    const name = username().trim().toLowerCase().replace(/^@/, '');
    setAsked('');
    const done = await action.run(() => instance.commands.relationship.request({ username: name }));
    if (!done) return;
    setUsername('');
    setAsked(`@${name} was asked.`);
  };
  const error = () =>
    action.code() === 'UNKNOWN_USER' ? 'Nobody has this username. Check how it is written.' : action.message();
  return (
    <form
      class="add-friend"
      novalidate
      onSubmit={(event) => {
        event.preventDefault();
        if (username().trim()) void ask();
      }}
    >
      <TextField
        label="Add a friend by username"
        value={username()}
        onChange={setUsername}
        maxLength={LIMITS.usernameLength + 1}
        placeholder="username"
        error={action.field('username') ?? error()}
      />
      <Button type="submit" icon={UserPlus} busy={action.busy()} disabled={!username().trim()}>
        Add friend
      </Button>
      <p class="add-friend-done" role="status">
        <Show when={asked()}>{asked()}</Show>
      </p>
    </form>
  );
}
