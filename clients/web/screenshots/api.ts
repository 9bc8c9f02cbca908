import { COMMANDS, type CommandInput, type CommandName, type CommandOutput } from '@cozy/protocol';

/** Someone who acts over REST. */
export interface Person {
  id: string;
  name: string;
  email: string;
  password: string;
  /** Calls a command as this person. @throws Error with the server's answer. */
  call: <C extends CommandName>(name: C, input: CommandInput<C>) => Promise<CommandOutput<C>>;
}

/** Calls a command over REST. */
async function call<C extends CommandName>(
  origin: string,
  name: C,
  input: CommandInput<C>,
  authorization?: string,
): Promise<CommandOutput<C>> {
  const [method, template] = COMMANDS[name].route;
  const body: Record<string, unknown> = { ...input };
  const path = template.replace(/\{(\w+)\}/g, (_, key: string) => {
    const value = String(body[key]);
    delete body[key];
    return encodeURIComponent(value);
  });
  const query = method === 'GET' ? `?${new URLSearchParams(body as Record<string, string>)}` : '';
  const response = await fetch(`${origin}/api/v1${path}${query}`, {
    method,
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    body: method === 'GET' ? undefined : JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${name}: ${JSON.stringify(answer)}`);
  return answer as CommandOutput<C>;
}

/** Registers someone with the name and hue that they are shown with. */
export async function register(origin: string, name: string, hue: number, bio = ''): Promise<Person> {
  // Usernames are unique on an instance: a second run must not meet the first.
  const run = Date.now().toString(36).slice(-5);
  const username = `${name.toLowerCase().replace(/[^a-z]/g, '')}.${run}`;
  const email = `${username}@example.org`;
  const password = `pictures ${crypto.randomUUID()}`;
  const { access_token, user } = await call(origin, 'auth.register', { email, username, password });
  const person: Person = {
    id: user.id,
    name,
    email,
    password,
    call: (command, input) => call(origin, command, input, `Bearer ${access_token}`),
  };
  await person.call('user.update', { display_name: name, hue, bio });
  return person;
}

/** Gives what a bot may call with its token. */
export function asBot(origin: string, token: string): Person['call'] {
  return (command, input) => call(origin, command, input, `Bot ${token}`);
}
