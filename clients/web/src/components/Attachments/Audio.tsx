import type { Attachment } from '@cozy/protocol';
import { Pause, Play } from 'lucide-solid';
import { createMemo, createSignal, For, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { clock, loudness } from '../../conversation/attachments.ts';
import { Icon } from '../Icon/Icon.tsx';
import { DownloadLink } from './FileCard.tsx';
import './Audio.css';

const BARS = 56;
/** Seconds that an arrow key and a page key move by. */
const STEP = 5;
const LONG_STEP = 30;

/** A recording: its waveform is where one seeks, by pointer and by the keys of a slider. */
export default function Audio(props: { channelId: string; attachment: Attachment }) {
  const { links } = useInstance();
  const [src, setSrc] = createSignal<string>();
  const [playing, setPlaying] = createSignal(false);
  const [at, setAt] = createSignal(0);
  const [known, setKnown] = createSignal(0);
  const [failed, setFailed] = createSignal(false);
  const bars = createMemo(() => loudness(props.attachment.waveform, BARS));
  const length = () => props.attachment.duration || known();
  const done = () => (length() > 0 ? Math.min(1, at() / length()) : 0);
  let player: HTMLAudioElement | undefined;

  const toggle = () => {
    if (!player) return;
    if (!player.paused) return player.pause();
    const from = links.of(props.channelId, props.attachment);
    // Its address stays while it plays, though newer ones come.
    if (!src() || failed()) {
      setFailed(false);
      setSrc(props.attachment.playable ? from?.playable : from?.original);
      player.currentTime = at();
    }
    player.play().catch((error: unknown) => {
      console.warn('A recording could not be played.', error);
      setFailed(true);
    });
  };
  const seek = (seconds: number) => {
    const to = Math.min(length(), Math.max(0, seconds));
    setAt(to);
    if (player && src()) player.currentTime = to;
  };
  const onKey = (event: KeyboardEvent) => {
    const to = {
      ArrowRight: at() + STEP,
      ArrowUp: at() + STEP,
      ArrowLeft: at() - STEP,
      ArrowDown: at() - STEP,
      PageUp: at() + LONG_STEP,
      PageDown: at() - LONG_STEP,
      Home: 0,
      End: length(),
    }[event.key];
    if (event.key === ' ') toggle();
    else if (to === undefined) return;
    else seek(to);
    event.preventDefault();
    event.stopPropagation();
  };
  const onPointer = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    else if (event.buttons === 0) return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    seek(((event.clientX - left) / width) * length());
  };
  const name = () => props.attachment.description || props.attachment.filename;
  return (
    <figure class="audio" aria-label={`Recording: ${name()}`}>
      <button
        type="button"
        class="audio-play"
        aria-label={`${playing() ? 'Pause' : 'Play'} ${props.attachment.filename}`}
        onClick={toggle}
      >
        <Icon of={playing() ? Pause : Play} size={20} />
      </button>
      <div class="audio-main">
        <div class="audio-head">
          <bdi class="audio-name truncate" title={props.attachment.filename}>
            {props.attachment.filename}
          </bdi>
          <span class="audio-time">
            <Show when={!failed()} fallback="It could not be played">
              {clock(at())} / {clock(length())}
            </Show>
          </span>
        </div>
        <div
          class="audio-wave"
          role="slider"
          tabIndex={0}
          aria-label={`Place in ${props.attachment.filename}`}
          aria-valuemin={0}
          aria-valuemax={Math.round(length())}
          aria-valuenow={Math.round(at())}
          aria-valuetext={`${clock(at())} of ${clock(length())}`}
          onKeyDown={onKey}
          onPointerDown={onPointer}
          onPointerMove={onPointer}
        >
          <For each={bars()}>
            {(level, index) => (
              <i
                data-done={index() / BARS < done() ? '' : undefined}
                style={{ height: `${Math.round(8 + 92 * level)}%` }}
              />
            )}
          </For>
        </div>
      </div>
      <DownloadLink channelId={props.channelId} attachment={props.attachment} />
      {/* biome-ignore lint/a11y/useMediaCaption: nobody has written down what a member has recorded */}
      <audio
        ref={player}
        src={src()}
        preload="none"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setAt(0)}
        onTimeUpdate={(event) => setAt(event.currentTarget.currentTime)}
        onDurationChange={(event) => {
          const { duration } = event.currentTarget;
          if (Number.isFinite(duration)) setKnown(duration);
        }}
        onError={() => src() && setFailed(true)}
      />
    </figure>
  );
}
