import type { CommunitySnapshot } from '@cozy/protocol';
import { Clock } from 'lucide-solid';
import { messageTime } from '../../conversation/times.ts';
import { Icon } from '../Icon/Icon.tsx';
import '../RulesBar/RulesBar.css';

/** Stands where one writes while one is timed out, and says when that ends. */
export function TimeoutBar(props: { community: CommunitySnapshot }) {
  return (
    <section class="rules-bar" aria-label="Timeout">
      <Icon of={Clock} />
      <p>
        You are timed out in {props.community.name} until{' '}
        {messageTime(props.community.member.communication_disabled_until ?? '')}. Until then you can read.
      </p>
    </section>
  );
}
