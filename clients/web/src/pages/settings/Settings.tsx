import { useNavigate, useParams } from '@solidjs/router';
import { Bell, Bot, CalendarClock, LogOut, MonitorSmartphone, Palette, ShieldCheck, UserRound } from 'lucide-solid';
import { Match, Switch } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { settingsPath } from '../../app/paths.ts';
import { Button } from '../../components/Button/Button.tsx';
import { SettingsFrame, type SettingsSection } from '../../components/SettingsFrame/SettingsFrame.tsx';
import { Appearance } from './Appearance.tsx';
import { Bots } from './Bots.tsx';
import { Notifications } from './Notifications.tsx';
import { Privacy } from './Privacy.tsx';
import { Profile } from './Profile.tsx';
import { Scheduled } from './Scheduled.tsx';
import { Sessions } from './Sessions.tsx';

const SECTIONS: readonly SettingsSection[] = [
  { id: 'profile', name: 'Profile', icon: UserRound },
  { id: 'privacy', name: 'Privacy', icon: ShieldCheck },
  { id: 'appearance', name: 'Appearance', icon: Palette },
  { id: 'notifications', name: 'Notifications', icon: Bell },
  { id: 'scheduled', name: 'Scheduled messages', icon: CalendarClock },
  { id: 'sessions', name: 'Logged in at', icon: MonitorSmartphone },
  { id: 'bots', name: 'Bots', icon: Bot },
];

/** The person's own settings. */
export default function Settings() {
  const instance = useInstance();
  const navigate = useNavigate();
  const params = useParams<{ section?: string }>();
  return (
    <SettingsFrame
      title="Settings"
      sections={SECTIONS}
      section={params.section}
      path={settingsPath}
      onClose={() => navigate('/')}
      onBack={() => navigate(settingsPath())}
      foot={
        <Button look="quiet" icon={LogOut} onClick={() => void instance.logOut()}>
          Log out
        </Button>
      }
    >
      <Switch fallback={<Profile />}>
        <Match when={params.section === 'privacy'}>
          <Privacy />
        </Match>
        <Match when={params.section === 'appearance'}>
          <Appearance />
        </Match>
        <Match when={params.section === 'notifications'}>
          <Notifications />
        </Match>
        <Match when={params.section === 'scheduled'}>
          <Scheduled />
        </Match>
        <Match when={params.section === 'sessions'}>
          <Sessions />
        </Match>
        <Match when={params.section === 'bots'}>
          <Bots />
        </Match>
      </Switch>
    </SettingsFrame>
  );
}
