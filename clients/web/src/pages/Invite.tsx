import { CozyError, type InvitePreview } from '@cozy/protocol';
import { A, useParams } from '@solidjs/router';
import { createResource, Show } from 'solid-js';
import { useApp } from '../app/context.ts';
import { sentence } from '../app/errors.ts';
import { AuthFrame } from '../components/AuthFrame/AuthFrame.tsx';
import { CommunityMark } from '../components/Avatar/Avatar.tsx';
import { JoinDoor } from '../components/JoinDoor/JoinDoor.tsx';
import { callRest } from '../instance/rest.ts';

/** Codes are made of these; anything else is no invitation, and is not asked for. */
const CODE = /^[A-Za-z0-9]{6,32}$/;

/** What an invitation leads to, and the way in: at once, or after logging in or registering. */
export default function Invite() {
  const app = useApp();
  const params = useParams<{ code: string }>();
  const [preview] = createResource(
    () => params.code,
    async (code): Promise<{ invite?: InvitePreview; failure?: string }> => {
      if (!CODE.test(code)) return { failure: new CozyError('UNKNOWN_INVITE').message };
      try {
        const { invite } = await callRest(location.origin, 'invite.preview', { code });
        return { invite };
      } catch (error) {
        return { failure: sentence(error) };
      }
    },
  );
  const next = () => `?next=${encodeURIComponent(`/invite/${params.code}`)}`;

  return (
    <Show when={preview.latest} fallback={<div class="auth" aria-busy="true" />}>
      {(found) => (
        <Show
          when={found().invite}
          fallback={
            <AuthFrame title="This invitation does not work" lead={found().failure} foot={<A href="/">Go home</A>}>
              {null}
            </AuthFrame>
          }
        >
          {(invite) => (
            <AuthFrame
              title="You are invited"
              lead={
                <Show when={invite().inviter} fallback="Join the conversation.">
                  {(inviter) => `${inviter().display_name} invites you to join.`}
                </Show>
              }
              foot={
                <Show when={!app.current()}>
                  Already have an account? <A href={`/login${next()}`}>Log in to join</A>
                </Show>
              }
            >
              <div class="auth-invite">
                <CommunityMark name={invite().community.name} hue={invite().community.hue} size={56} />
                <div class="auth-invite-text">
                  <p class="auth-invite-name">{invite().community.name}</p>
                  {/* A hidden community does not tell how many they are. */}
                  <Show when={invite().community.member_count > 0}>
                    <p class="auth-invite-count">
                      {invite().community.member_count === 1
                        ? '1 member'
                        : `${invite().community.member_count} members`}
                    </p>
                  </Show>
                </div>
              </div>
              <Show when={invite().community.description}>
                <p class="auth-lead">{invite().community.description}</p>
              </Show>
              <div class="auth-form">
                <Show
                  when={app.current()}
                  fallback={
                    <A class="button" data-look="primary" data-wide="" href={`/register${next()}`}>
                      Create an account to join
                    </A>
                  }
                >
                  {(instance) => (
                    <JoinDoor instance={instance()} door={{ code: params.code }} name={invite().community.name} />
                  )}
                </Show>
              </div>
            </AuthFrame>
          )}
        </Show>
      )}
    </Show>
  );
}
