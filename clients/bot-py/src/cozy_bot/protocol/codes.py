# Written by protocol/generate/python.ts from the schemas in protocol/src. Do not edit.
"""Opcodes, error and close codes, permissions, intents and limits."""

from enum import IntEnum, IntFlag
from typing import Final, Literal, NamedTuple, TypeAlias

GATEWAY_VERSION: Final = 1
DICTIONARY_VERSION: Final = 1
BACKOFF_FIRST: Final = 0.5
BACKOFF_LONGEST: Final = 30.0
MESSAGE_LENGTH: Final = 4000
TITLE_LENGTH: Final = 200
MENTIONS_PER_MESSAGE: Final = 50
WIDE_MENTIONS: Final = 500
POLL_QUESTION_LENGTH: Final = 300
POLL_ANSWER_LENGTH: Final = 100
POLL_ANSWERS: Final = 10
POLL_DURATION: Final = 2764800
PINS_PER_CHANNEL: Final = 250
VERSIONS_PER_MESSAGE: Final = 10
TIMEOUT_DAYS: Final = 28
BAN_SECONDS: Final = 31536000
BAN_DELETES_SECONDS: Final = 604800
SLOWMODE_SECONDS: Final = 21600
MODERATION_PAGE: Final = 100
DELETED_AT_ONCE: Final = 100
REACTIONS_PER_MESSAGE: Final = 20
MENTIONS_LISTED: Final = 100
READ_MARKS: Final = 100
NOTIFICATION_SETTINGS: Final = 1000
DRAFTS_LISTED: Final = 200
SCHEDULED_PER_USER: Final = 100
SCHEDULED_DAYS: Final = 365
NONCE_LENGTH: Final = 64
PUSH_ENDPOINT_LENGTH: Final = 1024
ATTACHMENTS_PER_MESSAGE: Final = 10
ATTACHMENT_BYTES: Final = 5368709120
PENDING_ATTACHMENTS: Final = 50
ATTACHMENT_URLS: Final = 100
FILENAME_LENGTH: Final = 200
ATTACHMENT_DESCRIPTION_LENGTH: Final = 1024
EMBEDS_PER_MESSAGE: Final = 3
LINK_LENGTH: Final = 2048
EMBED_TITLE_LENGTH: Final = 256
EMBED_DESCRIPTION_LENGTH: Final = 350
EMOJIS_PER_COMMUNITY: Final = 50
STICKERS_PER_COMMUNITY: Final = 30
EXPRESSION_NAME_LENGTH: Final = 32
STICKERS_PER_MESSAGE: Final = 1
PICTURE_BYTES: Final = 524288
PICTURE_BODY_BYTES: Final = 720896
HISTORY_PAGE: Final = 100
THREAD_PAGE: Final = 50
FEED_PAGE: Final = 50
UNREAD_REPLIES: Final = 100
PASSIVE_THREADS: Final = 200
MEMBER_PAGE: Final = 1000
SEARCH_LENGTH: Final = 512
SEARCH_PARTS: Final = 20
SEARCH_PAGE: Final = 50
COMMUNITIES_PER_USER: Final = 100
CONVERSATIONS_PER_USER: Final = 200
GROUP_MEMBERS: Final = 25
RELATIONSHIPS_PER_USER: Final = 500
CHANNELS_PER_COMMUNITY: Final = 500
ROLES_PER_COMMUNITY: Final = 250
OVERWRITES_PER_CHANNEL: Final = 100
INVITES_PER_COMMUNITY: Final = 1000
JOIN_QUESTIONS: Final = 5
JOIN_QUESTION_LENGTH: Final = 200
JOIN_CHOICES: Final = 10
JOIN_ANSWER_LENGTH: Final = 1000
JOIN_REQUESTS_PER_COMMUNITY: Final = 1000
JOIN_REQUESTS_PER_USER: Final = 20
JOIN_REQUEST_PAGE: Final = 50
REASON_LENGTH: Final = 512
BOTS_PER_USER: Final = 50
APPLICATION_COMMANDS: Final = 100
COMMAND_NAME_LENGTH: Final = 32
COMMAND_DESCRIPTION_LENGTH: Final = 100
COMMAND_OPTIONS: Final = 25
OPTION_VALUE_LENGTH: Final = 2000
OPTION_CHOICES: Final = 25
CHOICE_LENGTH: Final = 100
LOCALES: Final = 40
COMPONENT_ROWS: Final = 5
ROW_COMPONENTS: Final = 5
CUSTOM_ID_LENGTH: Final = 100
BUTTON_LABEL_LENGTH: Final = 80
PLACEHOLDER_LENGTH: Final = 150
MODAL_TITLE_LENGTH: Final = 45
TEXT_INPUT_LENGTH: Final = 4000
INTERACTION_ANSWER: Final = 3000
INTERACTION_LIFE: Final = 900000
REDIRECT_URIS: Final = 10
REDIRECT_URI_LENGTH: Final = 512
INSTALLATION_CHANNELS: Final = 100
TOKEN_GRACE: Final = 86400
SESSIONS_PER_USER: Final = 50
NAME_LENGTH: Final = 100
TOPIC_LENGTH: Final = 1024
BIO_LENGTH: Final = 190
USERNAME_LENGTH: Final = 32
PASSWORD_MIN: Final = 8
PASSWORD_MAX: Final = 256
EMAIL_LENGTH: Final = 254
FRAME_BYTES: Final = 65536
FRAME_DEPTH: Final = 16
BODY_BYTES: Final = 65536
FRAME_BURST: Final = 300
FRAMES_PER_SECOND: Final = 120
FRAMES_OVER_LIMIT: Final = 1000
IDENTIFY_TIMEOUT: Final = 15000
REQUESTS_IN_FLIGHT: Final = 256
SUBSCRIPTIONS: Final = 200
MEMBER_WINDOW: Final = 200
MEMBER_WINDOWS: Final = 8
PASSIVE_INTERVAL: Final = 1000
MEMBER_LIST_INTERVAL: Final = 1000
BOT_STARTS: Final = 16
BOT_STARTS_PER_SECOND: Final = 4
RESUME_EVENTS: Final = 50000
INFLATED_BYTES: Final = 16777216
SLOW_READER_BYTES: Final = 1048576


class Op(IntEnum):
    """What a frame is."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE_UPDATE = 3
    RESUME = 6
    RECONNECT = 7
    REQUEST_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11
    SUBSCRIBE = 14
    REQUEST = 20
    RESPONSE = 21


class Permission(IntFlag):
    """What a role may do. On the wire a set is the decimal string of its bits."""

    CREATE_INVITE = 1 << 0
    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_COMMUNITY = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_AUDIT_LOG = 1 << 7
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    CONNECT = 1 << 20
    SPEAK = 1 << 21
    CHANGE_NICKNAME = 1 << 26
    MANAGE_NICKNAMES = 1 << 27
    MANAGE_ROLES = 1 << 28
    MANAGE_EXPRESSIONS = 1 << 30
    MODERATE_MEMBERS = 1 << 40


class Intent(IntFlag):
    """Groups of events that a connection may ask for."""

    COMMUNITIES = 1 << 0
    COMMUNITY_MEMBERS = 1 << 1
    COMMUNITY_MODERATION = 1 << 2
    COMMUNITY_EXPRESSIONS = 1 << 3
    COMMUNITY_PRESENCES = 1 << 8
    COMMUNITY_MESSAGES = 1 << 9
    COMMUNITY_MESSAGE_REACTIONS = 1 << 10
    COMMUNITY_MESSAGE_TYPING = 1 << 11


# The intents that ask for events; the others come without.
EVENT_INTENTS: Final[dict[str, Intent]] = {
    "COMMUNITY_UPDATE": Intent.COMMUNITIES,
    "CHANNEL_CREATE": Intent.COMMUNITIES,
    "CHANNEL_UPDATE": Intent.COMMUNITIES,
    "CHANNEL_DELETE": Intent.COMMUNITIES,
    "COMMUNITY_ROLE_CREATE": Intent.COMMUNITIES,
    "COMMUNITY_ROLE_UPDATE": Intent.COMMUNITIES,
    "COMMUNITY_ROLE_DELETE": Intent.COMMUNITIES,
    "COMMUNITY_EMOJIS_UPDATE": Intent.COMMUNITY_EXPRESSIONS,
    "COMMUNITY_STICKERS_UPDATE": Intent.COMMUNITY_EXPRESSIONS,
    "COMMUNITY_MEMBER_ADD": Intent.COMMUNITY_MEMBERS,
    "COMMUNITY_MEMBER_UPDATE": Intent.COMMUNITY_MEMBERS,
    "COMMUNITY_MEMBER_REMOVE": Intent.COMMUNITY_MEMBERS,
    "COMMUNITY_BAN_ADD": Intent.COMMUNITY_MODERATION,
    "COMMUNITY_BAN_REMOVE": Intent.COMMUNITY_MODERATION,
    "JOIN_REQUESTS_UPDATE": Intent.COMMUNITY_MEMBERS,
    "MESSAGE_CREATE": Intent.COMMUNITY_MESSAGES,
    "MESSAGE_UPDATE": Intent.COMMUNITY_MESSAGES,
    "MESSAGE_DELETE": Intent.COMMUNITY_MESSAGES,
    "MESSAGE_DELETE_BULK": Intent.COMMUNITY_MESSAGES,
    "CHANNEL_PINS_UPDATE": Intent.COMMUNITY_MESSAGES,
    "MESSAGE_POLL_UPDATE": Intent.COMMUNITY_MESSAGES,
    "ATTACHMENT_UPDATE": Intent.COMMUNITY_MESSAGES,
    "MESSAGE_EMBEDS_UPDATE": Intent.COMMUNITY_MESSAGES,
    "ATTACHMENT_PROGRESS": Intent.COMMUNITY_MESSAGE_TYPING,
    "MESSAGE_REACTION_ADD": Intent.COMMUNITY_MESSAGE_REACTIONS,
    "MESSAGE_REACTION_REMOVE": Intent.COMMUNITY_MESSAGE_REACTIONS,
    "TYPING_START": Intent.COMMUNITY_MESSAGE_TYPING,
    "PRESENCE_UPDATE": Intent.COMMUNITY_PRESENCES,
}

STORED_EVENTS: Final[frozenset[str]] = frozenset(
    {
        "COMMUNITY_CREATE",
        "COMMUNITY_UPDATE",
        "COMMUNITY_DELETE",
        "CHANNEL_CREATE",
        "CHANNEL_UPDATE",
        "CHANNEL_DELETE",
        "COMMUNITY_ROLE_CREATE",
        "COMMUNITY_ROLE_UPDATE",
        "COMMUNITY_ROLE_DELETE",
        "COMMUNITY_EMOJIS_UPDATE",
        "COMMUNITY_STICKERS_UPDATE",
        "COMMUNITY_MEMBER_ADD",
        "COMMUNITY_MEMBER_UPDATE",
        "COMMUNITY_MEMBER_REMOVE",
        "INSTALLATION_CREATE",
        "INSTALLATION_UPDATE",
        "INSTALLATION_DELETE",
        "COMMUNITY_BAN_ADD",
        "COMMUNITY_BAN_REMOVE",
        "COMMUNITY_AUDIT_LOG_ENTRY_CREATE",
        "INVITE_CREATE",
        "INVITE_DELETE",
        "JOIN_REQUESTS_UPDATE",
        "JOIN_REQUEST_UPDATE",
        "MESSAGE_CREATE",
        "MESSAGE_UPDATE",
        "MESSAGE_DELETE",
        "MESSAGE_DELETE_BULK",
        "CHANNEL_PINS_UPDATE",
        "MESSAGE_POLL_UPDATE",
        "POLL_VOTE",
        "ATTACHMENT_UPDATE",
        "MESSAGE_EMBEDS_UPDATE",
        "MESSAGE_REACTION_ADD",
        "MESSAGE_REACTION_REMOVE",
        "USER_UPDATE",
        "READ_STATE_UPDATE",
        "RELATIONSHIP_ADD",
        "RELATIONSHIP_UPDATE",
        "RELATIONSHIP_REMOVE",
        "DIRECT_UPDATE",
        "THREAD_MEMBER_UPDATE",
        "NOTIFICATION_SETTINGS_UPDATE",
        "DRAFT_UPDATE",
        "SCHEDULED_MESSAGE_UPDATE",
        "SCHEDULED_MESSAGE_DELETE",
        "SESSION_DELETE",
        "INTERACTION_CREATE",
        "INTERACTION_RESPONSE",
        "BOT_CREATE",
        "BOT_UPDATE",
        "BOT_DELETE",
    }
)


class CloseCode(NamedTuple):
    """Why a server closes a connection, and what a client does next."""

    reason: str
    next: Literal["resume", "identify", "fatal"]
    doc: str


CLOSE_CODES: Final[dict[int, CloseCode]] = {
    1001: CloseCode("Going away", "resume", "The node stops. Reconnect and resume."),
    4000: CloseCode("Unknown error", "resume", "Something failed on the node. Reconnect and resume."),
    4001: CloseCode("Unknown opcode", "fatal", "A frame had an opcode that clients may not send."),
    4002: CloseCode("Decode error", "fatal", "A frame could not be decoded, was too large, or did not fit its schema."),
    4003: CloseCode("Not authenticated", "identify", "A frame came before Identify or Resume, or these came too late."),
    4004: CloseCode("Authentication failed", "fatal", "The token is wrong, expired or revoked. Get a new one."),
    4005: CloseCode("Already authenticated", "fatal", "Identify or Resume came twice on one connection."),
    4008: CloseCode("Rate limited", "resume", "Far too many frames. Wait a few seconds, then resume."),
    4009: CloseCode("Session timed out", "resume", "No heartbeat came in time. Reconnect and resume."),
    4010: CloseCode("Invalid shard", "fatal", "shard is [index, count] with index below count."),
    4012: CloseCode("Invalid version", "fatal", "This server does not speak that gateway version or encoding."),
    4013: CloseCode("Invalid intents", "fatal", "intents has bits that do not exist."),
    4016: CloseCode("Slow reader", "resume", "Too much was waiting to be read. Resume; nothing is lost."),
}

# What a scope lets a bot do.
SCOPES: Final[dict[str, str]] = {
    "read:messages": "See that messages are sent, by whom and where, but not what they say",
    "read:message-content": "Read what messages, files and polls say",
    "write:messages": "Send messages and files, and change or delete its own",
    "read:posts": "See that posts and comments are written in feeds, and by whom",
    "write:posts": "Write posts and comments in feeds",
    "read:reactions": "See who reacts to what",
    "write:reactions": "React to messages and vote in polls",
    "read:members": "See who is a member, who comes and goes, and who is online",
    "moderate:messages": "Delete other people's messages, and pin them",
    "moderate:users": "Remove members, and keep them from writing",
    "create:invites": "Invite people",
    "manage:channels": "Make, change and delete channels",
    "manage:roles": "Make and change roles, and give them to members",
    "manage:community": "Change the name and the settings of the community, and its invitations",
    "manage:profile": "Change its own name, colour and description",
    "voice:connect": "Join voice channels, hear and speak there",
    "commands": "Offer slash commands, and answer those who use them",
}

ErrorCode: TypeAlias = Literal[
    "INVALID_INPUT",
    "MALFORMED_BODY",
    "BODY_TOO_LARGE",
    "UNSUPPORTED_MEDIA_TYPE",
    "UNKNOWN_COMMAND",
    "NOT_FOUND",
    "METHOD_NOT_ALLOWED",
    "UNAUTHENTICATED",
    "INVALID_CREDENTIALS",
    "INVALID_REFRESH_TOKEN",
    "FORBIDDEN",
    "MISSING_PERMISSION",
    "MISSING_SCOPE",
    "BOT_SUSPENDED",
    "PEOPLE_ONLY",
    "EMAIL_TAKEN",
    "USERNAME_TAKEN",
    "UNKNOWN_COMMUNITY",
    "UNKNOWN_CHANNEL",
    "UNKNOWN_MESSAGE",
    "UNKNOWN_ATTACHMENT",
    "UNKNOWN_EMOJI",
    "UNKNOWN_STICKER",
    "UNKNOWN_MEMBER",
    "UNKNOWN_ROLE",
    "UNKNOWN_INVITE",
    "UNKNOWN_JOIN_REQUEST",
    "UNKNOWN_BAN",
    "UNKNOWN_CASE",
    "UNKNOWN_USER",
    "UNKNOWN_RELATIONSHIP",
    "UNKNOWN_BOT",
    "UNKNOWN_INSTALLATION",
    "UNKNOWN_SESSION",
    "UNKNOWN_SCHEDULE",
    "UNKNOWN_APPLICATION_COMMAND",
    "UNKNOWN_COMPONENT",
    "UNKNOWN_INTERACTION",
    "INTERACTION_EXPIRED",
    "INTERACTION_ANSWERED",
    "INTERACTION_UNANSWERED",
    "UNKNOWN_TEMPLATE",
    "REFUSED_BY_PERSON",
    "BLOCKED_BY_YOU",
    "WRONG_KIND",
    "ALREADY_MEMBER",
    "JOIN_ANSWERS_NEEDED",
    "BANNED",
    "ALREADY_BANNED",
    "TIMED_OUT",
    "RULES_NOT_ACCEPTED",
    "POLL_CLOSED",
    "NOT_A_TEXT_CHANNEL",
    "NOT_A_THREAD",
    "OWNER_CANNOT_LEAVE",
    "ROLE_HIERARCHY",
    "ROLE_FIXED",
    "LAST_TEXT_CHANNEL",
    "ATTACHMENT_IN_USE",
    "UNUSABLE_PICTURE",
    "FILE_TOO_LARGE",
    "LINK_EXPIRED",
    "LIMIT_REACHED",
    "CONFLICT",
    "RATE_LIMITED",
    "LOG_UNAVAILABLE",
    "DATABASE_UNAVAILABLE",
    "STORAGE_UNAVAILABLE",
    "PROJECTION_BEHIND",
    "UNAVAILABLE",
    "INTERNAL",
]

ERROR_MESSAGES: Final[dict[str, str]] = {
    "INVALID_INPUT": "Some fields are not valid; see errors.",
    "MALFORMED_BODY": "The body is not valid JSON.",
    "BODY_TOO_LARGE": "The body is too large.",
    "UNSUPPORTED_MEDIA_TYPE": "Send the body as application/json.",
    "UNKNOWN_COMMAND": "There is no such command.",
    "NOT_FOUND": "There is no such page or route.",
    "METHOD_NOT_ALLOWED": "This route does not answer this method.",
    "UNAUTHENTICATED": "Log in, or send a valid token.",
    "INVALID_CREDENTIALS": "The email or the password is wrong.",
    "INVALID_REFRESH_TOKEN": "This refresh token is not valid any more. Log in again.",
    "FORBIDDEN": "You may not do this.",
    "MISSING_PERMISSION": "You lack the permission for this.",
    "MISSING_SCOPE": "This bot was not granted the scope for this in this community.",
    "BOT_SUSPENDED": "This bot is suspended in this community. Who manages it can let it go on.",
    "PEOPLE_ONLY": "Only people may do this, not bots.",
    "EMAIL_TAKEN": "There is an account with this email already. Log in instead.",
    "USERNAME_TAKEN": "This username is taken. Choose another.",
    "UNKNOWN_COMMUNITY": "There is no such community, or you are not in it.",
    "UNKNOWN_CHANNEL": "There is no such channel, or you may not see it.",
    "UNKNOWN_MESSAGE": "There is no such message in this channel.",
    "UNKNOWN_ATTACHMENT": "There is no such file, or it is not yours to send here.",
    "UNKNOWN_EMOJI": "There is no such emoji in this community.",
    "UNKNOWN_STICKER": "There is no such sticker in this community.",
    "UNKNOWN_MEMBER": "There is no such member.",
    "UNKNOWN_ROLE": "There is no such role.",
    "UNKNOWN_INVITE": "This invitation does not exist, has ended or is used up.",
    "UNKNOWN_JOIN_REQUEST": "Nobody waits here under this name. Someone may have decided already.",
    "UNKNOWN_BAN": "They are not banned.",
    "UNKNOWN_CASE": "There is no case with this number.",
    "UNKNOWN_USER": "There is no such person.",
    "UNKNOWN_RELATIONSHIP": "There is no such friend or friend request.",
    "UNKNOWN_BOT": "You have no such bot.",
    "UNKNOWN_INSTALLATION": "This bot is not installed in this community.",
    "UNKNOWN_SESSION": "You have no such session.",
    "UNKNOWN_SCHEDULE": "You have no such message waiting. It may have been sent.",
    "UNKNOWN_APPLICATION_COMMAND": "There is no such command here, or you may not use it.",
    "UNKNOWN_COMPONENT": "This message has no such button or select any more.",
    "UNKNOWN_INTERACTION": "There is no such interaction, or it is not for this bot.",
    "INTERACTION_EXPIRED": "It is too late to answer this interaction.",
    "INTERACTION_ANSWERED": "This interaction was answered already. Send a follow-up.",
    "INTERACTION_UNANSWERED": "The bot did not answer. It may be offline; try again later.",
    "UNKNOWN_TEMPLATE": "There is no such template.",
    "REFUSED_BY_PERSON": "This person does not accept this from you.",
    "BLOCKED_BY_YOU": "You have blocked this person. Unblock them first.",
    "WRONG_KIND": "This cannot be done in a conversation of this kind.",
    "ALREADY_MEMBER": "That account is in this community already.",
    "JOIN_ANSWERS_NEEDED": "This community asks questions first. Answer them by join.apply.",
    "BANNED": "That account is banned from this community.",
    "ALREADY_BANNED": "They are banned already. Lift the ban first to change it.",
    "TIMED_OUT": "You are timed out here, and can only read until that ends.",
    "RULES_NOT_ACCEPTED": "Read and accept the rules of this community first.",
    "POLL_CLOSED": "This poll is closed.",
    "NOT_A_TEXT_CHANNEL": "Messages can be sent to text channels and feeds only.",
    "NOT_A_THREAD": "A reply in a thread cannot begin a thread. Reply in the same thread.",
    "OWNER_CANNOT_LEAVE": "The owner cannot leave a community. Delete it or hand it over first.",
    "ROLE_HIERARCHY": "Your highest role must be above the one you act on.",
    "ROLE_FIXED": "This role belongs to every community and cannot be deleted.",
    "LAST_TEXT_CHANNEL": "A community needs at least one text channel.",
    "ATTACHMENT_IN_USE": "This file was sent with a message already. Attach it again.",
    "UNUSABLE_PICTURE": "This is no picture that can be shown. Send a PNG, JPEG, GIF, WebP or AVIF.",
    "FILE_TOO_LARGE": "The file is larger than this instance allows.",
    "LINK_EXPIRED": "This address of a file is not valid any more. Ask for a new one.",
    "LIMIT_REACHED": "This would be more than the limit allows.",
    "CONFLICT": "Someone changed this at the same time. Try again.",
    "RATE_LIMITED": "Too many requests. Wait retry_after seconds.",
    "LOG_UNAVAILABLE": "The event log cannot be reached just now. Try again soon.",
    "DATABASE_UNAVAILABLE": "The database cannot be reached just now. Try again soon.",
    "STORAGE_UNAVAILABLE": "The store of files cannot be reached just now. Try again soon.",
    "PROJECTION_BEHIND": "History is catching up. Try again soon.",
    "UNAVAILABLE": "This server is stopping or starting. Try again soon.",
    "INTERNAL": "Something went wrong on our side. It has been logged.",
}

RETRYABLE: Final[frozenset[str]] = frozenset(
    {
        "CONFLICT",
        "RATE_LIMITED",
        "LOG_UNAVAILABLE",
        "DATABASE_UNAVAILABLE",
        "STORAGE_UNAVAILABLE",
        "PROJECTION_BEHIND",
        "UNAVAILABLE",
    }
)
