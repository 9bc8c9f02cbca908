import { useNavigate } from '@solidjs/router';
import { CalendarClock, Clock } from 'lucide-solid';
import { For } from 'solid-js';
import { settingsPath } from '../../app/paths.ts';
import { exactTime } from '../../conversation/times.ts';
import { Icon } from '../Icon/Icon.tsx';
import { Menu, MenuItem, MenuLine } from '../Menu/Menu.tsx';
import { laterTimes } from './laterTimes.ts';

/** The button beside Send that puts a message off. */
export function SendLater(props: { disabled: boolean; onPick: (at: Date) => void }) {
  const navigate = useNavigate();
  return (
    <Menu triggerClass="icon-button" label="Send later" placement="top-start" trigger={<Icon of={Clock} size={20} />}>
      <For each={props.disabled ? [] : laterTimes(new Date())}>
        {({ name, at }) => (
          <MenuItem icon={Clock} onSelect={() => props.onPick(at)}>
            {name}
            <span class="menu-note">{exactTime(at.getTime())}</span>
          </MenuItem>
        )}
      </For>
      <MenuLine />
      <MenuItem icon={CalendarClock} onSelect={() => navigate(settingsPath('scheduled'))}>
        Scheduled messages
      </MenuItem>
    </Menu>
  );
}
