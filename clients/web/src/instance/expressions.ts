import type { CommunityExpressions, CustomEmoji, Sticker } from '@cozy/protocol';
import { type Accessor, createSignal, type Setter } from 'solid-js';
import { createStore, produce } from 'solid-js/store';

/** The emoji and stickers of the account's communities. READY does not bring them: they are asked for when they are needed. */
export class Expressions {
  readonly byCommunity: Record<string, CommunityExpressions>;
  /** Whether they have to be asked for: never were, or something may have been missed. */
  readonly stale: Accessor<boolean>;
  readonly #set;
  readonly #setStale: Setter<boolean>;
  #asking = false;

  constructor() {
    const [byCommunity, set] = createStore<Record<string, CommunityExpressions>>({});
    const [stale, setStale] = createSignal(true);
    this.byCommunity = byCommunity;
    this.#set = set;
    this.stale = stale;
    this.#setStale = setStale;
  }

  /** Says that some may have been missed. What is known stays to be shown. */
  expire(): void {
    this.#setStale(true);
  }

  /**
   * Asks for all of them, once at a time.
   *
   * @param ask as expression.list answers.
   * @throws what `ask` throws; they stay to be asked for.
   */
  async load(ask: () => Promise<{ communities: CommunityExpressions[] }>): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    this.#setStale(false);
    try {
      const { communities } = await ask();
      this.#set(
        produce((byCommunity) => {
          for (const id of Object.keys(byCommunity)) delete byCommunity[id];
          for (const one of communities) byCommunity[one.community_id] = one;
        }),
      );
    } catch (error) {
      this.#setStale(true);
      throw error;
    } finally {
      this.#asking = false;
    }
  }

  /** Takes a community's emoji as they are now. */
  setEmojis(communityId: string, emojis: CustomEmoji[]): void {
    this.#change(communityId, { emojis });
  }

  /** Takes a community's stickers as they are now. */
  setStickers(communityId: string, stickers: Sticker[]): void {
    this.#change(communityId, { stickers });
  }

  /** Forgets a community. */
  remove(communityId: string): void {
    this.#set(
      produce((byCommunity) => {
        delete byCommunity[communityId];
      }),
    );
  }

  #change(community_id: string, change: Partial<CommunityExpressions>): void {
    // What is on its way may be older.
    if (this.#asking) this.#setStale(true);
    this.#set(
      produce((byCommunity) => {
        byCommunity[community_id] = { emojis: [], stickers: [], ...byCommunity[community_id], community_id, ...change };
      }),
    );
  }
}
