import { LIMITS } from '@cozy/protocol';
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

/** The page to make an account. */
export default function Register() {
  const app = useApp();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const [email, setEmail] = createSignal('');
  const [username, setUsername] = createSignal('');
  const [password, setPassword] = createSignal('');
  const action = createAction();
  const next = () => nextPath(search.next);
  const taken = (field: string, code: string) =>
    action.field(field) ?? (action.code() === code ? action.message() : undefined);
  const general = () =>
    action.code() === 'EMAIL_TAKEN' || action.code() === 'USERNAME_TAKEN' ? undefined : action.message();

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    await action.run(async () => {
      const tokens = await callRest(location.origin, 'auth.register', {
        email: email().trim(),
        username: username(),
        password: password(),
      });
      app.enter(location.origin, tokens);
      navigate(next(), { replace: true });
    });
  };

  return (
    <Show when={!app.current() || action.busy()} fallback={<Navigate href={next()} />}>
      <AuthFrame
        title="Make yourself at home"
        lead={`Create your account at ${location.hostname}.`}
        foot={
          <>
            Already have an account? <A href={`/login${location.search}`}>Log in</A>
          </>
        }
      >
        <form class="auth-form" onSubmit={submit} novalidate>
          <Notice look="danger">{general()}</Notice>
          <TextField
            label="Email"
            type="email"
            name="email"
            autocomplete="email"
            value={email()}
            onChange={setEmail}
            error={taken('email', 'EMAIL_TAKEN')}
            required
            autofocus
          />
          <TextField
            label="Username"
            name="username"
            autocomplete="username"
            value={username()}
            onChange={(value) => setUsername(value.toLowerCase().replace(/[^a-z0-9_.]/g, ''))}
            maxLength={LIMITS.usernameLength}
            hint="Letters, digits, underscore and full stop. You can change how you are called later."
            error={taken('username', 'USERNAME_TAKEN')}
            required
          />
          <TextField
            label="Password"
            type="password"
            name="password"
            autocomplete="new-password"
            value={password()}
            onChange={setPassword}
            maxLength={LIMITS.passwordMax}
            hint={`At least ${LIMITS.passwordMin} characters.`}
            error={action.field('password')}
            required
          />
          <Button
            type="submit"
            look="primary"
            wide
            busy={action.busy()}
            disabled={!email().trim() || username().length < 2 || password().length < LIMITS.passwordMin}
          >
            Create account
          </Button>
        </form>
      </AuthFrame>
    </Show>
  );
}
