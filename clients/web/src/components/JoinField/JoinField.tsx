import { useNavigate } from '@solidjs/router';
import { createSignal } from 'solid-js';
import { Button } from '../Button/Button.tsx';
import { TextField } from '../TextField/TextField.tsx';
import './JoinField.css';

/** The code of an invitation, from its link or alone; undefined when there is none in the text. */
export function inviteCode(text: string): string | undefined {
  return /(?:\/invite\/|^)([A-Za-z0-9]{6,32})\/?(?:[?#].*)?$/.exec(text.trim())?.[1];
}

/** Takes an invitation's link or code and leads to it. */
export function JoinField(props: { onGone?: () => void }) {
  const navigate = useNavigate();
  const [text, setText] = createSignal('');
  const [wrong, setWrong] = createSignal(false);
  const open = (event: SubmitEvent) => {
    event.preventDefault();
    const code = inviteCode(text());
    setWrong(!code);
    if (!code) return;
    props.onGone?.();
    navigate(`/invite/${code}`);
  };
  return (
    <form class="join" onSubmit={open} novalidate>
      <TextField
        label="Invitation link"
        hideLabel
        placeholder={`${location.host}/invite/…`}
        value={text()}
        onChange={(value) => {
          setText(value);
          setWrong(false);
        }}
        error={wrong() ? 'This is not an invitation link.' : undefined}
      />
      <Button type="submit" disabled={!text().trim()}>
        Join
      </Button>
    </form>
  );
}
