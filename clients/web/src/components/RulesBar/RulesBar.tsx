import type { Channel, CommunitySnapshot } from '@cozy/protocol';
import { A } from '@solidjs/router';
import { ScrollText } from 'lucide-solid';
import { Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { createAction } from '../../app/errors.ts';
import { channelPath } from '../../app/paths.ts';
import { Button } from '../Button/Button.tsx';
import { Icon } from '../Icon/Icon.tsx';
import './RulesBar.css';

/** Stands where one writes until the rules are accepted: leads to them, and accepts them there. */
export function RulesBar(props: { community: CommunitySnapshot; channel: Channel }) {
  const instance = useInstance();
  const action = createAction();
  const rules = () => props.community.channels.find(({ type }) => type === 'rules');
  const accept = () =>
    void action.run(async () => {
      const { member } = await instance.commands.member['accept-rules']({ community_id: props.community.id });
      instance.stores.communities.setMember(member);
    });
  return (
    <section class="rules-bar" aria-label="Rules">
      <Icon of={ScrollText} />
      <p role={action.message() ? 'alert' : undefined}>
        {action.message() ?? `Accept the rules of ${props.community.name} to write here.`}
      </p>
      <Show
        when={props.channel.type === 'rules'}
        fallback={
          <A class="button" data-look="primary" href={channelPath(props.community.id, rules()?.id)}>
            Read the rules
          </A>
        }
      >
        <Button look="primary" busy={action.busy()} onClick={accept}>
          Accept the rules
        </Button>
      </Show>
    </section>
  );
}
