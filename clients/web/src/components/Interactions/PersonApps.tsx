import { Blocks } from 'lucide-solid';
import { Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { createOffered } from '../../conversation/interactions.ts';
import { Icon } from '../Icon/Icon.tsx';
import { Menu } from '../Menu/Menu.tsx';
import AppItems from './AppItems.tsx';
import '../Button/Button.css';

/** Opens what bots can do with a person; there only if there is something. */
export default function PersonApps(props: { channelId: string; userId: string; onDone: () => void }) {
  const instance = useInstance();
  const offered = createOffered(instance, () => props.channelId);
  return (
    <Show when={offered()?.commands.some(({ type }) => type === 2)}>
      <div class="profile-acts">
        <Menu
          triggerClass="button person-apps"
          trigger={
            <>
              <Icon of={Blocks} /> Apps
            </>
          }
        >
          <AppItems type={2} channelId={props.channelId} targetId={props.userId} onDone={props.onDone} />
        </Menu>
      </div>
    </Show>
  );
}
