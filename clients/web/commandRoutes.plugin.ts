import type { Plugin } from 'vite';
import { COMMANDS } from '../../protocol/src/commands/index.ts';

/**
 * Leaves of the commands what the client uses, names and routes: the schemas of what they take and give, by which the
 * server checks, would be a fifth of the first load.
 */
export function commandRoutes(): Plugin {
  const routes = Object.fromEntries(Object.entries(COMMANDS).map(([name, { route }]) => [name, { route }]));
  return {
    name: 'command-routes',
    enforce: 'pre',
    apply: 'build',
    transform: (_code, id) =>
      id.endsWith('/protocol/src/commands/index.ts') ? `export const COMMANDS = ${JSON.stringify(routes)};` : null,
  };
}
