import { createSignal } from 'solid-js';

const CLOSEST = 8;
/** How much closer one press comes. */
const STEP = 2;
/** Pixels that a finger has to move for the next picture. */
const SWIPE = 60;
/** Pixels within which a pointer has not moved. */
const STILL = 6;

/**
 * Zooms one picture and moves it while it is close; from afar, a swipe turns to the next one. Two fingers zoom.
 *
 * @param turn called with -1 for the picture before and 1 for the one after.
 */
export function createZoom(turn: (by: 1 | -1) => void) {
  const [scale, setScale] = createSignal(1);
  const [shift, setShift] = createSignal({ x: 0, y: 0 });
  const pointers = new Map<number, { x: number; y: number }>();
  let start = { x: 0, y: 0 };
  let moved = false;

  const reset = () => {
    setScale(1);
    setShift({ x: 0, y: 0 });
  };
  const to = (wanted: number) => {
    const next = Math.min(CLOSEST, Math.max(1, wanted));
    const by = next / scale();
    setShift(({ x, y }) => (next === 1 ? { x: 0, y: 0 } : { x: x * by, y: y * by }));
    setScale(next);
  };
  const spread = () => {
    const [one, two] = [...pointers.values()];
    return one && two ? Math.hypot(one.x - two.x, one.y - two.y) : 0;
  };

  return {
    scale,
    isClosest: () => scale() >= CLOSEST,
    /** Whether the last press has moved the picture, so that it was no click. */
    hasMoved: () => moved,
    transform: () => `translate(${shift().x}px, ${shift().y}px) scale(${scale()})`,
    reset,
    closer: () => to(scale() * STEP),
    farther: () => to(scale() / STEP),
    toggle: () => (scale() > 1 ? reset() : to(STEP)),
    onWheel: (event: WheelEvent) => {
      event.preventDefault();
      to(scale() * Math.exp(-event.deltaY / 300));
    },
    onPointerDown: (event: PointerEvent) => {
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      start = { x: event.clientX, y: event.clientY };
      moved = false;
    },
    onPointerMove: (event: PointerEvent & { currentTarget: HTMLElement }) => {
      const before = pointers.get(event.pointerId);
      if (!before) return;
      const wasSpread = spread();
      pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      // Only now, because a captured press is no click on the picture.
      if (!moved && Math.hypot(event.clientX - start.x, event.clientY - start.y) > STILL) {
        moved = true;
        event.currentTarget.setPointerCapture(event.pointerId);
      }
      if (pointers.size > 1) to((scale() * spread()) / (wasSpread || spread() || 1));
      else if (scale() > 1) {
        setShift(({ x, y }) => ({ x: x + event.clientX - before.x, y: y + event.clientY - before.y }));
      }
    },
    onPointerUp: (event: PointerEvent) => {
      const alone = pointers.size === 1;
      if (!pointers.delete(event.pointerId) || !alone || scale() > 1 || event.pointerType === 'mouse') return;
      const [x, y] = [event.clientX - start.x, event.clientY - start.y];
      if (Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y)) turn(x < 0 ? 1 : -1);
    },
  };
}
