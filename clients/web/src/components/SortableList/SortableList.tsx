import {
  closestCenter,
  createSortable,
  DragDropProvider,
  DragDropSensors,
  type Id,
  SortableProvider,
  transformStyle,
} from '@thisbeyond/solid-dnd';
import { GripVertical } from 'lucide-solid';
import { For, type JSX } from 'solid-js';
import { Icon } from '../Icon/Icon.tsx';
import './SortableList.css';

/**
 * A list whose lines are dragged by their handles. The handle is for pointers; who calls offers the same by buttons or a
 * menu, and says what has happened.
 */
export function SortableList(props: {
  ids: string[];
  /** Something was dropped on another line. */
  onMove: (id: string, overId: string) => void;
  /** Lines that stay where they are. */
  fixed?: (id: string) => boolean;
  children: (id: string) => JSX.Element;
}) {
  return (
    <DragDropProvider
      collisionDetector={closestCenter}
      onDragEnd={({ draggable, droppable }) => {
        if (droppable && droppable.id !== draggable.id) props.onMove(String(draggable.id), String(droppable.id));
      }}
    >
      <DragDropSensors />
      <SortableProvider ids={props.ids as Id[]}>
        <ul class="rows">
          <For each={props.ids}>
            {(id) => (
              <Line id={id} fixed={props.fixed?.(id) ?? false}>
                {props.children(id)}
              </Line>
            )}
          </For>
        </ul>
      </SortableProvider>
    </DragDropProvider>
  );
}

function Line(props: { id: string; fixed: boolean; children: JSX.Element }) {
  const sortable = createSortable(props.id);
  return (
    <li
      class="sortable"
      ref={sortable.ref}
      style={transformStyle(sortable.transform)}
      data-dragged={sortable.isActiveDraggable ? '' : undefined}
    >
      <span
        class="sortable-handle"
        data-fixed={props.fixed ? '' : undefined}
        {...(props.fixed ? {} : sortable.dragActivators)}
      >
        <Icon of={GripVertical} />
      </span>
      <div class="sortable-line">{props.children}</div>
    </li>
  );
}
