import { type CommunityCard, CozyError } from '@cozy/protocol';
import { useNavigate } from '@solidjs/router';
import { createEffect, createSignal, For, on, onCleanup, Show } from 'solid-js';
import { useInstance } from '../app/context.ts';
import { createAction, sentence } from '../app/errors.ts';
import { channelPath, joinPath } from '../app/paths.ts';
import { CommunityMark } from '../components/Avatar/Avatar.tsx';
import { Button } from '../components/Button/Button.tsx';
import { Notice } from '../components/Notice/Notice.tsx';
import { LineSkeletons } from '../components/Skeleton/Skeleton.tsx';
import { TextField } from '../components/TextField/TextField.tsx';
import './Discover.css';

/** Milliseconds after the last letter until the server is asked. */
const ASK_AFTER = 200;

/** The public communities of this instance, to be found and joined. */
export default function Discover() {
  const instance = useInstance();
  const [query, setQuery] = createSignal('');
  const [cards, setCards] = createSignal<CommunityCard[]>();
  const [cursor, setCursor] = createSignal<string | null>(null);
  const [failure, setFailure] = createSignal('');

  const load = async (from: string | null, isCurrent: () => boolean) => {
    const word = query().trim();
    try {
      const page = await instance.commands.community.discover({
        ...(word && { query: word }),
        ...(from && { cursor: from }),
      });
      if (!isCurrent()) return;
      setCards((before = []) => (from ? [...before, ...page.communities] : page.communities));
      setCursor(page.cursor);
      setFailure('');
    } catch (error) {
      if (isCurrent()) setFailure(sentence(error));
    }
  };
  createEffect(
    on([query, instance.readyCount], () => {
      let current = true;
      const timer = setTimeout(() => void load(null, () => current), ASK_AFTER);
      onCleanup(() => {
        current = false;
        clearTimeout(timer);
      });
    }),
  );

  return (
    <main class="discover">
      <div class="discover-column">
        <h1 class="discover-title">Discover</h1>
        <p class="discover-lead">Public communities on {instance.stores.self.state.instanceName}. Everyone may join.</p>
        <TextField label="Search by name" value={query()} onChange={setQuery} type="search" maxLength={100} />
        <Notice look="danger">{failure()}</Notice>
        <Show when={cards()} fallback={<LineSkeletons count={4} />}>
          {(known) => (
            <ul class="discover-cards">
              <For
                each={known()}
                fallback={
                  <li class="empty">
                    {query().trim()
                      ? 'No public community has a name like this.'
                      : 'No community is public yet. Yours can be the first: its settings say who can find it.'}
                  </li>
                }
              >
                {(card) => <Card card={card} />}
              </For>
            </ul>
          )}
        </Show>
        <Show when={cursor()}>
          {(from) => <Button onClick={() => void load(from(), () => true)}>Show more</Button>}
        </Show>
      </div>
    </main>
  );
}

function Card(props: { card: CommunityCard }) {
  const instance = useInstance();
  const navigate = useNavigate();
  const action = createAction();
  const isMember = () => instance.stores.communities.byId[props.card.id] !== undefined;
  /** Joins, unless the community asks questions first. */
  const asks = async () => {
    try {
      await instance.commands.community.join({ community_id: props.card.id });
      return false;
    } catch (error) {
      if (error instanceof CozyError && error.code === 'JOIN_ANSWERS_NEEDED') return true;
      throw error;
    }
  };
  const enter = () =>
    void action.run(async () => {
      if (!isMember() && (await asks())) return navigate(joinPath(props.card.id));
      navigate(channelPath(props.card.id));
    });
  return (
    <li class="discover-card">
      <CommunityMark name={props.card.name} hue={props.card.hue} size={44} />
      <div class="discover-card-text">
        <h2 class="discover-card-name">{props.card.name}</h2>
        <p class="discover-card-count">
          {props.card.member_count === 1 ? '1 member' : `${props.card.member_count} members`}
        </p>
        <Show when={props.card.description}>
          <p class="discover-card-note">{props.card.description}</p>
        </Show>
        <Notice look="danger">{action.message()}</Notice>
      </div>
      <Button look={isMember() ? 'quiet' : 'primary'} busy={action.busy()} onClick={enter}>
        {isMember() ? 'Open' : 'Join'}
        <span class="visually-hidden"> {props.card.name}</span>
      </Button>
    </li>
  );
}
