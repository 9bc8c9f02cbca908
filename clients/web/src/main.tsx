import { render } from 'solid-js/web';
import '@fontsource-variable/inter/wght.css';
import './theme/tokens.css';
import './theme/base.css';
import { App } from './app/App.tsx';
import { registerServiceWorker } from './app/serviceWorker.ts';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');
render(() => <App />, root);
void registerServiceWorker();
