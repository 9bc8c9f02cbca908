import type { CommandInput } from '@cozy/protocol';
import { useNavigate } from '@solidjs/router';
import { ArrowLeft, ChevronRight, LayoutTemplate, PackageOpen, SlidersHorizontal } from 'lucide-solid';
import { createSignal, For, Match, Switch } from 'solid-js';
import { useInstance } from '../../../app/context.ts';
import { createAction } from '../../../app/errors.ts';
import { channelPath } from '../../../app/paths.ts';
import { Button } from '../../Button/Button.tsx';
import { Dialog } from '../../Dialog/Dialog.tsx';
import { Icon } from '../../Icon/Icon.tsx';
import { JoinField } from '../../JoinField/JoinField.tsx';
import { CustomDoor } from './CustomDoor.tsx';
import { TemplateDoor } from './TemplateDoor.tsx';
import './CreateCommunity.css';

const DOORS = [
  {
    id: 'template',
    name: 'Use a template',
    note: 'Channels, roles and first messages, ready to use',
    icon: LayoutTemplate,
  },
  { id: 'custom', name: 'Customize your own', note: 'Choose each thing that it begins with', icon: SlidersHorizontal },
  { id: 'import', name: 'Import', note: 'Bring a community that was packed elsewhere', icon: PackageOpen },
] as const;

type Door = (typeof DOORS)[number]['id'];

/** The three ways to a new community, and the way into one that there is. */
export default function CreateCommunity(props: { onClose: () => void }) {
  const instance = useInstance();
  const navigate = useNavigate();
  const [door, setDoor] = createSignal<Door>();
  const action = createAction();
  const create = (input: CommandInput<'community.create'>) =>
    void action.run(async () => {
      const { community } = await instance.commands.community.create(input);
      props.onClose();
      navigate(channelPath(community.id));
    });
  const back = (
    <Button look="quiet" icon={ArrowLeft} onClick={() => setDoor(undefined)}>
      Back
    </Button>
  );
  return (
    <Switch>
      <Match when={!door()}>
        <Dialog
          title="Create a community"
          description="A place for people who belong together. Everything can be changed later."
          onClose={props.onClose}
          foot={
            <div class="create-join">
              <p>Or join one with an invitation</p>
              <JoinField onGone={props.onClose} />
            </div>
          }
        >
          <ul class="doors">
            <For each={DOORS}>
              {({ id, name, note, icon }) => (
                <li>
                  <button type="button" class="door" onClick={() => setDoor(id)}>
                    <span class="door-icon">
                      <Icon of={icon} size={20} />
                    </span>
                    <span class="door-text">
                      <span class="door-name">{name}</span>
                      <span class="door-note">{note}</span>
                    </span>
                    <Icon of={ChevronRight} class="door-arrow" />
                  </button>
                </li>
              )}
            </For>
          </ul>
        </Dialog>
      </Match>
      <Match when={door() === 'template'}>
        <TemplateDoor back={back} action={action} onCreate={create} onClose={props.onClose} />
      </Match>
      <Match when={door() === 'custom'}>
        <CustomDoor back={back} action={action} onCreate={create} onClose={props.onClose} />
      </Match>
      <Match when={door() === 'import'}>
        <Dialog
          title="Import a community"
          description="Importing comes with the marketplace, in a later version. Until then, a template or your own choice of channels is the quickest way to begin."
          onClose={props.onClose}
          actions={back}
        />
      </Match>
    </Switch>
  );
}
