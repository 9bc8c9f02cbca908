import { useNavigate, useParams } from '@solidjs/router';
import {
  Bot,
  DoorOpen,
  Gavel,
  Hash,
  Link2,
  ListChecks,
  ScrollText,
  Settings2,
  Shield,
  Smile,
  UserCheck,
} from 'lucide-solid';
import { createMemo, Match, Show, Switch } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { channelPath, communitySettingsPath } from '../../app/paths.ts';
import { SettingsFrame, type SettingsSection } from '../../components/SettingsFrame/SettingsFrame.tsx';
import { may } from '../../instance/permissions.ts';
import { Missing } from '../Missing.tsx';
import { AuditLog } from './AuditLog.tsx';
import { Bans } from './Bans.tsx';
import { Cases } from './Cases.tsx';
import { Channels } from './Channels.tsx';
import { Expressions } from './Expressions.tsx';
import { InstalledBots } from './InstalledBots.tsx';
import { Invites } from './Invites.tsx';
import { Joining } from './Joining.tsx';
import { JoinRequests } from './JoinRequests.tsx';
import { Overview } from './Overview.tsx';
import { Roles } from './Roles.tsx';

const ALL = [
  { id: 'overview', name: 'Overview', icon: Settings2, needs: 'MANAGE_COMMUNITY' },
  { id: 'channels', name: 'Channels', icon: Hash, needs: 'MANAGE_CHANNELS' },
  { id: 'roles', name: 'Roles', icon: Shield, needs: 'MANAGE_ROLES' },
  { id: 'emoji', name: 'Emoji and stickers', icon: Smile, needs: 'MANAGE_EXPRESSIONS' },
  { id: 'bots', name: 'Bots', icon: Bot, needs: 'MANAGE_COMMUNITY' },
  { id: 'invites', name: 'Invitations', icon: Link2, needs: 'MANAGE_COMMUNITY' },
  { id: 'joining', name: 'Joining', icon: DoorOpen, needs: 'MANAGE_COMMUNITY' },
  { id: 'join-requests', name: 'Join requests', icon: UserCheck, needs: ['KICK_MEMBERS', 'MANAGE_COMMUNITY'] },
  { id: 'cases', name: 'Cases', icon: ListChecks, needs: 'MODERATE_MEMBERS' },
  { id: 'bans', name: 'Bans', icon: Gavel, needs: 'BAN_MEMBERS' },
  { id: 'audit-log', name: 'Audit log', icon: ScrollText, needs: 'VIEW_AUDIT_LOG' },
] as const;

/** A community's settings: only the sections that the reader may use. */
export default function CommunitySettings() {
  const instance = useInstance();
  const navigate = useNavigate();
  const params = useParams<{ community: string; section?: string }>();
  const community = () => instance.stores.communities.byId[params.community];
  const sections = createMemo<SettingsSection[]>(() =>
    ALL.filter(({ needs }) => [needs].flat().some((one) => may(community(), one))),
  );
  const section = () => sections().find(({ id }) => id === params.section)?.id ?? sections()[0]?.id;
  return (
    <Show when={sections().length > 0 && community()} fallback={<Missing what="community" />}>
      {(community) => (
        <SettingsFrame
          title={community().name}
          sections={sections()}
          section={params.section}
          path={(section) => communitySettingsPath(params.community, section)}
          onClose={() => navigate(channelPath(params.community))}
          onBack={() => navigate(communitySettingsPath(params.community))}
        >
          <Switch>
            <Match when={section() === 'overview'}>
              <Overview community={community()} />
            </Match>
            <Match when={section() === 'channels'}>
              <Channels community={community()} />
            </Match>
            <Match when={section() === 'roles'}>
              <Roles community={community()} />
            </Match>
            <Match when={section() === 'emoji'}>
              <Expressions community={community()} />
            </Match>
            <Match when={section() === 'bots'}>
              <InstalledBots community={community()} />
            </Match>
            <Match when={section() === 'invites'}>
              <Invites community={community()} />
            </Match>
            <Match when={section() === 'joining'}>
              <Joining community={community()} />
            </Match>
            <Match when={section() === 'join-requests'}>
              <JoinRequests community={community()} />
            </Match>
            <Match when={section() === 'cases'}>
              <Cases community={community()} />
            </Match>
            <Match when={section() === 'bans'}>
              <Bans community={community()} />
            </Match>
            <Match when={section() === 'audit-log'}>
              <AuditLog community={community()} />
            </Match>
          </Switch>
        </SettingsFrame>
      )}
    </Show>
  );
}
