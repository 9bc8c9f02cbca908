import { Bell, BellOff } from 'lucide-solid';
import { createSignal } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { sentence } from '../../app/errors.ts';
import { IconButton } from '../Button/Button.tsx';
import { say } from '../Toasts/toast.tsx';

interface FollowButtonProps {
  channelId: string;
  threadId: string;
  following: boolean;
  onChange?: (following: boolean) => void;
}

/** Follows a thread, or no more; shown at once, and taken back when the server says no. */
export function FollowButton(props: FollowButtonProps) {
  const instance = useInstance();
  const [wanted, setWanted] = createSignal<boolean>();
  const following = () => wanted() ?? props.following;
  const toggle = async () => {
    const next = !following();
    setWanted(next);
    try {
      await instance.threads.follow(props.channelId, props.threadId, next);
      props.onChange?.(next);
    } catch (error) {
      say(`That was not saved. ${sentence(error)}`, 'danger');
    }
    setWanted(undefined);
  };
  return (
    <IconButton
      icon={following() ? Bell : BellOff}
      size={16}
      label={following() ? 'Following; stop' : 'Follow this thread'}
      aria-pressed={following()}
      onClick={() => void toggle()}
    />
  );
}
