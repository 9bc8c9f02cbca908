import type { Attachment, CommandOutput, Message, Modal, User } from '@cozy/protocol';
import { type Accessor, createContext, createSignal, onCleanup, useContext } from 'solid-js';
import type { SetStoreFunction } from 'solid-js/store';
import type { ModerationAct } from '../components/dialogs/Moderate.tsx';
import { Instance } from '../instance/instance.ts';
import { Session, sessionKey } from '../instance/session.ts';
import { createPreferences, type Preferences } from './preferences.ts';

/** A question that stands above the page. */
export type DialogRequest =
  | { kind: 'create-community' }
  | { kind: 'create-channel'; communityId: string; parentId: string | null; type: 'text' | 'category' }
  | { kind: 'invite'; communityId: string }
  | { kind: 'group'; communityId?: string }
  | { kind: 'rename-group'; communityId: string }
  | { kind: 'switcher' }
  | { kind: 'shortcuts' }
  | { kind: 'poll'; channelId: string }
  | { kind: 'modal'; channelId: string; modal: Modal; token: string }
  | { kind: 'forward'; messages: readonly Message[] }
  | { kind: 'pictures'; channelId: string; pictures: readonly Attachment[]; index: number }
  | { kind: 'moderate'; act: ModerationAct; communityId: string; user: User }
  | { kind: 'confirm'; title: string; text: string; action: string; act: () => Promise<unknown> };

/** A role with which a community is looked at. */
export interface ViewAs {
  communityId: string;
  roleId: string;
}

/** What every page shares: the instances that the person is logged in to, and this device's preferences. */
export interface App {
  instances: Accessor<Instance[]>;
  /** The instance in front; undefined while nobody is logged in. */
  current: Accessor<Instance | undefined>;
  /** Why the last log-in ended, for the log-in page; empty when there is nothing to say. */
  notice: Accessor<string>;
  preferences: Preferences;
  setPreferences: SetStoreFunction<Preferences>;
  dialog: Accessor<DialogRequest | undefined>;
  ask: (dialog: DialogRequest | undefined) => void;
  /** What is to be searched for; undefined when that was taken up. */
  searched: Accessor<string | undefined>;
  /** Opens the search beside the conversation; undefined once that is done. */
  search: (query: string | undefined) => void;
  /** The community that is shown as members with a role see it. */
  viewAs: Accessor<ViewAs | undefined>;
  setViewAs: (view: ViewAs | undefined) => void;
  /** Takes the tokens of a log-in and connects. */
  enter: (origin: string, tokens: CommandOutput<'auth.login'>) => Instance;
}

/** The origins at which this device has accounts. */
const ORIGINS_KEY = 'cozy.origins';

function knownOrigins(): string[] {
  const text = localStorage.getItem(ORIGINS_KEY);
  return [...new Set([location.origin, ...(text ? (JSON.parse(text) as string[]) : [])])];
}

/** Makes the app's shared state and connects all accounts that the device knows. */
export function createApp(): App {
  const [preferences, setPreferences] = createPreferences();
  const [instances, setInstances] = createSignal<Instance[]>([]);
  const [notice, setNotice] = createSignal('');
  const [dialog, ask] = createSignal<DialogRequest>();
  const [searched, search] = createSignal<string>();
  const [viewAs, setViewAs] = createSignal<ViewAs>();

  const start = (session: Session): Instance => {
    const instance = new Instance(session, ({ reason }) => {
      setNotice(reason);
      ask(undefined);
      setInstances((all) => all.filter((one) => one !== instance));
    });
    instance.open();
    return instance;
  };

  const enter: App['enter'] = (origin, tokens) => {
    const session = new Session(origin);
    session.save(tokens);
    localStorage.setItem(ORIGINS_KEY, JSON.stringify([...new Set([...knownOrigins(), origin])]));
    const instance = start(session);
    setNotice('');
    setInstances((all) => [...all.filter((one) => one.origin !== origin), instance]);
    return instance;
  };

  setInstances(
    knownOrigins()
      .map((origin) => new Session(origin))
      .filter((session) => session.user)
      .map(start),
  );

  // Another tab has logged out: this one follows.
  const follow = (event: StorageEvent) => {
    if (event.newValue !== null) return;
    for (const instance of instances()) {
      if (event.key !== sessionKey(instance.origin)) continue;
      instance.close();
      setInstances((all) => all.filter((one) => one !== instance));
    }
  };
  window.addEventListener('storage', follow);
  onCleanup(() => window.removeEventListener('storage', follow));

  return {
    instances,
    current: () => instances()[0],
    notice,
    preferences,
    setPreferences,
    dialog,
    ask,
    searched,
    search,
    viewAs,
    setViewAs,
    enter,
  };
}

export const AppContext = createContext<App>();
export const InstanceContext = createContext<Instance>();

/** The app's shared state. */
export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('useApp needs AppContext above it.');
  return app;
}

/** The instance that this part of the page belongs to. */
export function useInstance(): Instance {
  const instance = useContext(InstanceContext);
  if (!instance) throw new Error('useInstance needs InstanceContext above it.');
  return instance;
}
