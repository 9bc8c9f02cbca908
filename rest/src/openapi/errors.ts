import { COMMANDS, type CommandDefinition, type CommandName, ERRORS, type ErrorCode } from '@cozy/protocol';
import type { Route } from '../api/routes.ts';

/** Errors that any command may give. */
const ANY: ErrorCode[] = ['INVALID_INPUT', 'RATE_LIMITED', 'INTERNAL', 'DATABASE_UNAVAILABLE', 'UNAVAILABLE'];
const WITH_BODY: ErrorCode[] = ['MALFORMED_BODY', 'BODY_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'];

/** Errors that come from what one command does, rather than from who calls it or how. */
const OF_COMMAND: Partial<Record<CommandName, ErrorCode[]>> = {
  'auth.register': ['EMAIL_TAKEN', 'USERNAME_TAKEN'],
  'auth.login': ['INVALID_CREDENTIALS'],
  'auth.refresh': ['INVALID_REFRESH_TOKEN', 'LOG_UNAVAILABLE'],
  'session.revoke': ['UNKNOWN_SESSION'],
  'user.update': ['USERNAME_TAKEN', 'CONFLICT'],
  'community.create': ['UNKNOWN_TEMPLATE', 'LIMIT_REACHED'],
  'community.update': ['CONFLICT'],
  'community.delete': ['FORBIDDEN', 'CONFLICT'],
  'community.join': ['UNKNOWN_COMMUNITY', 'JOIN_ANSWERS_NEEDED', 'LIMIT_REACHED', 'ALREADY_MEMBER', 'BANNED'],
  'join.preview': ['UNKNOWN_INVITE', 'UNKNOWN_COMMUNITY'],
  'join.apply': ['UNKNOWN_INVITE', 'UNKNOWN_COMMUNITY', 'BANNED', 'LIMIT_REACHED', 'CONFLICT'],
  'join.withdraw': ['UNKNOWN_JOIN_REQUEST', 'UNKNOWN_COMMUNITY'],
  'join.list': ['MISSING_PERMISSION'],
  'join.decide': ['MISSING_PERMISSION', 'UNKNOWN_JOIN_REQUEST', 'BANNED', 'LIMIT_REACHED', 'CONFLICT'],
  'invite.create': ['LIMIT_REACHED'],
  'invite.preview': ['UNKNOWN_INVITE'],
  'invite.accept': ['UNKNOWN_INVITE', 'JOIN_ANSWERS_NEEDED', 'LIMIT_REACHED', 'BANNED', 'CONFLICT'],
  'invite.revoke': ['UNKNOWN_INVITE', 'MISSING_PERMISSION'],
  'member.accept-rules': ['UNKNOWN_MEMBER', 'CONFLICT'],
  'member.kick': ['UNKNOWN_MEMBER', 'ROLE_HIERARCHY', 'CONFLICT'],
  'member.ban': ['UNKNOWN_USER', 'ROLE_HIERARCHY', 'ALREADY_BANNED', 'CONFLICT'],
  'member.unban': ['UNKNOWN_BAN'],
  'member.timeout': ['UNKNOWN_MEMBER', 'ROLE_HIERARCHY', 'FORBIDDEN', 'CONFLICT'],
  'member.warn': ['UNKNOWN_MEMBER', 'ROLE_HIERARCHY', 'CONFLICT'],
  'member.note': ['UNKNOWN_USER'],
  'member.update': ['UNKNOWN_MEMBER', 'ROLE_HIERARCHY', 'CONFLICT', 'MISSING_PERMISSION'],
  'case.list': ['PROJECTION_BEHIND'],
  'case.get': ['UNKNOWN_CASE', 'PROJECTION_BEHIND'],
  'case.update': ['UNKNOWN_CASE', 'PROJECTION_BEHIND'],
  'audit.list': ['PROJECTION_BEHIND'],
  'member.leave': ['OWNER_CANNOT_LEAVE', 'UNKNOWN_MEMBER', 'CONFLICT'],
  'role.create': ['LIMIT_REACHED', 'ROLE_HIERARCHY', 'CONFLICT'],
  'role.update': ['UNKNOWN_ROLE', 'ROLE_FIXED', 'ROLE_HIERARCHY', 'CONFLICT'],
  'role.move': ['UNKNOWN_ROLE', 'ROLE_FIXED', 'ROLE_HIERARCHY', 'CONFLICT'],
  'role.delete': ['UNKNOWN_ROLE', 'ROLE_FIXED', 'ROLE_HIERARCHY', 'CONFLICT'],
  'role.assign': ['UNKNOWN_ROLE', 'UNKNOWN_MEMBER', 'ROLE_HIERARCHY', 'CONFLICT'],
  'channel.create': ['LIMIT_REACHED', 'CONFLICT'],
  'channel.update': ['CONFLICT'],
  'channel.move': ['CONFLICT'],
  'channel.delete': ['LAST_TEXT_CHANNEL', 'CONFLICT'],
  'message.send': [
    ...(['NOT_A_TEXT_CHANNEL', 'UNKNOWN_MESSAGE', 'NOT_A_THREAD', 'UNKNOWN_STICKER'] as const),
    ...(['UNKNOWN_ATTACHMENT', 'ATTACHMENT_IN_USE', 'FORBIDDEN'] as const),
  ],
  'emoji.create': ['UNUSABLE_PICTURE', 'LIMIT_REACHED', 'STORAGE_UNAVAILABLE', 'CONFLICT'],
  'emoji.update': ['UNKNOWN_EMOJI', 'CONFLICT'],
  'emoji.delete': ['UNKNOWN_EMOJI', 'STORAGE_UNAVAILABLE', 'CONFLICT'],
  'sticker.create': ['UNUSABLE_PICTURE', 'LIMIT_REACHED', 'STORAGE_UNAVAILABLE', 'CONFLICT'],
  'sticker.update': ['UNKNOWN_STICKER', 'CONFLICT'],
  'sticker.delete': ['UNKNOWN_STICKER', 'STORAGE_UNAVAILABLE', 'CONFLICT'],
  'message.edit': ['UNKNOWN_MESSAGE', 'FORBIDDEN', 'TIMED_OUT'],
  'message.delete': ['UNKNOWN_MESSAGE', 'MISSING_PERMISSION'],
  'message.history': ['PROJECTION_BEHIND'],
  'message.pin': ['UNKNOWN_MESSAGE', 'LIMIT_REACHED'],
  'message.unpin': ['UNKNOWN_MESSAGE'],
  'message.pins': ['PROJECTION_BEHIND'],
  'message.suppress-embeds': ['UNKNOWN_MESSAGE', 'MISSING_PERMISSION'],
  'message.edits': ['UNKNOWN_MESSAGE'],
  'message.delete-bulk': ['UNKNOWN_MESSAGE', 'MISSING_PERMISSION'],
  'message.forward': ['UNKNOWN_MESSAGE', 'NOT_A_TEXT_CHANNEL'],
  'message.search': ['UNKNOWN_COMMUNITY', 'UNKNOWN_CHANNEL', 'RULES_NOT_ACCEPTED', 'MISSING_PERMISSION'],
  'message.schedule': ['NOT_A_TEXT_CHANNEL', 'UNKNOWN_MESSAGE', 'LIMIT_REACHED'],
  'schedule.update': ['UNKNOWN_SCHEDULE', 'CONFLICT'],
  // It sends the message, so the errors of sending are its own.
  'schedule.send': [
    ...(['UNKNOWN_SCHEDULE', 'CONFLICT', 'UNKNOWN_CHANNEL', 'NOT_A_TEXT_CHANNEL', 'UNKNOWN_MESSAGE'] as const),
    ...(['RULES_NOT_ACCEPTED', 'MISSING_PERMISSION', 'REFUSED_BY_PERSON', 'BLOCKED_BY_YOU'] as const),
  ],
  'schedule.cancel': ['UNKNOWN_SCHEDULE', 'CONFLICT'],
  'poll.create': ['NOT_A_TEXT_CHANNEL'],
  'poll.vote': ['UNKNOWN_MESSAGE', 'POLL_CLOSED'],
  'thread.get': ['UNKNOWN_MESSAGE'],
  'thread.follow': ['UNKNOWN_MESSAGE'],
  'thread.unfollow': ['UNKNOWN_MESSAGE'],
  'thread.list': ['PROJECTION_BEHIND'],
  'attachment.create': ['NOT_A_TEXT_CHANNEL', 'FILE_TOO_LARGE', 'LIMIT_REACHED'],
  'notification.update': ['UNKNOWN_CHANNEL', 'LIMIT_REACHED'],
  'read.unmark': ['PROJECTION_BEHIND'],
  'reaction.add': ['UNKNOWN_MESSAGE', 'UNKNOWN_EMOJI', 'LIMIT_REACHED'],
  'reaction.remove': ['UNKNOWN_MESSAGE'],
  'typing.start': ['NOT_A_TEXT_CHANNEL'],
  'relationship.request': ['UNKNOWN_USER', 'REFUSED_BY_PERSON', 'BLOCKED_BY_YOU', 'LIMIT_REACHED', 'CONFLICT'],
  'relationship.accept': ['UNKNOWN_USER', 'UNKNOWN_RELATIONSHIP', 'LIMIT_REACHED', 'CONFLICT'],
  'relationship.remove': ['UNKNOWN_USER', 'UNKNOWN_RELATIONSHIP', 'CONFLICT'],
  'relationship.block': ['UNKNOWN_USER', 'LIMIT_REACHED', 'CONFLICT'],
  'relationship.unblock': ['UNKNOWN_USER', 'UNKNOWN_RELATIONSHIP', 'CONFLICT'],
  'direct.open': ['UNKNOWN_USER', 'REFUSED_BY_PERSON', 'BLOCKED_BY_YOU', 'LIMIT_REACHED', 'CONFLICT'],
  'direct.accept': ['CONFLICT'],
  'direct.refuse': ['CONFLICT'],
  'direct.close': ['CONFLICT'],
  'group.create': ['UNKNOWN_USER', 'REFUSED_BY_PERSON', 'BLOCKED_BY_YOU', 'LIMIT_REACHED'],
  'group.update': ['CONFLICT'],
  'group.add': ['UNKNOWN_USER', 'REFUSED_BY_PERSON', 'BLOCKED_BY_YOU', 'LIMIT_REACHED', 'ALREADY_MEMBER'],
  'group.remove': ['FORBIDDEN', 'OWNER_CANNOT_LEAVE', 'UNKNOWN_MEMBER', 'CONFLICT'],
  'bot.create': ['LIMIT_REACHED'],
  'bot.update': ['UNKNOWN_BOT', 'CONFLICT'],
  'application.get': ['UNKNOWN_BOT'],
  'installation.create': ['UNKNOWN_BOT', 'BANNED', 'LIMIT_REACHED', 'CONFLICT'],
  'installation.update': ['UNKNOWN_INSTALLATION', 'CONFLICT'],
  'installation.delete': ['UNKNOWN_INSTALLATION', 'UNKNOWN_MEMBER', 'CONFLICT'],
  'bot.add': ['UNKNOWN_BOT', 'ALREADY_MEMBER', 'BANNED', 'LIMIT_REACHED', 'CONFLICT'],
  'bot.token-reset': ['UNKNOWN_BOT', 'CONFLICT'],
  'bot.delete': ['UNKNOWN_BOT', 'CONFLICT'],
  'application-command.set': ['FORBIDDEN', 'UNKNOWN_COMMUNITY'],
  'application-command.delete': ['UNKNOWN_APPLICATION_COMMAND'],
  'interaction.create': [
    ...(['NOT_A_TEXT_CHANNEL', 'NOT_A_THREAD', 'UNKNOWN_APPLICATION_COMMAND', 'UNKNOWN_MESSAGE'] as const),
    ...(['UNKNOWN_COMPONENT', 'UNKNOWN_USER', 'UNKNOWN_INTERACTION', 'INTERACTION_EXPIRED'] as const),
    ...(['INTERACTION_UNANSWERED', 'MISSING_PERMISSION', 'PROJECTION_BEHIND'] as const),
  ],
  'interaction.respond': ['UNKNOWN_INTERACTION', 'INTERACTION_EXPIRED', 'INTERACTION_ANSWERED', 'UNKNOWN_CHANNEL'],
  'interaction.follow-up': ['UNKNOWN_INTERACTION', 'INTERACTION_EXPIRED', 'UNKNOWN_CHANNEL'],
  'interaction.edit': ['UNKNOWN_INTERACTION', 'INTERACTION_EXPIRED', 'UNKNOWN_CHANNEL', 'UNKNOWN_MESSAGE'],
  'interaction.delete': ['UNKNOWN_INTERACTION', 'INTERACTION_EXPIRED', 'UNKNOWN_CHANNEL', 'UNKNOWN_MESSAGE'],
};

/**
 * The errors that a route may answer with, by HTTP status. They follow from how it is called, who may call it, and
 * what it does.
 */
export function errorsOf(route: Route): Map<number, ErrorCode[]> {
  const { access, ...definition }: Pick<CommandDefinition, 'access' | 'peopleOnly' | 'scope'> = COMMANDS[route.command];
  const codes = new Set<ErrorCode>(ANY);
  const add = (...more: ErrorCode[]) => {
    for (const code of more) codes.add(code);
  };
  if (route.rest === 'body') add(...WITH_BODY);
  if (access.of !== 'anyone') add('UNAUTHENTICATED');
  if (definition.peopleOnly) add('PEOPLE_ONLY');
  // Who was granted nothing at all is refused also where nothing is needed.
  if (definition.scope !== undefined) add('BOT_SUSPENDED');
  if (definition.scope) add('MISSING_SCOPE');
  if (access.of === 'community') add('UNKNOWN_COMMUNITY');
  if (access.of === 'channel') add('UNKNOWN_CHANNEL');
  if (access.of === 'community' || 'kinds' in access) add('WRONG_KIND');
  if (access.of === 'channel' && 'permissions' in access && access.permissions.length > 0) {
    add('REFUSED_BY_PERSON', 'BLOCKED_BY_YOU');
  }
  if ('permissions' in access && access.permissions.length > 0) {
    add('MISSING_PERMISSION', 'RULES_NOT_ACCEPTED', 'TIMED_OUT');
  }
  // Whatever changes something is announced in the log.
  if (access.of !== 'anyone' && route.method !== 'GET') add('LOG_UNAVAILABLE');
  add(...(OF_COMMAND[route.command] ?? []));
  // A message that may be on its way to the history is waited for.
  if (codes.has('UNKNOWN_MESSAGE')) add('PROJECTION_BEHIND');
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    const { status } = ERRORS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return new Map([...byStatus].sort(([a], [b]) => a - b));
}
