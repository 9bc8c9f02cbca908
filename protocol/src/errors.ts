import { type Static, Type } from '@sinclair/typebox';

/**
 * Every error that Cozy answers with: its stable code, its HTTP status and its usual sentence. `retry` marks those that
 * may go away by themselves: a client keeps the request and sends it again.
 */
export const ERRORS = {
  INVALID_INPUT: { status: 400, message: 'Some fields are not valid; see errors.' },
  MALFORMED_BODY: { status: 400, message: 'The body is not valid JSON.' },
  BODY_TOO_LARGE: { status: 413, message: 'The body is too large.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, message: 'Send the body as application/json.' },
  UNKNOWN_COMMAND: { status: 404, message: 'There is no such command.' },
  NOT_FOUND: { status: 404, message: 'There is no such page or route.' },
  METHOD_NOT_ALLOWED: { status: 405, message: 'This route does not answer this method.' },
  UNAUTHENTICATED: { status: 401, message: 'Log in, or send a valid token.' },
  INVALID_CREDENTIALS: { status: 401, message: 'The email or the password is wrong.' },
  INVALID_REFRESH_TOKEN: { status: 401, message: 'This refresh token is not valid any more. Log in again.' },
  FORBIDDEN: { status: 403, message: 'You may not do this.' },
  MISSING_PERMISSION: { status: 403, message: 'You lack the permission for this.' },
  MISSING_SCOPE: { status: 403, message: 'This bot was not granted the scope for this in this community.' },
  BOT_SUSPENDED: { status: 403, message: 'This bot is suspended in this community. Who manages it can let it go on.' },
  PEOPLE_ONLY: { status: 403, message: 'Only people may do this, not bots.' },
  EMAIL_TAKEN: { status: 409, message: 'There is an account with this email already. Log in instead.' },
  USERNAME_TAKEN: { status: 409, message: 'This username is taken. Choose another.' },
  UNKNOWN_COMMUNITY: { status: 404, message: 'There is no such community, or you are not in it.' },
  UNKNOWN_CHANNEL: { status: 404, message: 'There is no such channel, or you may not see it.' },
  UNKNOWN_MESSAGE: { status: 404, message: 'There is no such message in this channel.' },
  UNKNOWN_ATTACHMENT: { status: 404, message: 'There is no such file, or it is not yours to send here.' },
  UNKNOWN_EMOJI: { status: 404, message: 'There is no such emoji in this community.' },
  UNKNOWN_STICKER: { status: 404, message: 'There is no such sticker in this community.' },
  UNKNOWN_MEMBER: { status: 404, message: 'There is no such member.' },
  UNKNOWN_ROLE: { status: 404, message: 'There is no such role.' },
  UNKNOWN_INVITE: { status: 404, message: 'This invitation does not exist, has ended or is used up.' },
  UNKNOWN_JOIN_REQUEST: {
    status: 404,
    message: 'Nobody waits here under this name. Someone may have decided already.',
  },
  UNKNOWN_BAN: { status: 404, message: 'They are not banned.' },
  UNKNOWN_CASE: { status: 404, message: 'There is no case with this number.' },
  UNKNOWN_USER: { status: 404, message: 'There is no such person.' },
  UNKNOWN_RELATIONSHIP: { status: 404, message: 'There is no such friend or friend request.' },
  UNKNOWN_BOT: { status: 404, message: 'You have no such bot.' },
  UNKNOWN_INSTALLATION: { status: 404, message: 'This bot is not installed in this community.' },
  UNKNOWN_SESSION: { status: 404, message: 'You have no such session.' },
  UNKNOWN_SCHEDULE: { status: 404, message: 'You have no such message waiting. It may have been sent.' },
  UNKNOWN_APPLICATION_COMMAND: { status: 404, message: 'There is no such command here, or you may not use it.' },
  UNKNOWN_COMPONENT: { status: 404, message: 'This message has no such button or select any more.' },
  UNKNOWN_INTERACTION: { status: 404, message: 'There is no such interaction, or it is not for this bot.' },
  INTERACTION_EXPIRED: { status: 409, message: 'It is too late to answer this interaction.' },
  INTERACTION_ANSWERED: { status: 409, message: 'This interaction was answered already. Send a follow-up.' },
  INTERACTION_UNANSWERED: { status: 504, message: 'The bot did not answer. It may be offline; try again later.' },
  UNKNOWN_TEMPLATE: { status: 404, message: 'There is no such template.' },
  REFUSED_BY_PERSON: { status: 403, message: 'This person does not accept this from you.' },
  BLOCKED_BY_YOU: { status: 409, message: 'You have blocked this person. Unblock them first.' },
  WRONG_KIND: { status: 409, message: 'This cannot be done in a conversation of this kind.' },
  ALREADY_MEMBER: { status: 409, message: 'That account is in this community already.' },
  JOIN_ANSWERS_NEEDED: { status: 409, message: 'This community asks questions first. Answer them by join.apply.' },
  BANNED: { status: 403, message: 'That account is banned from this community.' },
  ALREADY_BANNED: { status: 409, message: 'They are banned already. Lift the ban first to change it.' },
  TIMED_OUT: { status: 403, message: 'You are timed out here, and can only read until that ends.' },
  RULES_NOT_ACCEPTED: { status: 403, message: 'Read and accept the rules of this community first.' },
  POLL_CLOSED: { status: 409, message: 'This poll is closed.' },
  NOT_A_TEXT_CHANNEL: { status: 400, message: 'Messages can be sent to text channels and feeds only.' },
  NOT_A_THREAD: { status: 400, message: 'A reply in a thread cannot begin a thread. Reply in the same thread.' },
  OWNER_CANNOT_LEAVE: { status: 409, message: 'The owner cannot leave a community. Delete it or hand it over first.' },
  ROLE_HIERARCHY: { status: 403, message: 'Your highest role must be above the one you act on.' },
  ROLE_FIXED: { status: 409, message: 'This role belongs to every community and cannot be deleted.' },
  LAST_TEXT_CHANNEL: { status: 409, message: 'A community needs at least one text channel.' },
  ATTACHMENT_IN_USE: { status: 409, message: 'This file was sent with a message already. Attach it again.' },
  UNUSABLE_PICTURE: {
    status: 422,
    message: 'This is no picture that can be shown. Send a PNG, JPEG, GIF, WebP or AVIF.',
  },
  FILE_TOO_LARGE: { status: 413, message: 'The file is larger than this instance allows.' },
  LINK_EXPIRED: { status: 403, message: 'This address of a file is not valid any more. Ask for a new one.' },
  LIMIT_REACHED: { status: 409, message: 'This would be more than the limit allows.' },
  CONFLICT: { status: 409, message: 'Someone changed this at the same time. Try again.', retry: true },
  RATE_LIMITED: { status: 429, message: 'Too many requests. Wait retry_after seconds.', retry: true },
  LOG_UNAVAILABLE: { status: 503, message: 'The event log cannot be reached just now. Try again soon.', retry: true },
  DATABASE_UNAVAILABLE: {
    status: 503,
    message: 'The database cannot be reached just now. Try again soon.',
    retry: true,
  },
  STORAGE_UNAVAILABLE: {
    status: 503,
    message: 'The store of files cannot be reached just now. Try again soon.',
    retry: true,
  },
  PROJECTION_BEHIND: { status: 503, message: 'History is catching up. Try again soon.', retry: true },
  UNAVAILABLE: { status: 503, message: 'This server is stopping or starting. Try again soon.', retry: true },
  INTERNAL: { status: 500, message: 'Something went wrong on our side. It has been logged.' },
} as const satisfies Record<string, { status: number; message: string; retry?: true }>;

/** A stable error code. */
export type ErrorCode = keyof typeof ERRORS;

/** The body of every error: in a Response frame's `e` and as an HTTP body. */
export const ErrorBody = Type.Object(
  {
    code: Type.Union((Object.keys(ERRORS) as ErrorCode[]).map((code) => Type.Literal(code))),
    message: Type.String({ description: 'A sentence for people that says what to do' }),
    retry_after: Type.Optional(Type.Number({ minimum: 0, description: 'Seconds to wait before the next try' })),
    errors: Type.Optional(
      Type.Record(Type.String(), Type.String(), { description: 'Field path (`/name`) to what it must be' }),
    ),
  },
  { $id: 'Error' },
);
export type ErrorBody = Omit<Static<typeof ErrorBody>, 'code'> & { code: ErrorCode };

/** An error with a stable code. Thrown by commands on the server and by requests in a client. */
export class CozyError extends Error {
  readonly code: ErrorCode;
  /** Seconds to wait before the next try. */
  readonly retryAfter: number | undefined;
  /** Field path to what it must be. */
  readonly errors: Record<string, string> | undefined;

  constructor(
    code: ErrorCode,
    options: { message?: string; retryAfter?: number; errors?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(options.message ?? ERRORS[code].message, { cause: options.cause });
    this.name = 'CozyError';
    this.code = code;
    this.retryAfter = options.retryAfter;
    this.errors = options.errors;
  }

  /** Whether the same request may succeed later without any change. */
  get retryable(): boolean {
    return 'retry' in ERRORS[this.code];
  }

  /** The error as it goes over the wire. */
  toBody(): ErrorBody {
    const body: ErrorBody = { code: this.code, message: this.message };
    if (this.retryAfter !== undefined) body.retry_after = this.retryAfter;
    if (this.errors) body.errors = this.errors;
    return body;
  }

  /** Makes the error again from what came over the wire; a code of a newer server becomes INTERNAL. */
  static fromBody(body: ErrorBody): CozyError {
    const code = Object.hasOwn(ERRORS, body.code) ? body.code : 'INTERNAL';
    return new CozyError(code, { message: body.message, retryAfter: body.retry_after, errors: body.errors });
  }
}
