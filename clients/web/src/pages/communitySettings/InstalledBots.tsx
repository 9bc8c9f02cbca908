import { type CommunitySnapshot, type InstalledBot, SCOPES } from '@cozy/protocol';
import { useNavigate } from '@solidjs/router';
import { Ellipsis, Pause, Play, Settings2, Trash2 } from 'lucide-solid';
import { createResource, For, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { sentence } from '../../app/errors.ts';
import { consentPath } from '../../app/paths.ts';
import { Avatar } from '../../components/Avatar/Avatar.tsx';
import { Icon } from '../../components/Icon/Icon.tsx';
import { Menu, MenuItem, MenuLine } from '../../components/Menu/Menu.tsx';
import { Notice } from '../../components/Notice/Notice.tsx';
import { LineSkeletons } from '../../components/Skeleton/Skeleton.tsx';
import { say, sayWithUndo } from '../../components/Toasts/toast.tsx';
import { dateOnly } from '../../conversation/times.ts';

/** The bots of a community: what each was granted and by whom, and the ways to change, pause and remove it. */
export function InstalledBots(props: { community: CommunitySnapshot }) {
  const instance = useInstance();
  const navigate = useNavigate();
  const [bots, { mutate, refetch }] = createResource(
    () => [props.community.id, instance.readyCount() + instance.accountVersion()] as const,
    async ([community_id]): Promise<{ list: InstalledBot[]; failure?: string }> => {
      try {
        return { list: (await instance.commands.installation.list({ community_id })).installations };
      } catch (error) {
        return { list: [], failure: sentence(error) };
      }
    },
  );
  const nameOf = (userId: string) =>
    userId === instance.stores.self.id ? 'you' : (instance.stores.members.users[userId]?.display_name ?? 'a member');
  const channelsOf = ({ installation: { channels } }: InstalledBot) => {
    if (!channels) return 'all channels of its roles';
    return channels.length === 1 ? 'one channel' : `${channels.length} channels`;
  };
  const asksForMore = ({ installation, asked }: InstalledBot) =>
    asked.some((scope) => !installation.scopes.includes(scope));

  const change = (bot: InstalledBot) => navigate(consentPath(bot.user.id, props.community.id));
  const suspend = async ({ user, installation: { community_id } }: InstalledBot, suspended: boolean) => {
    try {
      await instance.commands.installation.update({ community_id, bot_id: user.id, suspended });
      await refetch();
    } catch (error) {
      say(`${user.display_name} was not changed. ${sentence(error)}`, 'danger');
    }
  };
  const remove = ({ user, installation: { community_id } }: InstalledBot) => {
    const before = bots.latest;
    mutate((known) => known && { ...known, list: known.list.filter((one) => one.user.id !== user.id) });
    sayWithUndo(
      `${user.display_name} was removed.`,
      async () => {
        try {
          await instance.commands.installation.delete({ community_id, bot_id: user.id });
        } catch (error) {
          mutate(before);
          say(`${user.display_name} was not removed. ${sentence(error)}`, 'danger');
        }
      },
      () => mutate(before),
    );
  };

  return (
    <>
      <p class="settings-lead">
        Bots that were installed here, and what each may do. None may do more than who installed it.
      </p>
      <Show when={bots.latest} fallback={<LineSkeletons count={3} />}>
        {(known) => (
          <Show when={!known().failure} fallback={<Notice look="danger">{known().failure}</Notice>}>
            <ul class="rows">
              <For
                each={known().list}
                fallback={
                  <li class="empty">
                    No bot is installed here. Add one of yours under Settings, Bots, or open the link that a bot's maker
                    gives you.
                  </li>
                }
              >
                {(bot) => (
                  <li class="row">
                    <Avatar name={bot.user.display_name} hue={bot.user.hue} size={36} bot />
                    <span class="row-text">
                      <span class="row-title truncate">
                        {bot.user.display_name}
                        <Show when={bot.installation.suspended}> (paused)</Show>
                      </span>
                      <span class="row-note">
                        {bot.installation.scopes.map((scope) => SCOPES[scope].doc).join('. ') || 'May do nothing'}.
                      </span>
                      <span class="row-note">
                        Sees {channelsOf(bot)}. Installed by {nameOf(bot.installation.installer_id)} on{' '}
                        {dateOnly(bot.installation.created_at)}.
                        <Show when={asksForMore(bot)}> It asks for more than it was granted.</Show>
                      </span>
                    </span>
                    <Menu
                      triggerClass="icon-button"
                      placement="bottom-end"
                      label={`More for ${bot.user.display_name}`}
                      trigger={<Icon of={Ellipsis} size={20} />}
                    >
                      <MenuItem icon={Settings2} onSelect={() => change(bot)}>
                        Change what it may do
                      </MenuItem>
                      <Show
                        when={bot.installation.suspended}
                        fallback={
                          <MenuItem icon={Pause} onSelect={() => void suspend(bot, true)}>
                            Pause
                          </MenuItem>
                        }
                      >
                        <MenuItem icon={Play} onSelect={() => void suspend(bot, false)}>
                          Let it go on
                        </MenuItem>
                      </Show>
                      <MenuLine />
                      <MenuItem icon={Trash2} danger onSelect={() => remove(bot)}>
                        Remove
                      </MenuItem>
                    </Menu>
                  </li>
                )}
              </For>
            </ul>
          </Show>
        )}
      </Show>
    </>
  );
}
