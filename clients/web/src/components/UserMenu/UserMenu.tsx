import type { Status } from '@cozy/protocol';
import { useNavigate } from '@solidjs/router';
import { Keyboard, LogOut, Settings } from 'lucide-solid';
import { For } from 'solid-js';
import { useApp, useInstance } from '../../app/context.ts';
import { settingsPath } from '../../app/paths.ts';
import { Avatar, STATUS_NAMES, StatusDot } from '../Avatar/Avatar.tsx';
import { Menu, MenuChoice, MenuChoices, MenuItem, MenuLine } from '../Menu/Menu.tsx';
import './UserMenu.css';

const CHOICES: readonly Status[] = ['online', 'idle', 'dnd', 'offline'];

/** The person: who they are here, how they show themselves, and the way to settings and out. */
export function UserMenu() {
  const app = useApp();
  const instance = useInstance();
  const navigate = useNavigate();
  const user = () => instance.stores.self.state.user;
  const status = () => instance.chosenStatus();
  return (
    <Menu
      triggerClass="user-trigger"
      label={`You: ${user()?.display_name ?? ''}, ${STATUS_NAMES[status()]}`}
      placement="right-end"
      trigger={<Avatar name={user()?.display_name ?? ''} hue={user()?.hue ?? 0} size={38} status={status()} />}
    >
      <div class="user-card">
        <span class="user-name truncate">{user()?.display_name}</span>
        <span class="user-handle truncate">@{user()?.username}</span>
      </div>
      <MenuLine />
      <MenuChoices label="Presence" value={status()} onChange={(value) => instance.chooseStatus(value as Status)}>
        <For each={CHOICES}>
          {(choice) => (
            <MenuChoice value={choice} mark={<StatusDot status={choice} />}>
              {choice === 'offline' ? 'Invisible' : STATUS_NAMES[choice]}
            </MenuChoice>
          )}
        </For>
      </MenuChoices>
      <MenuLine />
      <MenuItem icon={Settings} onSelect={() => navigate(settingsPath())}>
        Settings
      </MenuItem>
      <MenuItem icon={Keyboard} onSelect={() => app.ask({ kind: 'shortcuts' })}>
        Keyboard shortcuts
      </MenuItem>
      <MenuItem icon={LogOut} onSelect={() => void instance.logOut()}>
        Log out
      </MenuItem>
    </Menu>
  );
}
