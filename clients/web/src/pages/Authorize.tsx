import { type Application, CozyError, isScope, type Scope } from '@cozy/protocol';
import { A, useNavigate, useSearchParams } from '@solidjs/router';
import { createEffect, createMemo, createResource, createSignal, on, Show } from 'solid-js';
import { useInstance } from '../app/context.ts';
import { createAction, sentence } from '../app/errors.ts';
import { communitySettingsPath } from '../app/paths.ts';
import { Avatar } from '../components/Avatar/Avatar.tsx';
import { Button } from '../components/Button/Button.tsx';
import { ChannelFields, ScopeFields } from '../components/GrantFields/GrantFields.tsx';
import { Notice } from '../components/Notice/Notice.tsx';
import { SelectField } from '../components/SelectField/SelectField.tsx';
import { LineSkeletons } from '../components/Skeleton/Skeleton.tsx';
import { say } from '../components/Toasts/toast.tsx';
import { may } from '../instance/permissions.ts';
import './Authorize.css';

/** What a link to this page can say, as RFC 6749 and RFC 7636 name it. */
type Query = Partial<
  Record<
    | 'client_id'
    | 'scope'
    | 'redirect_uri'
    | 'response_type'
    | 'state'
    | 'code_challenge'
    | 'code_challenge_method'
    | 'community_id',
    string
  >
>;

/** Where someone decides what a bot may do in a community of theirs. */
export default function Authorize() {
  const instance = useInstance();
  const navigate = useNavigate();
  const [query] = useSearchParams<Query>();
  const action = createAction();
  const [application] = createResource(
    () => (instance.readyCount() > 0 ? String(query.client_id ?? '') : undefined),
    async (bot_id): Promise<{ found?: Application; failure?: string }> => {
      try {
        if (!/^[1-9][0-9]{16,19}$/.test(bot_id)) throw new CozyError('UNKNOWN_BOT');
        const { application } = await instance.commands.application.get({ bot_id });
        return { found: application, ...refusal(application, query) };
      } catch (error) {
        return { failure: `There is no such bot, or it is private. ${sentence(error)}` };
      }
    },
  );
  const communities = createMemo(() =>
    instance.stores.communities.list().filter((community) => may(community, 'MANAGE_COMMUNITY')),
  );
  const [communityId, setCommunityId] = createSignal(String(query.community_id ?? ''));
  const community = () => communities().find(({ id }) => id === communityId()) ?? communities()[0];
  const [installed] = createResource(
    () => (application.latest?.found ? community()?.id : undefined),
    async (community_id) => {
      const { installations } = await instance.commands.installation.list({ community_id });
      return { here: installations.find(({ user }) => user.id === query.client_id)?.installation };
    },
  );
  const asked = () => {
    const scopes = application.latest?.found?.scopes ?? [];
    const named = String(query.scope ?? '')
      .split(' ')
      .filter(isScope);
    return named.length > 0 ? scopes.filter((scope) => named.includes(scope)) : scopes;
  };
  const [granted, setGranted] = createSignal<Scope[]>([]);
  const [channels, setChannels] = createSignal<string[] | null>(null);
  createEffect(
    on([asked, () => installed.latest], ([scopes, found]) => {
      const before = found?.here?.scopes;
      // What was refused before, or is new, is granted only by choosing it.
      setGranted(scopes.filter((scope) => !before || before.includes(scope)));
      setChannels(found?.here?.channels ?? null);
    }),
  );

  const leave = (parameters: Record<string, string>) => {
    const back = new URL(String(query.redirect_uri));
    for (const [name, value] of Object.entries(parameters)) back.searchParams.set(name, value);
    if (query.state) back.searchParams.set('state', String(query.state));
    window.location.assign(back);
  };
  const deny = () => (query.redirect_uri ? leave({ error: 'access_denied' }) : navigate('/'));
  const allow = (bot: Application, community_id: string) =>
    action.run(async () => {
      const wish = query.redirect_uri && {
        redirect_uri: String(query.redirect_uri),
        code_challenge: String(query.code_challenge),
        code_challenge_method: 'S256' as const,
      };
      const chosen = channels();
      const { code } = await instance.commands.installation.create({
        community_id,
        bot_id: bot.user.id,
        scopes: granted(),
        ...(chosen && { channels: chosen }),
        ...(wish && { code: wish }),
      });
      if (code) {
        leave({ code });
        return;
      }
      say(`What ${bot.user.display_name} may do is saved.`);
      navigate(communitySettingsPath(community_id, 'bots'));
    });

  return (
    <main class="authorize">
      <div class="authorize-column">
        <Show when={application.latest} fallback={<LineSkeletons count={5} />}>
          {(known) => (
            <Show when={!known().failure && known().found} fallback={<Notice look="danger">{known().failure}</Notice>}>
              {(bot) => (
                <>
                  <header class="authorize-head">
                    <Avatar name={bot().user.display_name} hue={bot().user.hue} size={56} bot />
                    <div>
                      <h1 class="authorize-title">
                        {installed.latest?.here ? 'Change' : 'Add'} {bot().user.display_name}
                      </h1>
                      <p class="authorize-lead">
                        Made by {bot().owner.display_name} (@{bot().owner.username}). This instance has not verified it.
                      </p>
                    </div>
                  </header>
                  <Show when={bot().user.bio}>
                    <p class="authorize-lead">{bot().user.bio}</p>
                  </Show>
                  <Show
                    when={community()}
                    fallback={
                      <Notice>
                        You manage no community yet. <A href="/">Make one first</A>, then open this page again.
                      </Notice>
                    }
                  >
                    {(place) => (
                      <>
                        <SelectField
                          label="Community"
                          value={place().id}
                          options={communities().map(({ id, name }) => ({ value: id, text: name }))}
                          onChange={setCommunityId}
                        />
                        <Show when={installed.latest?.here}>
                          <Notice>
                            It is installed here. What you choose now takes the place of what it was granted.
                          </Notice>
                        </Show>
                        <ScopeFields
                          asked={asked()}
                          granted={granted()}
                          before={installed.latest?.here?.scopes}
                          onChange={setGranted}
                        />
                        <ChannelFields community={place()} channels={channels()} onChange={setChannels} />
                        <p class="field-hint">It may never do more than its roles allow, or than you may yourself.</p>
                        <Notice look="danger">{action.message()}</Notice>
                        <div class="authorize-acts">
                          <Button onClick={deny}>Cancel</Button>
                          <Button
                            look="primary"
                            busy={action.busy()}
                            disabled={channels()?.length === 0}
                            onClick={() => void allow(bot(), place().id)}
                          >
                            {installed.latest?.here ? 'Save for' : 'Add to'} {place().name}
                          </Button>
                        </div>
                      </>
                    )}
                  </Show>
                </>
              )}
            </Show>
          )}
        </Show>
      </div>
    </main>
  );
}

// A person is never sent to an address that the bot has not named (RFC 6749, 4.1.2.1).
function refusal(application: Application, query: Query): { failure?: string } {
  const { redirect_uri, response_type, code_challenge, code_challenge_method } = query;
  if (!redirect_uri) return {};
  if (!application.redirect_uris.includes(redirect_uri)) {
    return { failure: 'This link leads to an address that the bot has not named. Ask who gave it to you.' };
  }
  const isComplete = response_type === 'code' && code_challenge_method === 'S256' && code_challenge?.length === 43;
  return isComplete ? {} : { failure: 'This link is not complete: it needs response_type=code and PKCE with S256.' };
}
