import { Paperclip } from 'lucide-solid';
import { IconButton } from '../Button/Button.tsx';

/** Opens the system's own dialog in which files are picked. */
export function AttachButton(props: { onFiles: (files: readonly File[]) => void }) {
  let input: HTMLInputElement | undefined;
  const take = () => {
    props.onFiles([...(input?.files ?? [])]);
    // Or the same file could not be picked again.
    if (input) input.value = '';
  };
  return (
    <>
      <input ref={input} type="file" multiple hidden onChange={take} />
      <IconButton icon={Paperclip} label="Attach files" onClick={() => input?.click()} />
    </>
  );
}
