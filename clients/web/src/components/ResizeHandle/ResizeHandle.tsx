import './ResizeHandle.css';

interface ResizeHandleProps {
  label: string;
  width: number;
  min: number;
  max: number;
  /** The side of the pane at which the handle stands. */
  side: 'left' | 'right';
  onResize: (width: number) => void;
}

/** The edge of a pane: dragged, or moved with the arrow keys, it changes the pane's width. */
export function ResizeHandle(props: ResizeHandleProps) {
  const set = (width: number) => props.onResize(Math.round(Math.min(props.max, Math.max(props.min, width))));
  const sign = () => (props.side === 'right' ? 1 : -1);
  const drag = (event: PointerEvent & { currentTarget: HTMLElement }) => {
    const handle = event.currentTarget;
    const from = event.clientX;
    const { width } = props;
    handle.setPointerCapture(event.pointerId);
    const move = (moved: PointerEvent) => set(width + (moved.clientX - from) * sign());
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', move), {
      once: true,
    });
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    set(props.width + (event.key === 'ArrowRight' ? 16 : -16) * sign());
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an hr cannot be a movable separator
    <div
      class="resize"
      data-side={props.side}
      role="separator"
      aria-orientation="vertical"
      aria-label={props.label}
      aria-valuenow={props.width}
      aria-valuemin={props.min}
      aria-valuemax={props.max}
      tabindex={0}
      onPointerDown={drag}
      onKeyDown={onKey}
    />
  );
}
