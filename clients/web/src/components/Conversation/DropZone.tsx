import { Upload } from 'lucide-solid';
import { createSignal, onCleanup, Show } from 'solid-js';
import { Icon } from '../Icon/Icon.tsx';
import './DropZone.css';

interface DropZoneProps {
  /** Where the files would go. */
  place: string;
  /** Nothing can be dropped just now; the page still keeps the browser from opening the file instead. */
  closed: boolean;
  onFiles: (files: readonly File[]) => void;
  onRefuse: (sentence: string) => void;
}

const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/** Takes files that are dropped anywhere on the page, and shows where they go while they are dragged over it. */
export function DropZone(props: DropZoneProps) {
  const [over, setOver] = createSignal(false);

  const onOver = (event: DragEvent) => {
    if (!holdsFiles(event) || !event.dataTransfer) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = props.closed ? 'none' : 'copy';
    setOver(!props.closed);
  };
  const onLeave = (event: DragEvent) => {
    // Only what leaves the window goes to nothing.
    if (event.relatedTarget === null) setOver(false);
  };
  const onDrop = (event: DragEvent) => {
    if (!holdsFiles(event) || !event.dataTransfer) return;
    event.preventDefault();
    setOver(false);
    if (props.closed) return;
    const folder = folderIn(event.dataTransfer.items);
    if (folder === undefined) props.onFiles([...event.dataTransfer.files]);
    else props.onRefuse(`“${folder}” is a folder. Pack it in an archive, such as a zip file, and drop that.`);
  };
  const listeners = { dragover: onOver, dragleave: onLeave, drop: onDrop };
  for (const [name, listener] of Object.entries(listeners)) window.addEventListener(name, listener as EventListener);
  onCleanup(() => {
    for (const [name, listener] of Object.entries(listeners)) {
      window.removeEventListener(name, listener as EventListener);
    }
  });

  return (
    <Show when={over()}>
      <div class="drop" aria-hidden="true">
        <div class="drop-card">
          <Icon of={Upload} size={20} />
          <span class="truncate">Drop to attach in {props.place}</span>
        </div>
      </div>
    </Show>
  );
}

/** The name of the first folder among what was dropped; a browser would give it as a file that cannot be read. */
function folderIn(items: DataTransferItemList): string | undefined {
  for (const item of items) {
    const entry = item.webkitGetAsEntry();
    if (entry?.isDirectory) return entry.name;
  }
  return undefined;
}
