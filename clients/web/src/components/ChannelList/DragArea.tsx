import {
  closestCenter,
  createSortable,
  DragDropProvider,
  DragDropSensors,
  type Id,
  SortableProvider,
  transformStyle,
} from '@thisbeyond/solid-dnd';
import { createEffect, type JSX } from 'solid-js';
import { DraggingContext } from './Draggable.tsx';
import './DragArea.css';

/** Pixels that a slow click may shake. */
const SLOP = 4;

/** Lets the lines inside be dragged with the mouse. The settings have the same for the keyboard and for touch. */
export default function DragArea(props: {
  /** The lines, in the order in which they stand. */
  ids: string[];
  onMove: (id: string, overId: string) => void;
  children: JSX.Element;
}) {
  // A drag ends with a click on the link that was dragged, which is not meant.
  const swallowClick = () => {
    const swallow = (event: MouseEvent) => {
      event.preventDefault();
      event.stopPropagation();
    };
    document.addEventListener('click', swallow, { capture: true, once: true });
    setTimeout(() => document.removeEventListener('click', swallow, { capture: true }));
  };
  return (
    <DragDropProvider
      collisionDetector={closestCenter}
      onDragEnd={({ draggable, droppable }) => {
        const { x, y } = draggable.transform;
        if (Math.hypot(x, y) > SLOP) swallowClick();
        if (droppable && droppable.id !== draggable.id) props.onMove(String(draggable.id), String(droppable.id));
      }}
    >
      <DragDropSensors />
      <SortableProvider ids={props.ids as Id[]}>
        <DraggingContext.Provider value={makeDraggable}>{props.children}</DraggingContext.Provider>
      </SortableProvider>
    </DragDropProvider>
  );
}

function makeDraggable(id: string): (element: HTMLElement) => void {
  const sortable = createSortable(id);
  return (element) => {
    element.draggable = false;
    element.dataset.draggable = '';
    sortable.ref(element);
    // The sensors come later than the lines, so they are asked for when they are needed.
    element.addEventListener('pointerdown', (event) => {
      if (event.pointerType === 'mouse') sortable.dragActivators.onpointerdown?.(event);
    });
    createEffect(() => {
      Object.assign(element.style, { transform: '' }, transformStyle({ x: 0, y: sortable.transform.y }));
      element.toggleAttribute('data-dragged', sortable.isActiveDraggable);
    });
  };
}
