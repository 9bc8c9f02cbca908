import { COMMANDS, type CommandDefinition, type CommandName } from '@cozy/protocol';

/** Where the routes of all commands begin. */
export const API_BASE = '/api/v1';

/** The route of a command. */
export interface Route {
  command: CommandName;
  method: CommandDefinition['route'][0];
  /** As in the registry, `/communities/{community_id}`, after API_BASE. */
  path: string;
  /** As uWebSockets matches it, `/api/v1/communities/:0`. Routes that differ in method only share it. */
  pattern: string;
  /** Fields of the input that are taken from the path, in its order. */
  pathFields: string[];
  /**
   * Where the other fields are. DELETE has them in the query, because proxies may drop its body (RFC 9110, 9.3.5); one
   * that arrives is read all the same.
   */
  rest: 'query' | 'body';
}

function routeOf(command: CommandName): Route {
  const [method, path] = COMMANDS[command].route;
  const pathFields: string[] = [];
  const pattern = path.replace(/\{([a-z_]+)\}/g, (_, field: string) => `:${pathFields.push(field) - 1}`);
  return {
    command,
    method,
    path,
    pattern: API_BASE + pattern,
    pathFields,
    rest: method === 'GET' || method === 'DELETE' ? 'query' : 'body',
  };
}

/** Every command's route. */
export const ROUTES: readonly Route[] = (Object.keys(COMMANDS) as CommandName[]).map(routeOf);

/** Routes by pattern, then by method. */
export const ROUTES_BY_PATTERN: ReadonlyMap<string, ReadonlyMap<string, Route>> = (() => {
  const patterns = new Map<string, Map<string, Route>>();
  for (const route of ROUTES) {
    const methods = patterns.get(route.pattern) ?? new Map<string, Route>();
    if (methods.has(route.method)) throw new Error(`Two commands have the route ${route.method} ${route.path}.`);
    patterns.set(route.pattern, methods.set(route.method, route));
  }
  return patterns;
})();
