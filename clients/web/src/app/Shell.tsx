import { Navigate, type RouteSectionProps, useLocation } from '@solidjs/router';
import { ErrorBoundary, lazy, Match, Show, Suspense, Switch } from 'solid-js';
import { ConnectionBanner } from '../components/ConnectionBanner/ConnectionBanner.tsx';
import { Rail } from '../components/Rail/Rail.tsx';
import { ShellSkeleton } from '../components/Skeleton/Skeleton.tsx';
import { Toasts } from '../components/Toasts/Toasts.tsx';
import { UpdateBanner } from '../components/UpdateBanner/UpdateBanner.tsx';
import { PageFailed } from '../pages/PageFailed.tsx';
import { type DialogRequest, InstanceContext, useApp } from './context.ts';
import { createJoinNews } from './joinNews.ts';
import { loginPath } from './paths.ts';
import { createShortcuts } from './shortcuts.ts';
import './Shell.css';

const CreateCommunity = lazy(() => import('../components/dialogs/createCommunity/CreateCommunity.tsx'));
const CreateChannel = lazy(() => import('../components/dialogs/CreateChannel.tsx'));
const InvitePeople = lazy(() => import('../components/dialogs/InvitePeople.tsx'));
const Group = lazy(() => import('../components/dialogs/Group.tsx'));
const RenameGroup = lazy(() => import('../components/dialogs/RenameGroup.tsx'));
const Confirm = lazy(() => import('../components/dialogs/Confirm.tsx'));
const Moderate = lazy(() => import('../components/dialogs/Moderate.tsx'));
const ForwardMessages = lazy(() => import('../components/dialogs/ForwardMessages.tsx'));
const CreatePoll = lazy(() => import('../components/dialogs/CreatePoll.tsx'));
const InteractionModal = lazy(() => import('../components/Interactions/InteractionModal.tsx'));
const Shortcuts = lazy(() => import('../components/dialogs/Shortcuts.tsx'));
const Lightbox = lazy(() => import('../components/Lightbox/Lightbox.tsx'));
const ViewAsBar = lazy(() => import('../components/ViewAsBar/ViewAsBar.tsx'));
const Switcher = lazy(() => import('../components/Switcher/Switcher.tsx'));

/** The frame around every page of someone who is logged in. */
export default function Shell(props: RouteSectionProps) {
  const app = useApp();
  const location = useLocation();
  return (
    <Show when={app.current()} fallback={<Navigate href={loginPath(location.pathname + location.search)} />} keyed>
      {(instance) => (
        <InstanceContext.Provider value={instance}>
          <Frame>{props.children}</Frame>
        </InstanceContext.Provider>
      )}
    </Show>
  );
}

function Frame(props: Pick<RouteSectionProps, 'children'>) {
  const app = useApp();
  const location = useLocation();
  createShortcuts();
  createJoinNews(app);
  const viewed = () => {
    const view = app.viewAs();
    const community = view && app.current()?.stores.communities.byId[view.communityId];
    return community && { community, roleId: view.roleId };
  };
  const known = () => app.current()?.known() !== false;
  // A conversation on a narrow screen has the screen to itself (Shell.css).
  const pane = () =>
    /^\/(c\/\d+\/.|direct\/.|settings|discover|join\/|feed|threads)/.test(location.pathname) ? 'page' : 'list';
  return (
    <div class="shell" data-pane={pane()}>
      <ConnectionBanner />
      <Suspense>
        <Show when={viewed()} keyed>
          {(view) => <ViewAsBar {...view} />}
        </Show>
      </Suspense>
      <UpdateBanner />
      <div class="shell-body">
        <Rail />
        <div class="shell-page">
          <ErrorBoundary fallback={(error, reset) => <PageFailed error={error} reset={reset} />}>
            <Show when={known()} fallback={<ShellSkeleton />}>
              <Suspense fallback={<ShellSkeleton />}>{props.children}</Suspense>
            </Show>
          </ErrorBoundary>
        </div>
      </div>
      <Suspense>
        <Show when={app.dialog()} keyed>
          {(dialog) => <Dialogs dialog={dialog} />}
        </Show>
      </Suspense>
      <Toasts />
    </div>
  );
}

function Dialogs(props: { dialog: DialogRequest }) {
  const app = useApp();
  const close = () => app.ask(undefined);
  const of = <K extends DialogRequest['kind']>(kind: K) =>
    props.dialog.kind === kind ? (props.dialog as Extract<DialogRequest, { kind: K }>) : undefined;
  return (
    <Switch>
      <Match when={of('create-community')}>
        <CreateCommunity onClose={close} />
      </Match>
      <Match when={of('create-channel')}>{(dialog) => <CreateChannel {...dialog()} onClose={close} />}</Match>
      <Match when={of('invite')}>{(dialog) => <InvitePeople {...dialog()} onClose={close} />}</Match>
      <Match when={of('group')}>{(dialog) => <Group {...dialog()} onClose={close} />}</Match>
      <Match when={of('rename-group')}>{(dialog) => <RenameGroup {...dialog()} onClose={close} />}</Match>
      <Match when={of('confirm')}>{(dialog) => <Confirm {...dialog()} onClose={close} />}</Match>
      <Match when={of('moderate')}>{(dialog) => <Moderate {...dialog()} onClose={close} />}</Match>
      <Match when={of('forward')}>{(dialog) => <ForwardMessages {...dialog()} onClose={close} />}</Match>
      <Match when={of('poll')}>{(dialog) => <CreatePoll {...dialog()} onClose={close} />}</Match>
      <Match when={of('modal')}>{(dialog) => <InteractionModal {...dialog()} onClose={close} />}</Match>
      <Match when={of('shortcuts')}>
        <Shortcuts onClose={close} />
      </Match>
      <Match when={of('pictures')}>{(dialog) => <Lightbox {...dialog()} onClose={close} />}</Match>
      <Match when={of('switcher')}>
        <Switcher onClose={close} />
      </Match>
    </Switch>
  );
}
