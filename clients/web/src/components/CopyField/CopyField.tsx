import { Check, Copy } from 'lucide-solid';
import { createSignal, onCleanup } from 'solid-js';
import { Button } from '../Button/Button.tsx';
import '../TextField/TextField.css';
import './CopyField.css';

/** A text to take along, with a button that copies it. */
export function CopyField(props: { label: string; value: string; secret?: boolean }) {
  const [copied, setCopied] = createSignal(false);
  let input: HTMLInputElement | undefined;
  let timer: ReturnType<typeof setTimeout>;
  onCleanup(() => clearTimeout(timer));
  const copy = async () => {
    input?.select();
    await navigator.clipboard.writeText(props.value);
    setCopied(true);
    timer = setTimeout(() => setCopied(false), 2000);
  };
  return (
    <div class="copy">
      <input
        ref={input}
        class="field-input copy-text"
        readOnly
        aria-label={props.label}
        value={props.value}
        data-secret={props.secret ? '' : undefined}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button look="primary" icon={copied() ? Check : Copy} onClick={() => void copy()}>
        {copied() ? 'Copied' : 'Copy'}
      </Button>
    </div>
  );
}
