import { createSignal } from 'solid-js';

/** Follows whether a message is pointed at, holds the focus, or has its menu open: then it shows what can be done. */
export function createNearness() {
  const [near, setNear] = createSignal(false);
  const [inside, setInside] = createSignal(false);
  const [held, setHeld] = createSignal(false);
  return {
    isNear: () => near() || inside() || held(),
    /** Tells that its menu has opened or closed. */
    hold: setHeld,
    listeners: {
      onPointerEnter: (event: PointerEvent) => event.pointerType === 'mouse' && setNear(true),
      onPointerLeave: () => setNear(false),
      onFocusIn: () => setInside(true),
      onFocusOut: (event: FocusEvent & { currentTarget: HTMLElement }) =>
        setInside(event.currentTarget.contains(event.relatedTarget as Node | null)),
    },
  };
}
