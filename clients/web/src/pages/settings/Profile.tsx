import { LIMITS } from '@cozy/protocol';
import { createSignal, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { createAction } from '../../app/errors.ts';
import { Avatar } from '../../components/Avatar/Avatar.tsx';
import { Button } from '../../components/Button/Button.tsx';
import { HuePicker } from '../../components/HuePicker/HuePicker.tsx';
import { Notice } from '../../components/Notice/Notice.tsx';
import { TextField } from '../../components/TextField/TextField.tsx';
import './Profile.css';

/** How the person appears to others, with a preview. */
export function Profile() {
  const instance = useInstance();
  const user = () => instance.stores.self.state.user;
  const [name, setName] = createSignal(user()?.display_name ?? '');
  const [username, setUsername] = createSignal(user()?.username ?? '');
  const [bio, setBio] = createSignal(user()?.bio ?? '');
  const [hue, setHue] = createSignal(user()?.hue ?? 0);
  const [saved, setSaved] = createSignal(false);
  const action = createAction();
  const changed = () =>
    name().trim() !== user()?.display_name ||
    username() !== user()?.username ||
    bio() !== user()?.bio ||
    hue() !== user()?.hue;

  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const done = await action.run(async () => {
      const { user: next } = await instance.commands.user.update({
        display_name: name().trim(),
        hue: hue(),
        bio: bio(),
        ...(username() !== user()?.username && { username: username() }),
      });
      instance.stores.self.setUser(next);
    });
    setSaved(done);
  };
  const general = () => (action.code() === 'USERNAME_TAKEN' ? undefined : action.message());

  return (
    <form class="settings-form" onSubmit={save} onInput={() => setSaved(false)} novalidate>
      <div class="preview" role="img" aria-label="How others see you">
        <Avatar name={name()} hue={hue()} size={64} status="online" />
        <div class="preview-text">
          <p class="preview-name truncate">{name() || 'Your name'}</p>
          <p class="preview-handle truncate">@{username()}</p>
          <Show when={bio()}>
            <p class="preview-bio">{bio()}</p>
          </Show>
        </div>
      </div>
      <TextField
        label="Display name"
        value={name()}
        onChange={setName}
        maxLength={LIMITS.nameLength}
        error={action.field('display_name')}
      />
      <TextField
        label="Username"
        value={username()}
        onChange={(value) => setUsername(value.toLowerCase().replace(/[^a-z0-9_.]/g, ''))}
        maxLength={LIMITS.usernameLength}
        hint="Others mention you with it. Letters, digits, underscore and full stop."
        error={action.field('username') ?? (action.code() === 'USERNAME_TAKEN' ? action.message() : undefined)}
      />
      <TextField
        label="About you"
        value={bio()}
        onChange={setBio}
        maxLength={LIMITS.bioLength}
        hint={`${LIMITS.bioLength - bio().length} characters left`}
        error={action.field('bio')}
        multiline
      />
      <HuePicker
        label="Colour"
        value={hue()}
        onChange={(value) => {
          setHue(value ?? 0);
          setSaved(false);
        }}
      />
      <Notice look="danger">{general()}</Notice>
      <div class="settings-acts">
        <Button
          type="submit"
          look="primary"
          busy={action.busy()}
          disabled={!changed() || !name().trim() || username().length < 2}
        >
          Save changes
        </Button>
        <span class="settings-saved" role="status">
          {saved() && !changed() ? 'Saved' : ''}
        </span>
      </div>
    </form>
  );
}
