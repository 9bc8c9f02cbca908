import { createContext, type JSX, useContext } from 'solid-js';

/** What makes a line of the list one that can be dragged: it is called with the line's element. */
export type MakeDraggable = (id: string) => (element: HTMLElement) => void;

/** How lines are made draggable; undefined where nobody may, and until that part of the client is loaded. */
export const DraggingContext = createContext<MakeDraggable>();

/** Gives a line's `ref`. To be called while the line is made. */
export function draggable(id: string): (element: HTMLElement) => void {
  return useContext(DraggingContext)?.(id) ?? (() => undefined);
}

/** The list in which lines are dragged, or just the list. */
export type DragArea = (props: {
  ids: string[];
  onMove: (id: string, overId: string) => void;
  children: JSX.Element;
}) => JSX.Element;
