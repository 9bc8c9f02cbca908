import { Hash, UserPlus } from 'lucide-solid';
import { Show } from 'solid-js';
import { useApp } from '../../app/context.ts';
import { useConversation } from '../../conversation/context.ts';
import { may } from '../../instance/permissions.ts';
import { Button } from '../Button/Button.tsx';
import { Icon } from '../Icon/Icon.tsx';
import './ChannelIntro.css';

/** Stands above a channel's first message: what the place is for, and its first act. */
export function ChannelIntro() {
  const app = useApp();
  const { community, channel } = useConversation();
  const alone = () => community().member_count <= 1;
  return (
    <section class="intro">
      <span class="intro-mark">
        <Icon of={Hash} size={20} />
      </span>
      <h2 class="intro-title">{channel().name}</h2>
      <p class="intro-text">
        {channel().topic || `This is where #${channel().name} begins. Say something to whoever comes next.`}
      </p>
      <Show when={alone() && may(community(), 'CREATE_INVITE')}>
        <div class="intro-act">
          <p>Nobody else is in {community().name} yet.</p>
          <Button
            look="primary"
            icon={UserPlus}
            onClick={() => app.ask({ kind: 'invite', communityId: community().id })}
          >
            Invite people
          </Button>
        </div>
      </Show>
    </section>
  );
}
