import { DropdownMenu } from '@kobalte/core/dropdown-menu';
import { Blocks } from 'lucide-solid';
import { For, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { sentence } from '../../app/errors.ts';
import { applicationName, createInteractions, createOffered, localized } from '../../conversation/interactions.ts';
import { MenuItem, MenuLine } from '../Menu/Menu.tsx';
import { say } from '../Toasts/toast.tsx';
import './AppItems.css';

interface AppItemsProps {
  /** 2 the commands at a person, 3 those at a message. */
  type: 2 | 3;
  channelId: string;
  targetId: string;
  /** Called once one was chosen. */
  onDone?: () => void;
}

/** What bots can do with a person or message, as lines of a menu; nothing when they can do nothing. */
export default function AppItems(props: AppItemsProps) {
  const instance = useInstance();
  const call = createInteractions(instance);
  const offered = createOffered(instance, () => props.channelId);
  const commands = () => offered()?.commands.filter(({ type }) => type === props.type) ?? [];
  const choose = async (command_id: string) => {
    props.onDone?.();
    try {
      await call({ channel_id: props.channelId, type: 2, command_id, target_id: props.targetId });
    } catch (error) {
      say(sentence(error), 'danger');
    }
  };
  return (
    <Show when={commands().length > 0}>
      <MenuLine />
      <DropdownMenu.Group>
        <DropdownMenu.GroupLabel class="app-label">Apps</DropdownMenu.GroupLabel>
        <For each={commands()}>
          {(command) => (
            <MenuItem icon={Blocks} onSelect={() => void choose(command.id)}>
              {localized(command.name, command.name_localizations)}
              <span class="app-by">{applicationName(command, offered()?.applications ?? [])}</span>
            </MenuItem>
          )}
        </For>
      </DropdownMenu.Group>
    </Show>
  );
}
