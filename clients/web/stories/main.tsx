import { createSignal } from 'solid-js';
import { render } from 'solid-js/web';
import '@fontsource-variable/inter/wght.css';
import '../src/theme/tokens.css';
import '../src/theme/base.css';
import './stories.css';
import { AppContext, InstanceContext } from '../src/app/context.ts';
import { Switch } from '../src/components/Switch/Switch.tsx';
import { Basics } from './Basics.tsx';
import { Files } from './Files.tsx';
import { createWorld } from './world.ts';

/** All components in their states, for who works on them: `/components.html` of Vite's server, in no build. */
function Stories() {
  const { app, instance } = createWorld();
  const [rightToLeft, setRightToLeft] = createSignal(false);
  const turn = (on: boolean) => {
    document.documentElement.dir = on ? 'rtl' : 'ltr';
    setRightToLeft(on);
  };
  const isDark = () => app.preferences.theme === 'dark';
  return (
    <AppContext.Provider value={app}>
      <InstanceContext.Provider value={instance}>
        <main class="stories">
          <header class="stories-head">
            <h1>Components</h1>
            <Switch
              label="Dark"
              checked={isDark()}
              onChange={(on) => app.setPreferences('theme', on ? 'dark' : 'light')}
            />
            <Switch label="Right to left" checked={rightToLeft()} onChange={turn} />
          </header>
          <Basics />
          <Files />
        </main>
      </InstanceContext.Provider>
    </AppContext.Provider>
  );
}

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');
render(() => <Stories />, root);
