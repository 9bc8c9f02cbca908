import { createEffect, onCleanup } from 'solid-js';
import { say } from '../components/Toasts/toast.tsx';
import type { App } from './context.ts';

/** Says, wherever the person is, that they were let in or refused by a community that they wanted to join. */
export function createJoinNews(app: App): void {
  createEffect(() => {
    for (const instance of app.instances()) {
      onCleanup(
        instance.connection.on('dispatch', ({ name, data }) => {
          if (name !== 'JOIN_REQUEST_UPDATE') return;
          const { status, reason, community } = data;
          if (status === 'approved') say(`${community.name} has let you in.`);
          else if (status === 'refused') say(`${community.name} did not let you in. ${reason ?? ''}`);
        }),
      );
    }
  });
}
