import type { User } from '@cozy/protocol';
import { Ban, Check, MessageCircle, UserMinus, UserPlus } from 'lucide-solid';
import { Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { createPersonActs } from '../../conversation/personActs.ts';
import { Button } from '../Button/Button.tsx';

/** What the reader can do about a person: write to them, be friends, block them. */
export function PersonActs(props: { user: User; onClose: () => void }) {
  const { stores } = useInstance();
  const acts = createPersonActs();
  const type = () => stores.relationships.typeOf(props.user.id);
  const then = (act: Promise<unknown>) => void act.then(() => props.onClose());
  return (
    <div class="person-acts">
      <Show
        when={type() !== 'blocked'}
        fallback={
          <Button icon={Ban} onClick={() => then(acts.unblock(props.user.id))}>
            Unblock
          </Button>
        }
      >
        <Button look="primary" icon={MessageCircle} onClick={() => then(acts.message(props.user.id))}>
          Message
        </Button>
        <Show when={!type() || type() === 'incoming'}>
          <Button icon={type() ? Check : UserPlus} onClick={() => void acts.befriend(props.user)}>
            {type() ? 'Accept friend request' : 'Add friend'}
          </Button>
        </Show>
        <Show when={type() === 'friend' || type() === 'outgoing'}>
          <Button icon={UserMinus} onClick={() => void acts.remove(props.user.id)}>
            {type() === 'friend' ? 'Remove friend' : 'Take request back'}
          </Button>
        </Show>
        <Button look="quiet" icon={Ban} onClick={() => then(acts.block(props.user))}>
          Block
        </Button>
      </Show>
    </div>
  );
}
