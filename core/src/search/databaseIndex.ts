import type { Collection, Filter } from 'mongodb';
import type { Logger } from 'pino';
import type { Database } from '../database/database.ts';
import { makeIndexes } from '../database/makeIndexes.ts';
import type {
  Candidate,
  SearchChanges,
  SearchDocument,
  SearchIndex,
  SearchRequest,
  SearchState,
} from './searchIndex.ts';

/** Messages that are walked through before the index of words is asked: about as cheap as one question to it. */
const WALKED = 2_000;
/** The one document that says how far the index has come. */
const STATE = 'search';

interface StateDocument extends SearchState {
  _id: string;
}

/**
 * The index in the database: one document for each message, and one index over all their words. Not a `text` index,
 * because engines disagree on what several phrases mean: MongoDB wants all of them, DocumentDB (FerretDB 2.7) any.
 */
export class DatabaseIndex implements SearchIndex {
  readonly engine = 'database';
  readonly #messages: Collection<SearchDocument>;
  readonly #states: Collection<StateDocument>;

  readonly #logger: Logger;

  private constructor({ connection }: Database, logger: Logger) {
    this.#logger = logger;
    this.#messages = connection.collection('search_messages') as unknown as Collection<SearchDocument>;
    this.#states = connection.collection('search_state') as unknown as Collection<StateDocument>;
  }

  /** Makes the indexes that are missing. */
  static async open(database: Database, logger: Logger): Promise<DatabaseIndex> {
    const index = new DatabaseIndex(database, logger);
    await index.#makeIndexes();
    return index;
  }

  #makeIndexes(): Promise<void> {
    return makeIndexes(async () => {
      await this.#messages.createIndex({ words: 1 });
      await this.#messages.createIndex({ channel_id: 1 });
      await this.#messages.createIndex({ community_id: 1 });
    }, this.#logger);
  }

  async apply({ put = [], remove = [], removeChannels = [], removeCommunities = [] }: SearchChanges): Promise<void> {
    const gone = [...put.map(({ _id }) => _id), ...remove];
    // Together far cheaper than to replace one by one.
    if (gone.length > 0) await this.#messages.deleteMany({ _id: { $in: gone } });
    if (put.length > 0) await this.#messages.insertMany(put as SearchDocument[], { ordered: false });
    if (removeChannels.length > 0) await this.#messages.deleteMany({ channel_id: { $in: [...removeChannels] } });
    if (removeCommunities.length > 0)
      await this.#messages.deleteMany({ community_id: { $in: [...removeCommunities] } });
  }

  // A word of every other message has half of all in its index, which would be read and sorted for a page; walking back
  // from the newest finds it at once. A rare one is found by its index. So the first is tried on the last few.
  async find(request: SearchRequest): Promise<Candidate[]> {
    const { after, limit } = request;
    const edge = await this.#edge(request.before);
    const near = await this.#find(request, edge ? { $gt: edge } : {}, limit, true);
    if (!edge || near.length === limit || (after && after >= edge)) return near;
    return [...near, ...(await this.#find(request, { $lte: edge }, limit - near.length, request.words.length === 0))];
  }

  /** The id before which the index of words is asked; null when there are not so many messages. */
  async #edge(before: string | undefined): Promise<string | null> {
    const [edge] = await this.#messages
      .find(before ? { _id: { $lt: before } } : {}, { projection: { _id: 1 } })
      .sort({ _id: -1 })
      .hint({ _id: 1 })
      .skip(WALKED)
      .limit(1)
      .toArray();
    return edge?._id ?? null;
  }

  async #find(
    { words, channels, after, before }: SearchRequest,
    range: Filter<SearchDocument>['_id'] & object,
    limit: number,
    isWalk: boolean,
  ): Promise<Candidate[]> {
    const conditions: Filter<SearchDocument>[] = words.map((any) => ({ words: { $in: [...any] } }));
    conditions.push({ channel_id: { $in: [...channels] } });
    if (Object.keys(range).length > 0) conditions.push({ _id: range });
    if (after) conditions.push({ _id: { $gt: after } });
    if (before) conditions.push({ _id: { $lt: before } });
    const found = this.#messages
      .find({ $and: conditions }, { projection: { key: 1 } })
      .sort({ _id: -1 })
      .limit(limit);
    if (isWalk) found.hint({ _id: 1 });
    return (await found.toArray()).map(({ _id: id, key }) => ({ id, key }));
  }

  async state(): Promise<SearchState | null> {
    const found = await this.#states.findOne({ _id: STATE });
    if (!found) return null;
    const { version, places, history } = found;
    return { version, places, history };
  }

  async saveState({ version, places, history }: SearchState): Promise<void> {
    await this.#states.updateOne({ _id: STATE }, { $set: { version, places, history } }, { upsert: true });
  }

  async clear(): Promise<void> {
    await this.#states.deleteMany({});
    await this.#messages.drop();
    await this.#makeIndexes();
  }

  async close(): Promise<void> {
    // The database is closed by who opened it.
  }
}
