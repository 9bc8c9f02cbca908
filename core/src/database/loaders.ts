import DataLoader from 'dataloader';
import type { Database } from './database.ts';
import type {
  MemberDocument,
  MentionDocument,
  NotificationDocument,
  ReadStateDocument,
  RelationshipDocument,
  SessionDocument,
  UserDocument,
} from './documents.ts';

/** Ids that one query names at most. */
const LARGEST_BATCH = 500;

/** What a session needs when it starts, by id: of the many that start together one query asks for all. */
export interface Loaders {
  user: DataLoader<string, UserDocument | null>;
  session: DataLoader<string, SessionDocument | null>;
  /** Of a user: the memberships that have not ended. */
  memberships: DataLoader<string, MemberDocument[]>;
  readStates: DataLoader<string, ReadStateDocument[]>;
  mentions: DataLoader<string, MentionDocument[]>;
  relationships: DataLoader<string, RelationshipDocument[]>;
  notifications: DataLoader<string, NotificationDocument[]>;
}

/** Makes the loaders of a database. They remember nothing: every call is a new look at the database. */
export function makeLoaders({
  users,
  sessions,
  members,
  readStates,
  mentions,
  notifications,
  relationships,
}: Database): Loaders {
  return {
    user: one(async (ids) => await users.find({ _id: { $in: ids } }).lean()),
    session: one(async (ids) => await sessions.find({ _id: { $in: ids } }).lean()),
    memberships: ofUser(async (ids) => await members.find({ user_id: { $in: ids }, left: false }).lean()),
    readStates: ofUser(async (ids) => await readStates.find({ user_id: { $in: ids } }).toArray()),
    mentions: ofUser(async (ids) => await mentions.find({ user_id: { $in: ids } }).toArray()),
    relationships: ofUsers(async (ids) => await relationships.find({ users: { $in: ids } }).lean()),
    notifications: ofUser(async (ids) => await notifications.find({ user_id: { $in: ids } }).toArray()),
  };
}

const options = {
  cache: false,
  maxBatchSize: LARGEST_BATCH,
  // Those that are admitted in one turn of the event loop ask together.
  batchScheduleFn: (run: () => void) => void setImmediate(run),
};

function one<D extends { _id: string }>(find: (ids: string[]) => Promise<D[]>): DataLoader<string, D | null> {
  return new DataLoader<string, D | null>(async (ids) => {
    const found = new Map((await find([...new Set(ids)])).map((document) => [document._id, document]));
    return ids.map((id) => found.get(id) ?? null);
  }, options);
}

function ofUser<D extends { user_id: string }>(find: (ids: string[]) => Promise<D[]>): DataLoader<string, D[]> {
  return grouped(find, ({ user_id }) => [user_id]);
}

function ofUsers<D extends { users: string[] }>(find: (ids: string[]) => Promise<D[]>): DataLoader<string, D[]> {
  return grouped(find, ({ users }) => users);
}

function grouped<D>(find: (ids: string[]) => Promise<D[]>, of: (document: D) => string[]): DataLoader<string, D[]> {
  return new DataLoader<string, D[]>(async (ids) => {
    const found = new Map<string, D[]>();
    for (const document of await find([...new Set(ids)])) {
      for (const id of of(document)) {
        const known = found.get(id);
        if (known) known.push(document);
        else found.set(id, [document]);
      }
    }
    return ids.map((id) => found.get(id) ?? []);
  }, options);
}
