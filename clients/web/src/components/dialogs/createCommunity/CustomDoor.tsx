import { LIMITS, type Privacy } from '@cozy/protocol';
import { createSignal, For } from 'solid-js';
import { CommunityMark } from '../../Avatar/Avatar.tsx';
import { Button } from '../../Button/Button.tsx';
import { Dialog } from '../../Dialog/Dialog.tsx';
import { HuePicker } from '../../HuePicker/HuePicker.tsx';
import { PrivacyField } from '../../PrivacyField/PrivacyField.tsx';
import { TextField } from '../../TextField/TextField.tsx';
import { CHANNELS, ROLES, structureOf } from './beginnings.ts';
import type { DoorProps } from './door.ts';
import { StructurePreview } from './StructurePreview.tsx';

/** Everything that a new community begins with, chosen one by one. */
export function CustomDoor(props: DoorProps) {
  const [name, setName] = createSignal('');
  const [description, setDescription] = createSignal('');
  const [hue, setHue] = createSignal(50);
  const [privacy, setPrivacy] = createSignal<Privacy>('invite');
  const [grouped, setGrouped] = createSignal(false);
  const usual = [...CHANNELS, ...ROLES].filter(({ on }) => on).map(({ id }) => id);
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(new Set(usual));
  const structure = () => structureOf(chosen(), grouped());
  const tick = (id: string, on: boolean) =>
    setChosen((before) => {
      const after = new Set(before);
      if (on) after.add(id);
      else after.delete(id);
      return after;
    });
  const submit = () => {
    if (!name().trim()) return;
    props.onCreate({
      name: name().trim(),
      hue: hue(),
      privacy: privacy(),
      ...(description().trim() && { description: description().trim() }),
      structure: structure(),
    });
  };
  return (
    <Dialog
      title="Customize your own"
      wide
      onClose={props.onClose}
      onSubmit={submit}
      actions={
        <>
          {props.back}
          <Button type="submit" look="primary" busy={props.action.busy()} disabled={!name().trim()}>
            Create community
          </Button>
        </>
      }
    >
      <div class="create-name">
        <CommunityMark name={name() || '?'} hue={hue()} size={62} />
        <TextField
          label="Name"
          value={name()}
          onChange={setName}
          maxLength={LIMITS.nameLength}
          placeholder="The reading circle"
          error={props.action.field('name') ?? props.action.message()}
          required
          autofocus
        />
      </div>
      <TextField
        label="What it is about (optional)"
        value={description()}
        onChange={setDescription}
        maxLength={LIMITS.topicLength}
        error={props.action.field('description')}
        multiline
      />
      <HuePicker label="Colour" value={hue()} onChange={(value) => setHue(value ?? 50)} />
      <PrivacyField value={privacy()} onChange={setPrivacy} />
      <div class="gallery">
        <div class="ticks">
          <Ticks label="Channels besides #general" of={CHANNELS} chosen={chosen()} onTick={tick} />
          <Ticks label="Roles besides owner, moderator and member" of={ROLES} chosen={chosen()} onTick={tick} />
          <label class="tick">
            <input type="checkbox" checked={grouped()} onChange={(event) => setGrouped(event.currentTarget.checked)} />
            <span class="tick-text">
              <span>In categories</span>
              <span class="field-hint">Information above, conversation below</span>
            </span>
          </label>
        </div>
        <StructurePreview structure={structure()} />
      </div>
    </Dialog>
  );
}

function Ticks(props: {
  label: string;
  of: readonly { id: string; name: string; note: string }[];
  chosen: ReadonlySet<string>;
  onTick: (id: string, on: boolean) => void;
}) {
  return (
    <fieldset>
      <legend class="field-label">{props.label}</legend>
      <For each={props.of}>
        {({ id, name, note }) => (
          <label class="tick">
            <input
              type="checkbox"
              checked={props.chosen.has(id)}
              onChange={(event) => props.onTick(id, event.currentTarget.checked)}
            />
            <span class="tick-text">
              <span>{name}</span>
              <span class="field-hint">{note}</span>
            </span>
          </label>
        )}
      </For>
    </fieldset>
  );
}
