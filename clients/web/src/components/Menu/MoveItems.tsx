import { ArrowDown, ArrowUp } from 'lucide-solid';
import { Show } from 'solid-js';
import { MenuItem } from './Menu.tsx';

/** Moves something in its list, as dragging does: up (-1) and down (1), where it can. */
export function MoveItems(props: { canMove: (by: 1 | -1) => boolean; onMove: (by: 1 | -1) => void }) {
  return (
    <>
      <Show when={props.canMove(-1)}>
        <MenuItem icon={ArrowUp} onSelect={() => props.onMove(-1)}>
          Move up
        </MenuItem>
      </Show>
      <Show when={props.canMove(1)}>
        <MenuItem icon={ArrowDown} onSelect={() => props.onMove(1)}>
          Move down
        </MenuItem>
      </Show>
    </>
  );
}
