import { LIMITS } from '@cozy/protocol';

interface TitleFieldProps {
  value: string;
  onChange: (title: string) => void;
  /** Enter: the text comes next. */
  onDone: () => void;
  onEscape: () => void;
}

/** The title of a post that is being written; without one it is a status update. */
export function TitleField(props: TitleFieldProps) {
  const onKey = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === 'Escape') props.onEscape();
    if (event.key !== 'Enter') return;
    event.preventDefault();
    props.onDone();
  };
  return (
    <input
      class="composer-title"
      aria-label="Title"
      placeholder="Title (optional)"
      maxLength={LIMITS.titleLength}
      value={props.value}
      onInput={(event) => props.onChange(event.currentTarget.value)}
      onKeyDown={onKey}
    />
  );
}
