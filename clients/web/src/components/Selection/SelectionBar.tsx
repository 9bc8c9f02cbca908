import type { Message } from '@cozy/protocol';
import { Forward, Trash2 } from 'lucide-solid';
import { onCleanup } from 'solid-js';
import { useApp, useInstance } from '../../app/context.ts';
import { useConversation } from '../../conversation/context.ts';
import { may } from '../../instance/permissions.ts';
import { Button } from '../Button/Button.tsx';
import './SelectionBar.css';

/** What can be done with the chosen messages; Escape ends choosing. */
export function SelectionBar() {
  const app = useApp();
  const { stores } = useInstance();
  const conversation = useConversation();
  const chosen = (): Message[] => {
    const ids = conversation.selected();
    const all = stores.messages.windows[conversation.channel().id]?.ids ?? [];
    return all.filter((id) => ids?.has(id)).flatMap((id) => stores.messages.byId[id] ?? []);
  };
  const deletable = () =>
    chosen().length > 0 &&
    (may(conversation.community(), 'MANAGE_MESSAGES', conversation.channel()) ||
      chosen().every(({ author }) => author.id === stores.self.id));
  const forwardable = () => chosen().filter(({ content, forwarded }) => content !== '' || forwarded);
  const end = () => {
    conversation.endSelection();
    conversation.focusComposer();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !app.dialog()) end();
  };
  window.addEventListener('keydown', onKey);
  onCleanup(() => window.removeEventListener('keydown', onKey));
  return (
    <div class="selection" role="toolbar" aria-label="Chosen messages">
      <output class="selection-count">{chosen().length} chosen</output>
      <Button
        icon={Forward}
        disabled={forwardable().length === 0}
        onClick={() => {
          app.ask({ kind: 'forward', messages: forwardable() });
          end();
        }}
      >
        Forward
      </Button>
      <Button
        icon={Trash2}
        look="danger"
        disabled={!deletable()}
        onClick={() => {
          conversation.removeMany(chosen());
          end();
        }}
      >
        Delete
      </Button>
      <Button look="quiet" onClick={end}>
        Cancel
      </Button>
    </div>
  );
}
