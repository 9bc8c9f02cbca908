import { A } from '@solidjs/router';
import '../components/Button/Button.css';
import './Missing.css';

/** No page has this address. */
export default function NotFound() {
  return (
    <main class="missing">
      <h1>There is no such page</h1>
      <p>The address may be mistyped, or the page has moved.</p>
      <A class="button" data-look="secondary" href="/">
        Go home
      </A>
    </main>
  );
}
