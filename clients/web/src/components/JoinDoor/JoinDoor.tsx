import type { CommandOutput, JoinAnswer } from '@cozy/protocol';
import { useNavigate } from '@solidjs/router';
import { createEffect, createResource, createSignal, Show } from 'solid-js';
import { createAction, sentence } from '../../app/errors.ts';
import { channelPath } from '../../app/paths.ts';
import type { Instance } from '../../instance/instance.ts';
import { callRest } from '../../instance/rest.ts';
import { Button } from '../Button/Button.tsx';
import { Notice } from '../Notice/Notice.tsx';
import { LineSkeletons } from '../Skeleton/Skeleton.tsx';
import { JoinQuestions } from './JoinQuestions.tsx';
import './JoinDoor.css';

type Asked = CommandOutput<'join.preview'>;

/**
 * The way into a community for someone who is logged in: at once, after its questions, or when its people let one in.
 * Over REST, because it may be the first page and nothing is connected yet.
 */
export function JoinDoor(props: {
  instance: Instance;
  door: { code: string } | { community_id: string };
  /** What the community is called. */
  name: string;
}) {
  const navigate = useNavigate();
  const action = createAction();
  const call = async () => [props.instance.origin, await props.instance.session.token()] as const;
  const { joinRequests, communities } = props.instance.stores;
  const [communityId, setCommunityId] = createSignal<string>();
  const [asked] = createResource(
    () => props.door,
    async (door): Promise<Asked | { failure: string }> => {
      try {
        const [origin, token] = await call();
        const found = await callRest(origin, 'join.preview', door, token);
        if (found.request) {
          setCommunityId(found.request.community.id);
          joinRequests.put(found.request);
        }
        return found;
      } catch (error) {
        return { failure: sentence(error) };
      }
    },
  );
  const request = () => joinRequests.byId[communityId() ?? ''];
  const enter = (id: string) => navigate(channelPath(id), { replace: true });

  const apply = (answers: JoinAnswer[]) =>
    void action.run(async () => {
      const [origin, token] = await call();
      const result = await callRest(origin, 'join.apply', { ...props.door, answers }, token);
      if (result.community) enter(result.community.id);
      else if (result.request) {
        setCommunityId(result.request.community.id);
        joinRequests.put(result.request);
      }
    });
  const withdraw = () =>
    void action.run(async () => {
      const [origin, token] = await call();
      const known = request();
      if (!known) return;
      await callRest(origin, 'join.withdraw', { community_id: known.community.id }, token);
      joinRequests.put({ ...known, status: 'withdrawn' });
    });
  // Whoever waits here is led in when the time has come.
  createEffect(() => {
    const id = communityId();
    if (id && communities.byId[id]) enter(id);
  });

  const form = () => {
    const found = asked.latest;
    return found && 'form' in found ? found : undefined;
  };
  const failure = () => {
    const found = asked.latest;
    return found && 'failure' in found ? found.failure : undefined;
  };
  return (
    <>
      <Notice look="danger">{failure() ?? action.message() ?? action.field('answers')}</Notice>
      <Show when={!asked.loading} fallback={<LineSkeletons count={2} />}>
        <Show when={request()?.status === 'refused' && request()}>
          {(refused) => <Notice>You were not let in. {refused().reason}</Notice>}
        </Show>
        <Show
          when={request()?.status === 'waiting'}
          fallback={
            <Show when={form()}>
              {(known) => (
                <Show
                  when={known().form}
                  fallback={
                    <Button look="primary" wide busy={action.busy()} onClick={() => apply([])}>
                      Join {props.name}
                    </Button>
                  }
                >
                  {(questions) => <JoinQuestions form={questions()} busy={action.busy()} onSubmit={apply} />}
                </Show>
              )}
            </Show>
          }
        >
          <div class="join-waiting">
            <p role="status">
              You wait to be let in. {props.name} has your answers; you can leave this page, and will be told.
            </p>
            <Button wide busy={action.busy()} onClick={withdraw}>
              Take back
            </Button>
          </div>
        </Show>
      </Show>
    </>
  );
}
