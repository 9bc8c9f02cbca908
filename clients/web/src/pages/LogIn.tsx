import { A, Navigate, useNavigate, useSearchParams } from '@solidjs/router';
import { createSignal, Show } from 'solid-js';
import { useApp } from '../app/context.ts';
import { createAction } from '../app/errors.ts';
import { nextPath } from '../app/paths.ts';
import { AuthFrame } from '../components/AuthFrame/AuthFrame.tsx';
import { Button } from '../components/Button/Button.tsx';
import { Notice } from '../components/Notice/Notice.tsx';
import { TextField } from '../components/TextField/TextField.tsx';
import { callRest } from '../instance/rest.ts';

/** The page to log in with email and password. */
export default function LogIn() {
  const app = useApp();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [email, setEmail] = createSignal('');
  const [password, setPassword] = createSignal('');
  const action = createAction();
  const next = () => nextPath(search.next);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    await action.run(async () => {
      const tokens = await callRest(location.origin, 'auth.login', { email: email().trim(), password: password() });
      app.enter(location.origin, tokens);
      navigate(next(), { replace: true });
    });
  };

  return (
    <Show when={!app.current() || action.busy()} fallback={<Navigate href={next()} />}>
      <AuthFrame
        title="Welcome back"
        lead={`Log in to Cozy at ${location.hostname}.`}
        foot={
          <>
            New here? <A href={`/register${location.search}`}>Create an account</A>
          </>
        }
      >
        <form class="auth-form" onSubmit={submit} novalidate>
          <Notice>{app.notice()}</Notice>
          <Notice look="danger">{action.message()}</Notice>
          <TextField
            label="Email"
            type="email"
            name="email"
            autocomplete="email"
            value={email()}
            onChange={setEmail}
            error={action.field('email')}
            required
            autofocus
          />
          <TextField
            label="Password"
            type="password"
            name="password"
            autocomplete="current-password"
            value={password()}
            onChange={setPassword}
            error={action.field('password')}
            required
          />
          <Button type="submit" look="primary" wide busy={action.busy()} disabled={!email().trim() || !password()}>
            Log in
          </Button>
        </form>
      </AuthFrame>
    </Show>
  );
}
