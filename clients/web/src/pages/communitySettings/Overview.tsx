import { type CommunitySnapshot, LIMITS } from '@cozy/protocol';
import { useNavigate } from '@solidjs/router';
import { createSignal, Show } from 'solid-js';
import { useApp, useInstance } from '../../app/context.ts';
import { createAction } from '../../app/errors.ts';
import { CommunityMark } from '../../components/Avatar/Avatar.tsx';
import { Button } from '../../components/Button/Button.tsx';
import { HuePicker } from '../../components/HuePicker/HuePicker.tsx';
import { Notice } from '../../components/Notice/Notice.tsx';
import { PrivacyField } from '../../components/PrivacyField/PrivacyField.tsx';
import { TextField } from '../../components/TextField/TextField.tsx';

/** Name, description and mark of a community, and its end. */
export function Overview(props: { community: CommunitySnapshot }) {
  const app = useApp();
  const instance = useInstance();
  const navigate = useNavigate();
  const [name, setName] = createSignal(props.community.name);
  const [description, setDescription] = createSignal(props.community.description);
  const [hue, setHue] = createSignal(props.community.hue);
  const [privacy, setPrivacy] = createSignal(props.community.privacy ?? 'invite');
  const [saved, setSaved] = createSignal(false);
  const action = createAction();
  const owns = () => props.community.owner_id === instance.stores.self.id;
  const changed = () =>
    name().trim() !== props.community.name ||
    description() !== props.community.description ||
    hue() !== props.community.hue ||
    privacy() !== (props.community.privacy ?? 'invite');

  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const done = await action.run(async () => {
      const { community } = await instance.commands.community.update({
        community_id: props.community.id,
        name: name().trim(),
        description: description(),
        hue: hue(),
        privacy: privacy(),
      });
      instance.stores.communities.update(community);
    });
    setSaved(done);
  };
  const remove = () =>
    app.ask({
      kind: 'confirm',
      title: `Delete ${props.community.name}?`,
      text: `All ${props.community.channels.length} channels with every message, the roles and invitations go for all ${props.community.member_count} members. This cannot be undone.`,
      action: 'Delete community',
      act: async () => {
        await instance.commands.community.delete({ community_id: props.community.id });
        navigate('/');
      },
    });

  return (
    <>
      <form class="settings-form" onSubmit={save} onInput={() => setSaved(false)} novalidate>
        <CommunityMark name={name()} hue={hue()} size={72} />
        <TextField
          label="Name"
          value={name()}
          onChange={setName}
          maxLength={LIMITS.nameLength}
          error={action.field('name')}
        />
        <TextField
          label="What it is about"
          value={description()}
          onChange={setDescription}
          maxLength={LIMITS.topicLength}
          hint="People see it on invitations."
          error={action.field('description')}
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
        <PrivacyField value={privacy()} onChange={setPrivacy} />
        <Notice look="danger">{action.message()}</Notice>
        <div class="settings-acts">
          <Button type="submit" look="primary" busy={action.busy()} disabled={!changed() || !name().trim()}>
            Save changes
          </Button>
          <span class="settings-saved" role="status">
            {saved() && !changed() ? 'Saved' : ''}
          </span>
        </div>
      </form>
      <Show when={owns()}>
        <section class="settings-part">
          <h2>Delete this community</h2>
          <p class="settings-lead">Everything in it goes, for everyone, and cannot be brought back.</p>
          <div class="settings-acts">
            <Button look="danger" onClick={remove}>
              Delete community
            </Button>
          </div>
        </section>
      </Show>
    </>
  );
}
