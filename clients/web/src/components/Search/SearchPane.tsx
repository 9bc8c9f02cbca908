import type { CommunitySnapshot, SearchHit } from '@cozy/protocol';
import { useNavigate } from '@solidjs/router';
import { X } from 'lucide-solid';
import { createEffect, createMemo, createSignal, For, type JSX, Match, on, Show, Switch } from 'solid-js';
import { useInstance } from '../../app/context.ts';
import { messagePath } from '../../app/paths.ts';
import { textChannels } from '../../conversation/channels.ts';
import { createResults } from '../../search/results.ts';
import { type SearchNames, withoutOpenFilter } from '../../search/suggestions.ts';
import { Button, IconButton } from '../Button/Button.tsx';
import { LineSkeletons } from '../Skeleton/Skeleton.tsx';
import { Hit } from './Hit.tsx';
import { SearchField } from './SearchField.tsx';
import './Search.css';

interface SearchPaneProps {
  community: CommunitySnapshot;
  /** What to search for from the start; another object asks again. */
  asked: { query: string };
  onClose: () => void;
  /** A result was opened. */
  onOpen: () => void;
  /** Receives what puts the cursor into the field. */
  onReady: (focus: () => void) => void;
  /** The pane's edge. */
  children?: JSX.Element;
}

/** Searches messages: in this community or everywhere, newest or best first. */
export default function SearchPane(props: SearchPaneProps) {
  const instance = useInstance();
  const navigate = useNavigate();
  const { communities, members } = instance.stores;
  const [query, setQuery] = createSignal(props.asked.query);
  const [everywhere, setEverywhere] = createSignal(false);
  const [sort, setSort] = createSignal<'newest' | 'relevance'>('newest');
  const [opened, setOpened] = createSignal<string>();
  const results = createResults(instance.commands);
  let list: HTMLDivElement | undefined;
  let focusField: () => void = () => undefined;

  const wanted = () => ({
    query: withoutOpenFilter(query()),
    sort: sort(),
    ...(everywhere() ? {} : { community_id: props.community.id }),
  });
  createEffect(on([everywhere, sort, () => props.community.id], () => results.search(wanted(), true), { defer: true }));

  createEffect(
    on(
      () => props.asked,
      ({ query: text }) => {
        if (text === '') return;
        setQuery(text);
        results.search(wanted(), true);
        focusField();
      },
    ),
  );

  const names = createMemo<SearchNames>(() => {
    const scope = everywhere() ? communities.list() : [props.community];
    const channels = scope.flatMap((one) => textChannels(one.channels).map(({ name }) => name));
    const people = Object.values(members.lists[props.community.id]?.byId ?? {});
    return {
      channels: [...new Set(channels)].map((name) => ({ value: name, name })),
      people: people.map(({ user, nick }) => ({ value: user.username, name: nick ?? user.display_name })),
    };
  });

  const open = ({ message }: SearchHit) => {
    setOpened(message.id);
    props.onOpen();
    // A reply in a thread is not in the list of its channel; what it answers is.
    navigate(messagePath(message.community_id, message.channel_id, message.thread_id ?? message.id));
  };
  const buttons = () => [...(list?.querySelectorAll<HTMLElement>('.hit, .search-more button') ?? [])];
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const all = buttons();
    const next = all[all.indexOf(document.activeElement as HTMLElement) + (event.key === 'ArrowDown' ? 1 : -1)];
    event.preventDefault();
    if (next) next.focus();
    else if (event.key === 'ArrowUp') focusField();
  };
  const count = () => {
    const found = results.hits()?.length ?? 0;
    if (found === 0) return results.busy() ? 'Searching…' : '';
    return `${found}${results.hasMore() ? '+' : ''} ${found === 1 && !results.hasMore() ? 'result' : 'results'}`;
  };

  return (
    <search
      class="search"
      aria-label="Search messages"
      onKeyDown={(event) => event.key === 'Escape' && props.onClose()}
    >
      <header class="page-head">
        <h2 class="search-title">Search</h2>
        <IconButton icon={X} label="Close the search" placement="bottom" onClick={() => props.onClose()} />
      </header>
      <SearchField
        query={query()}
        names={names()}
        onQuery={(text) => {
          setQuery(text);
          results.search(wanted());
        }}
        onEnter={() => results.search(wanted(), true)}
        onDown={() => buttons()[0]?.focus()}
        onName={(name) => instance.lookup.find(props.community.id, name)}
        onReady={(focus) => {
          focusField = focus;
          props.onReady(focus);
        }}
      />
      <div class="search-options">
        <Choice
          label="Where"
          value={everywhere() ? 'all' : 'here'}
          choices={[
            ['here', 'Here'],
            ['all', 'Everywhere'],
          ]}
          onChange={(value) => setEverywhere(value === 'all')}
        />
        <Choice
          label="Order"
          value={sort()}
          choices={[
            ['newest', 'Newest'],
            ['relevance', 'Best'],
          ]}
          onChange={setSort}
        />
      </div>
      <p class="search-count" role="status">
        {count()}
      </p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the buttons are the results inside, which bubble to here */}
      <div class="search-results" ref={list} onKeyDown={onKey} aria-busy={results.busy()}>
        <Switch>
          <Match when={results.failure()}>
            {(failure) => (
              <div class="search-none" role="alert">
                <p>The search did not work. {failure()}</p>
                <Button onClick={results.retry}>Try again</Button>
              </div>
            )}
          </Match>
          <Match when={withoutOpenFilter(query()).trim() === ''}>
            <Hints />
          </Match>
          <Match when={!results.hits()}>
            <LineSkeletons count={6} />
          </Match>
          <Match when={results.hits()?.length === 0}>
            <div class="search-none">
              <p>Nothing was found.</p>
              <p>Try fewer words{everywhere() ? '' : ', or search everywhere'}.</p>
            </div>
          </Match>
          <Match when={results.hits()}>
            <For each={results.hits()}>
              {(hit) => (
                <div class="hit-row" data-opened={opened() === hit.message.id ? '' : undefined}>
                  <Hit hit={hit} communityId={props.community.id} onOpen={open} />
                </div>
              )}
            </For>
            <Show when={results.hasMore()}>
              <div class="search-more">
                <Button look="quiet" busy={results.busy()} onClick={results.more}>
                  More results
                </Button>
              </div>
            </Show>
          </Match>
        </Switch>
      </div>
      {props.children}
    </search>
  );
}

/** What there is to type, before anything is. */
function Hints() {
  const hints = [
    ['two words', 'both, in any form'],
    ['"two words"', 'exactly so'],
    ['-word', 'without it'],
    ['from:@name', 'who wrote it'],
    ['in:#channel', 'where'],
    ['has:link', 'what is in it'],
    ['before:2026-05', 'when'],
  ] as const;
  return (
    <div class="search-hints">
      <p>Find messages in every channel that you can read.</p>
      <dl>
        <For each={hints}>
          {([typed, about]) => (
            <div>
              <dt>{typed}</dt>
              <dd>{about}</dd>
            </div>
          )}
        </For>
      </dl>
    </div>
  );
}

/** A choice of two, both in view. */
function Choice<T extends string>(props: {
  label: string;
  value: T;
  choices: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
}) {
  return (
    <fieldset class="search-choice">
      <legend class="visually-hidden">{props.label}</legend>
      <For each={props.choices}>
        {([value, name]) => (
          <button type="button" aria-pressed={value === props.value} onClick={() => props.onChange(value)}>
            {name}
          </button>
        )}
      </For>
    </fieldset>
  );
}
