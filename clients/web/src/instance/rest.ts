import { COMMANDS, type CommandInput, type CommandName, type CommandOutput, CozyError } from '@cozy/protocol';

/**
 * Calls a command over REST, for what is needed before a gateway connection exists: logging in and previews.
 *
 * @param origin of the instance, e.g. `https://cozy.example`.
 * @param token an access token, for commands that need one.
 * @throws CozyError with the server's code; UNAVAILABLE when the server cannot be reached or answers with something else.
 */
export async function callRest<C extends CommandName>(
  origin: string,
  name: C,
  input: CommandInput<C>,
  token?: string,
): Promise<CommandOutput<C>> {
  const [method, template] = COMMANDS[name].route;
  const body: Record<string, unknown> = { ...input };
  const path = template.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = String(body[key]);
    delete body[key];
    return encodeURIComponent(value);
  });
  // What the path does not name: of GET it goes into the query.
  const query = method === 'GET' ? new URLSearchParams(body as Record<string, string>).toString() : '';
  const headers: Record<string, string> = {};
  if (method !== 'GET') headers['content-type'] = 'application/json';
  if (token) headers.authorization = `Bearer ${token}`;

  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(`${origin}/api/v1${path}${query && `?${query}`}`, {
      method,
      headers,
      body: method === 'GET' ? undefined : JSON.stringify(body),
    });
    answer = response.status === 204 ? {} : await response.json();
  } catch (cause) {
    throw new CozyError('UNAVAILABLE', {
      message: 'The server cannot be reached. Check your connection and try again.',
      cause,
    });
  }
  if (response.ok) return answer as CommandOutput<C>;
  throw CozyError.fromBody(answer as Parameters<typeof CozyError.fromBody>[0]);
}
