import { type CommunitySnapshot, type JoinRequest, LIMITS } from '@cozy/protocol';
import { createEffect, createResource, createSignal, For, onCleanup, Show } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { createAction, sentence } from '../../app/errors.ts';
import { Avatar } from '../../components/Avatar/Avatar.tsx';
import { Button } from '../../components/Button/Button.tsx';
import { Notice } from '../../components/Notice/Notice.tsx';
import { LineSkeletons } from '../../components/Skeleton/Skeleton.tsx';
import { TextField } from '../../components/TextField/TextField.tsx';
import { ago } from '../../conversation/times.ts';
import './Joining.css';

interface Waiting {
  requests: JoinRequest[];
  waiting: number;
  failure?: string;
}

/** Who waits to be let in, with their answers; kept up to date while it is open. */
export function JoinRequests(props: { community: CommunitySnapshot }) {
  const instance = useInstance();
  const [known, { mutate, refetch }] = createResource(
    () => [props.community.id, instance.readyCount()] as const,
    async ([community_id]): Promise<Waiting> => {
      try {
        return await instance.commands.join.list({ community_id });
      } catch (error) {
        return { requests: [], waiting: 0, failure: sentence(error) };
      }
    },
  );
  createEffect(() => {
    const { id } = props.community;
    // What happens in a community is told in full only where it is looked at.
    instance.view.look(id, null);
    onCleanup(
      instance.connection.on('dispatch', ({ name, data }) => {
        if (name === 'JOIN_REQUESTS_UPDATE' && data.community_id === id) void refetch();
      }),
    );
  });
  onCleanup(() => instance.view.lookAway());
  const forget = (userId: string) =>
    mutate((before) => {
      if (!before) return before;
      const requests = before.requests.filter(({ user }) => user.id !== userId);
      return { ...before, requests, waiting: before.waiting - (before.requests.length - requests.length) };
    });
  return (
    <Show when={known.latest} fallback={<LineSkeletons count={3} />}>
      {(page) => (
        <Show
          when={!page().failure}
          fallback={
            <Notice look="danger">
              {page().failure} <Button onClick={() => void refetch()}>Try again</Button>
            </Notice>
          }
        >
          <ul>
            <For
              each={page().requests}
              fallback={
                <li class="empty">
                  {props.community.join?.approval
                    ? 'Nobody waits to be let in.'
                    : 'Nobody has to wait: people are let in at once. Joining in these settings changes that.'}
                </li>
              }
            >
              {(request) => <Request request={request} onDone={() => forget(request.user.id)} />}
            </For>
          </ul>
          <Show when={page().waiting > page().requests.length}>
            <p class="row-note">And {page().waiting - page().requests.length} more, who came later.</p>
          </Show>
        </Show>
      )}
    </Show>
  );
}

function Request(props: { request: JoinRequest; onDone: () => void }) {
  const instance = useInstance();
  const action = createAction();
  const [refusing, setRefusing] = createSignal(false);
  const [reason, setReason] = createSignal('');
  const user = () => props.request.user;
  const decide = async (approve: boolean) => {
    const done = await action.run(() =>
      instance.commands.join.decide({
        community_id: props.request.community.id,
        user_id: user().id,
        approve,
        ...(!approve && reason().trim() && { reason: reason().trim() }),
      }),
    );
    if (done) props.onDone();
  };
  return (
    <li class="join-request">
      <div class="join-request-head">
        <Avatar name={user().display_name} hue={user().hue} size={36} />
        <span class="row-text">
          <span class="row-title truncate">{user().display_name}</span>
          <span class="row-note">
            @{user().username} · {ago(props.request.created_at)}
          </span>
        </span>
      </div>
      <Show when={props.request.answers.length > 0}>
        <dl class="join-answers">
          <For each={props.request.answers}>
            {({ question, answer }) => (
              <div>
                <dt>{question}</dt>
                <dd>{answer}</dd>
              </div>
            )}
          </For>
        </dl>
      </Show>
      <Show when={refusing()}>
        <TextField
          label="Why, in a sentence that they read (optional)"
          value={reason()}
          onChange={setReason}
          maxLength={LIMITS.reasonLength}
          autofocus
        />
      </Show>
      <Notice look="danger">{action.message()}</Notice>
      <div class="settings-acts">
        <Show
          when={refusing()}
          fallback={
            <>
              <Button look="primary" busy={action.busy()} onClick={() => void decide(true)}>
                Let in<span class="visually-hidden"> {user().display_name}</span>
              </Button>
              <Button onClick={() => setRefusing(true)}>
                Refuse<span class="visually-hidden"> {user().display_name}</span>
              </Button>
            </>
          }
        >
          <Button look="danger" busy={action.busy()} onClick={() => void decide(false)}>
            Refuse<span class="visually-hidden"> {user().display_name}</span>
          </Button>
          <Button look="quiet" onClick={() => setRefusing(false)}>
            Cancel
          </Button>
        </Show>
      </div>
    </li>
  );
}
