import { type CommunitySnapshot, type CustomEmoji, type ExpressionKind, expressionPath, LIMITS } from '@cozy/protocol';
import { ImagePlus, Trash2 } from 'lucide-solid';
import { createMemo, createSignal, For, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { sentence } from '../../app/errors.ts';
import { Button, IconButton } from '../../components/Button/Button.tsx';
import { LineSkeletons } from '../../components/Skeleton/Skeleton.tsx';
import { say, sayWithUndo } from '../../components/Toasts/toast.tsx';
import { wantExpressions } from '../../conversation/expressions.ts';
import { nameOfFile, PICTURE_TYPES, pictureData } from '../../conversation/pictureData.ts';
import { callRest } from '../../instance/rest.ts';
import '../../components/TextField/TextField.css';
import './Expressions.css';

/** The words of both kinds, and how many there may be. */
const WORDS = {
  emoji: {
    title: 'Emoji',
    add: 'Add emoji',
    one: 'emoji',
    most: LIMITS.emojisPerCommunity,
    lead: 'Small pictures of your own for text and reactions. They are written :name:, or picked beside the others.',
    empty: 'This community has no emoji of its own yet. Add a picture; square ones of 128 pixels look best.',
  },
  sticker: {
    title: 'Stickers',
    add: 'Add stickers',
    one: 'sticker',
    most: LIMITS.stickersPerCommunity,
    lead: 'Large pictures that are sent as a message of their own, from the emoji picker.',
    empty: 'There are no stickers yet. Add a picture; square ones of 320 pixels look best.',
  },
} as const;

/** A community's emoji and stickers: add, rename, delete. */
export function Expressions(props: { community: CommunitySnapshot }) {
  wantExpressions(useInstance());
  return (
    <>
      <Pictures community={props.community} kind="emoji" />
      <Pictures community={props.community} kind="sticker" />
    </>
  );
}

function Pictures(props: { community: CommunitySnapshot; kind: ExpressionKind }) {
  const instance = useInstance();
  const { expressions } = instance.stores;
  const [hidden, setHidden] = createSignal<ReadonlySet<string>>(new Set());
  const [adding, setAdding] = createSignal<readonly string[]>([]);
  const [failures, setFailures] = createSignal<readonly string[]>([]);
  let input: HTMLInputElement | undefined;
  const words = () => WORDS[props.kind];
  const known = () => {
    const own = expressions.byCommunity[props.community.id];
    return (props.kind === 'emoji' ? own?.emojis : own?.stickers) ?? [];
  };
  const shown = createMemo(() => known().filter(({ id }) => !hidden().has(id)));
  const hide = (id: string, isHidden: boolean) =>
    setHidden((all) => {
      const next = new Set(all);
      if (isHidden) next.add(id);
      else next.delete(id);
      return next;
    });

  const add = async (file: File) => {
    setAdding((all) => [...all, file.name]);
    try {
      const image = await pictureData(file);
      // Over REST: a picture may be larger than a frame of the gateway.
      const made = { community_id: props.community.id, name: freeName(nameOfFile(file), known()), image };
      await callRest(instance.origin, `${props.kind}.create`, made, await instance.session.token());
    } catch (error) {
      setFailures((all) => [...all, `“${file.name}” was not added. ${sentence(error)}`]);
    } finally {
      setAdding((all) => all.filter((_, index) => index !== all.indexOf(file.name)));
    }
  };
  const addAll = async () => {
    const files = [...(input?.files ?? [])];
    // Or the same file could not be picked again.
    if (input) input.value = '';
    setFailures([]);
    // One after another, so that each name is compared with those before it.
    for (const file of files) await add(file);
  };
  const remove = (one: CustomEmoji) => {
    hide(one.id, true);
    const finish = async () => {
      const place = { community_id: props.community.id };
      try {
        if (props.kind === 'emoji') await instance.commands.emoji.delete({ ...place, emoji_id: one.id });
        else await instance.commands.sticker.delete({ ...place, sticker_id: one.id });
      } catch (error) {
        hide(one.id, false);
        say(`:${one.name}: was not deleted. ${sentence(error)}`, 'danger');
      }
    };
    sayWithUndo(
      `:${one.name}: deleted`,
      () => void finish(),
      () => hide(one.id, false),
    );
  };

  return (
    <section class="settings-part">
      <h2>{words().title}</h2>
      <p class="settings-lead">{words().lead}</p>
      <div class="settings-acts">
        <input ref={input} type="file" accept={PICTURE_TYPES} multiple hidden onChange={() => void addAll()} />
        <Button
          look="primary"
          icon={ImagePlus}
          busy={adding().length > 0}
          disabled={shown().length >= words().most}
          onClick={() => input?.click()}
        >
          {words().add}
        </Button>
        <span class="row-note">
          {shown().length} of {words().most}
        </span>
      </div>
      <For each={failures()}>
        {(failure) => (
          <p class="field-error" role="alert">
            {failure}
          </p>
        )}
      </For>
      <Show when={known().length > 0 || !expressions.stale()} fallback={<LineSkeletons count={2} />}>
        <ul class="rows" aria-label={words().title}>
          <For each={shown()} fallback={<li class="empty">{words().empty}</li>}>
            {(one) => (
              <PictureRow community={props.community} kind={props.kind} one={one} onDelete={() => remove(one)} />
            )}
          </For>
        </ul>
      </Show>
      <p class="visually-hidden" role="status">
        {adding().length > 0 ? `Adding ${adding().length} of ${words().title}` : ''}
      </p>
    </section>
  );
}

function PictureRow(props: {
  community: CommunitySnapshot;
  kind: ExpressionKind;
  one: CustomEmoji;
  onDelete: () => void;
}) {
  const instance = useInstance();
  const [name, setName] = createSignal(props.one.name);
  const [failure, setFailure] = createSignal<string>();
  const rename = async () => {
    const wanted = name().trim();
    if (wanted === props.one.name) return;
    const place = { community_id: props.community.id, name: wanted };
    try {
      if (props.kind === 'emoji') await instance.commands.emoji.update({ ...place, emoji_id: props.one.id });
      else await instance.commands.sticker.update({ ...place, sticker_id: props.one.id });
      setFailure(undefined);
    } catch (error) {
      setFailure(sentence(error));
    }
  };
  const onKey = (event: KeyboardEvent & { currentTarget: HTMLInputElement }) => {
    if (event.key === 'Enter') event.currentTarget.blur();
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    setName(props.one.name);
    setFailure(undefined);
  };
  return (
    <li class="row">
      <img
        class="expression"
        data-kind={props.kind}
        src={expressionPath(props.kind, props.one.id)}
        alt=""
        loading="lazy"
      />
      <span class="row-text">
        <input
          class="field-input expression-name"
          aria-label={`Name of the ${WORDS[props.kind].one} ${props.one.name}`}
          aria-invalid={failure() !== undefined}
          maxLength={LIMITS.expressionNameLength}
          spellcheck={false}
          autocomplete="off"
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
          onBlur={() => void rename()}
          onKeyDown={onKey}
        />
        <Show when={failure()}>
          <span class="field-error" role="alert">
            {failure()}
          </span>
        </Show>
      </span>
      <IconButton icon={Trash2} label={`Delete ${props.one.name}`} onClick={() => props.onDelete()} />
    </li>
  );
}

/** A name that none of them has: with a number at its end if need be. */
function freeName(wanted: string, known: readonly CustomEmoji[]): string {
  const taken = new Set(known.map(({ name }) => name.toLowerCase()));
  for (let number = 2, name = wanted; ; number++) {
    if (!taken.has(name.toLowerCase())) return name;
    name = `${wanted.slice(0, LIMITS.expressionNameLength - 3)}_${number}`;
  }
}
