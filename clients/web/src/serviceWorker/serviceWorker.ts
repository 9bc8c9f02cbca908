import { showPushes } from './push.ts';
import { keepShell } from './shell.ts';

declare const self: ServiceWorkerGlobalScope;

// Each task of the worker is a file of its own and listens for itself.
keepShell(self);
showPushes(self);
