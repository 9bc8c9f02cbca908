import type { SelfUser } from '@cozy/protocol';
import { createStore, produce } from 'solid-js/store';
import { Communities } from './communities.ts';
import { Ephemerals } from './ephemerals.ts';
import { Expressions } from './expressions.ts';
import { JoinRequests } from './joinRequests.ts';
import { Live } from './live.ts';
import { Members } from './members.ts';
import { Messages } from './messages.ts';
import { Notifications } from './notifications.ts';
import { ReadStates } from './readStates.ts';
import { Relationships } from './relationships.ts';
import { Schedules } from './schedules.ts';
import { Typing } from './typing.ts';

/** The account itself and the name of its instance. */
export class Self {
  readonly state: { user: SelfUser | null; instanceName: string };
  readonly #set;

  constructor(user: SelfUser | null = null) {
    const [state, set] = createStore<{ user: SelfUser | null; instanceName: string }>({ user, instanceName: '' });
    this.state = state;
    this.#set = set;
  }

  /** The account's id; empty before anything is known. */
  get id(): string {
    return this.state.user?.id ?? '';
  }

  /** Takes the account as it is now. */
  setUser(user: SelfUser): void {
    this.#set(
      produce((state) => {
        state.user = { ...user };
      }),
    );
  }

  /** Takes the instance's name. */
  setInstanceName(name: string): void {
    this.#set('instanceName', name);
  }
}

/** Everything that one account at one instance knows: what READY gave, and every event after it. */
export interface Stores {
  self: Self;
  communities: Communities;
  expressions: Expressions;
  joinRequests: JoinRequests;
  live: Live;
  messages: Messages;
  ephemerals: Ephemerals;
  members: Members;
  notifications: Notifications;
  readStates: ReadStates;
  relationships: Relationships;
  schedules: Schedules;
  typing: Typing;
}

/** Makes empty stores. */
export function createStores(user: SelfUser | null = null): Stores {
  return {
    self: new Self(user),
    communities: new Communities(),
    expressions: new Expressions(),
    joinRequests: new JoinRequests(),
    live: new Live(),
    messages: new Messages(),
    ephemerals: new Ephemerals(),
    members: new Members(),
    notifications: new Notifications(),
    readStates: new ReadStates(),
    relationships: new Relationships(),
    schedules: new Schedules(),
    typing: new Typing(),
  };
}
