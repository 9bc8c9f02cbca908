import type { CommunitySnapshot } from '@cozy/protocol';
import { useNavigate } from '@solidjs/router';
import { Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { createAction } from '../../app/errors.ts';
import { directPath } from '../../app/paths.ts';
import { conversationName, partnerOf } from '../../conversation/people.ts';
import { createPersonActs } from '../../conversation/personActs.ts';
import { Button } from '../Button/Button.tsx';
import './RequestBar.css';

/** Stands in place of the composer where one cannot write: a message request, or someone who is blocked. */
export function RequestBar(props: { community: CommunitySnapshot }) {
  const instance = useInstance();
  const navigate = useNavigate();
  const acts = createPersonActs();
  const action = createAction();
  const place = () => ({ community_id: props.community.id });
  const blocked = () => {
    const partner = partnerOf(props.community);
    return partner && instance.stores.relationships.typeOf(partner.id) === 'blocked' ? partner : undefined;
  };
  const refuse = async () => {
    if (await action.run(() => instance.commands.direct.refuse(place()))) navigate(directPath('pending'));
  };
  return (
    <section class="request" aria-label="Message request">
      <Show
        when={blocked()}
        fallback={
          <>
            <p class="request-text">
              <strong>{conversationName(props.community)}</strong> wants to write to you. They do not see whether you
              are here, nor that you have read this, until you accept.
            </p>
            <div class="request-acts">
              <Button busy={action.busy()} onClick={() => void refuse()}>
                Refuse
              </Button>
              <Button
                look="primary"
                busy={action.busy()}
                onClick={() => void action.run(() => instance.commands.direct.accept(place()))}
              >
                Accept
              </Button>
            </div>
          </>
        }
      >
        {(user) => (
          <>
            <p class="request-text">You have blocked {user().display_name}. Neither of you can write here.</p>
            <div class="request-acts">
              <Button onClick={() => void acts.unblock(user().id).then(() => acts.message(user().id))}>Unblock</Button>
            </div>
          </>
        )}
      </Show>
      <Show when={action.message()}>
        <p class="request-error" role="alert">
          {action.message()}
        </p>
      </Show>
    </section>
  );
}
