import { Route, Router, type RouteSectionProps } from '@solidjs/router';
import { ErrorBoundary, lazy, Suspense } from 'solid-js';
import { PageFailed } from '../pages/PageFailed.tsx';
import { watchIdle, watchNetwork } from './activity.ts';
import { AppContext, createApp } from './context.ts';
import { createDesktopNotifications } from './desktopNotifications.ts';
import { createFavicon } from './favicon.ts';
import { createTitle } from './title.ts';

const LogIn = lazy(() => import('../pages/LogIn.tsx'));
const Register = lazy(() => import('../pages/Register.tsx'));
const Invite = lazy(() => import('../pages/Invite.tsx'));
const Shell = lazy(() => import('./Shell.tsx'));
const Home = lazy(() => import('../pages/Home.tsx'));
const CommunityPage = lazy(() => import('../pages/CommunityPage.tsx'));
const CommunitySettings = lazy(() => import('../pages/communitySettings/CommunitySettings.tsx'));
const HomeFeed = lazy(() => import('../pages/homeFeed/HomeFeed.tsx'));
const Threads = lazy(() => import('../pages/Threads.tsx'));
const Direct = lazy(() => import('../pages/direct/Direct.tsx'));
const Discover = lazy(() => import('../pages/Discover.tsx'));
const Join = lazy(() => import('../pages/Join.tsx'));
const Authorize = lazy(() => import('../pages/Authorize.tsx'));
const Settings = lazy(() => import('../pages/settings/Settings.tsx'));
const NotFound = lazy(() => import('../pages/NotFound.tsx'));

function Root(props: RouteSectionProps) {
  const app = createApp();
  watchIdle(app.instances);
  watchNetwork(app.instances);
  createTitle(app);
  createFavicon(app);
  createDesktopNotifications(app);
  return (
    <AppContext.Provider value={app}>
      <ErrorBoundary fallback={(error, reset) => <PageFailed error={error} reset={reset} />}>
        <Suspense>{props.children}</Suspense>
      </ErrorBoundary>
    </AppContext.Provider>
  );
}

/** The whole client: every page is a chunk of its own. */
export function App() {
  return (
    <Router root={Root}>
      <Route path="/login" component={LogIn} />
      <Route path="/register" component={Register} />
      <Route path="/invite/:code" component={Invite} />
      <Route path="/" component={Shell}>
        <Route path="/" component={Home} />
        <Route path="/direct/:tab?" component={Direct} />
        <Route path="/feed" component={HomeFeed} />
        <Route path="/threads" component={Threads} />
        <Route path="/discover" component={Discover} />
        <Route path="/join/:community" component={Join} />
        <Route path="/oauth2/authorize" component={Authorize} />
        <Route path="/settings/:section?" component={Settings} />
        <Route path="/c/:community/settings/:section?" component={CommunitySettings} />
        <Route path="/c/:community/:channel?/:message?" component={CommunityPage} />
      </Route>
      <Route path="*" component={NotFound} />
    </Router>
  );
}
