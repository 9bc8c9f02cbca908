import { compareIds, type Message } from '@cozy/protocol';
import { type Accessor, createEffect, createMemo, createSignal, on } from 'solid-js';
import { sentence } from '../../app/errors.ts';
import { type FeedOrder, holdOrder } from '../../conversation/feedOrder.ts';
import type { Instance } from '../../instance/instance.ts';

/** Posts of one page. */
const PAGE = 25;
/** Communities whose feeds are followed live besides; of more, only new posts are told. */
const LIVE_COMMUNITIES = 30;

/**
 * The newest posts of all feeds that the account may see. What happens to them comes by events; that there are newer ones,
 * by the newest messages of the channels, which are told of every community.
 *
 * @param atTop whether the newest post is in view, so that new ones may come in above.
 */
export function createHomePosts(instance: Instance, atTop: Accessor<boolean>) {
  const { communities, messages } = instance.stores;
  const [known, setKnown] = createSignal<string[]>();
  const [atStart, setAtStart] = createSignal(false);
  const [failure, setFailure] = createSignal<string>();
  let loading = false;
  let again = false;

  const feeds = createMemo(() =>
    communities.list().flatMap(({ channels }) => channels.filter(({ type }) => type === 'feed')),
  );
  const newest = createMemo(() =>
    feeds().reduce((last, { last_message_id: id }) => (id && compareIds(id, last) > 0 ? id : last), '0'),
  );
  createEffect(() => {
    const ids = [...new Set(feeds().map(({ community_id }) => community_id))];
    instance.view.follow(ids.slice(0, LIVE_COMMUNITIES));
  });

  const merge = (page: readonly Message[], isOlder: boolean) => {
    for (const message of page) {
      instance.stores.members.see(message.author);
      messages.show(message);
    }
    const ids = page.map(({ id }) => id);
    const first = ids.at(-1);
    setKnown((before = []) => {
      // Of what the newest page spans, it says also what is gone.
      const kept = isOlder || !first ? before : before.filter((id) => compareIds(id, first) < 0);
      return [...new Set([...ids, ...kept])].sort((a, b) => compareIds(b, a));
    });
    if (isOlder || first === undefined) setAtStart(page.length < PAGE);
    else if (page.length < PAGE) setAtStart(true);
  };
  const load = async (before?: string): Promise<void> => {
    if (loading) {
      again ||= before === undefined;
      return;
    }
    loading = true;
    try {
      const { messages: page } = await instance.commands.feed.home({ limit: PAGE, ...(before && { before }) });
      merge(page, before !== undefined);
      setFailure(undefined);
    } catch (error) {
      setFailure(sentence(error));
    }
    loading = false;
    if (!again) return;
    again = false;
    await load();
  };
  createEffect(
    on([newest, instance.readyCount], () => {
      if (instance.connectionState() === 'ready') void load();
    }),
  );

  const present = createMemo(() => (known() ?? []).filter((id) => messages.byId[id]));
  const order = createMemo<FeedOrder>((before) =>
    before && before.ids.length > 0 && !atTop() ? holdOrder(present(), before.ids) : { ids: present(), news: 0 },
  );
  return {
    order,
    /** Whether the first page has come. */
    loaded: () => known() !== undefined,
    hasFeeds: () => feeds().length > 0,
    failure,
    atStart,
    reload: () => void load(),
    older: () => {
      const last = known()?.at(-1);
      if (last && !atStart()) void load(last);
    },
  };
}
