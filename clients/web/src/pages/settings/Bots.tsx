import { type Bot, LIMITS } from '@cozy/protocol';
import { useNavigate } from '@solidjs/router';
import { Bot as BotIcon, Ellipsis, KeyRound, Plus, ShieldCheck, Trash2, UserPlus } from 'lucide-solid';
import { createResource, createSignal, For, Show } from 'solid-js';
import { useApp, useInstance } from '../../app/context.ts';
import { createAction, sentence } from '../../app/errors.ts';
import { consentPath } from '../../app/paths.ts';
import { Avatar } from '../../components/Avatar/Avatar.tsx';
import { Button } from '../../components/Button/Button.tsx';
import { CopyField } from '../../components/CopyField/CopyField.tsx';
import { Icon } from '../../components/Icon/Icon.tsx';
import { Menu, MenuItem, MenuLine } from '../../components/Menu/Menu.tsx';
import { Notice } from '../../components/Notice/Notice.tsx';
import { LineSkeletons } from '../../components/Skeleton/Skeleton.tsx';
import { TextField } from '../../components/TextField/TextField.tsx';
import { say } from '../../components/Toasts/toast.tsx';
import { dateOnly } from '../../conversation/times.ts';
import { may } from '../../instance/permissions.ts';
import './Bots.css';

/** A token that is shown this once. */
interface ShownToken {
  bot: Bot;
  token: string;
}

/** The person's bots: made, given tokens, added to communities, deleted. */
export function Bots() {
  const instance = useInstance();
  const [shown, setShown] = createSignal<ShownToken>();
  const [bots, { refetch }] = createResource(
    () => instance.readyCount() + instance.accountVersion(),
    async (): Promise<{ list: Bot[]; failure?: string }> => {
      try {
        return { list: (await instance.commands.bot.list({})).bots };
      } catch (error) {
        return { list: [], failure: sentence(error) };
      }
    },
  );
  return (
    <>
      <p class="settings-lead">
        A bot is an account for a program. It reads and writes like a member, with its own token instead of a password.
      </p>
      <CreateBot
        onCreated={(created) => {
          setShown(created);
          void refetch();
        }}
      />
      <Show when={shown()}>
        {(token) => (
          <section class="token" aria-label={`Token of ${token().bot.user.display_name}`}>
            <p>
              <strong>Copy the token of {token().bot.user.display_name} now.</strong> It is shown only this once; keep
              it secret.
            </p>
            <CopyField label="Bot token" value={token().token} secret />
            <Button look="quiet" onClick={() => setShown(undefined)}>
              Done
            </Button>
          </section>
        )}
      </Show>
      <Show when={bots.latest} fallback={<LineSkeletons count={3} />}>
        {(known) => (
          <Show when={!known().failure} fallback={<Notice look="danger">{known().failure}</Notice>}>
            <ul class="rows">
              <For
                each={known().list}
                fallback={
                  <li class="empty">
                    You have no bots yet. Name one above, copy its token into your program, and add it to a community.
                  </li>
                }
              >
                {(bot) => <BotRow bot={bot} onToken={setShown} onChanged={() => void refetch()} />}
              </For>
            </ul>
          </Show>
        )}
      </Show>
    </>
  );
}

function CreateBot(props: { onCreated: (created: ShownToken) => void }) {
  const instance = useInstance();
  const [name, setName] = createSignal('');
  const action = createAction();
  const create = async (event: SubmitEvent) => {
    event.preventDefault();
    await action.run(async () => {
      props.onCreated(await instance.commands.bot.create({ name: name().trim() }));
      setName('');
    });
  };
  return (
    <form class="bot-create" onSubmit={create} novalidate>
      <TextField
        label="Name of a new bot"
        value={name()}
        onChange={setName}
        maxLength={LIMITS.nameLength}
        placeholder="Weather bot"
        error={action.field('name') ?? action.message()}
      />
      <Button type="submit" look="primary" icon={Plus} busy={action.busy()} disabled={!name().trim()}>
        Create bot
      </Button>
    </form>
  );
}

function BotRow(props: { bot: Bot; onToken: (token: ShownToken) => void; onChanged: () => void }) {
  const app = useApp();
  const instance = useInstance();
  const navigate = useNavigate();
  const name = () => props.bot.user.display_name;
  const communities = () =>
    instance.stores.communities.list().filter((community) => may(community, 'MANAGE_COMMUNITY'));

  const add = async (communityId: string, communityName: string) => {
    try {
      await instance.commands.bot.add({ community_id: communityId, bot_id: props.bot.id });
      say(`${name()} is in ${communityName} now.`);
    } catch (error) {
      say(`${name()} was not added. ${sentence(error)}`, 'danger');
    }
  };
  const reset = () =>
    app.ask({
      kind: 'confirm',
      title: `Reset the token of ${name()}?`,
      text: 'The old token stops working at once, and programs that use it are disconnected.',
      action: 'Reset token',
      act: async () => props.onToken(await instance.commands.bot['token-reset']({ bot_id: props.bot.id })),
    });
  const remove = () =>
    app.ask({
      kind: 'confirm',
      title: `Delete ${name()}?`,
      text: `${name()} leaves every community and its token stops working. Its messages stay.`,
      action: 'Delete bot',
      act: async () => {
        await instance.commands.bot.delete({ bot_id: props.bot.id });
        props.onChanged();
      },
    });
  return (
    <li class="row">
      <Avatar name={name()} hue={props.bot.user.hue} size={36} bot />
      <span class="row-text">
        <span class="row-title truncate">{name()}</span>
        <span class="row-note truncate">
          @{props.bot.user.username} · made {dateOnly(props.bot.created_at)}
        </span>
      </span>
      <Show when={communities().length > 0}>
        <Menu
          triggerClass="button bot-add"
          placement="bottom-end"
          label={`Add ${name()} to a community`}
          trigger={
            <>
              <Icon of={UserPlus} /> <span>Add to…</span>
            </>
          }
        >
          <For each={communities()}>
            {(community) => (
              <MenuItem icon={BotIcon} onSelect={() => void add(community.id, community.name)}>
                {community.name}
              </MenuItem>
            )}
          </For>
        </Menu>
      </Show>
      <Menu
        triggerClass="icon-button"
        placement="bottom-end"
        label={`More for ${name()}`}
        trigger={<Icon of={Ellipsis} size={20} />}
      >
        <MenuItem icon={ShieldCheck} onSelect={() => navigate(consentPath(props.bot.id))}>
          Choose what it may do
        </MenuItem>
        <MenuItem icon={KeyRound} onSelect={reset}>
          Reset token
        </MenuItem>
        <MenuLine />
        <MenuItem icon={Trash2} danger onSelect={remove}>
          Delete bot
        </MenuItem>
      </Menu>
    </li>
  );
}
