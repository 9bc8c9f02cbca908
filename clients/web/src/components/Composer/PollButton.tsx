import { ChartBarBig } from 'lucide-solid';
import { useApp } from '../../app/context.ts';
import { IconButton } from '../Button/Button.tsx';

/** Opens the question that a poll is made with. */
export function PollButton(props: { channelId: string }) {
  const app = useApp();
  return (
    <IconButton icon={ChartBarBig} label="Poll" onClick={() => app.ask({ kind: 'poll', channelId: props.channelId })} />
  );
}
