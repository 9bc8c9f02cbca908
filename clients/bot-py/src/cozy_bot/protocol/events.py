# Written by protocol/generate/python.ts from the schemas in protocol/src. Do not edit.
"""The gateway's events."""

from typing import Final, Literal, TypeAlias

from msgspec import UNSET, Struct, UnsetType

from .objects import (
    ActionRow,
    Attachment,
    AuditLogEntry,
    Bot,
    Channel,
    CommunitySnapshot,
    Cursors,
    CustomEmoji,
    Draft,
    Embed,
    Installation,
    Interaction,
    Invite,
    JoinForm,
    JoinRequest,
    Member,
    Message,
    NotificationSettings,
    Presence,
    Privacy,
    ReadState,
    Relationship,
    Role,
    ScheduledMessage,
    SelfUser,
    Status,
    Sticker,
    User,
)


class ReadyEventInstance(Struct, frozen=True, kw_only=True):
    name: str
    domain: str


class ReadyEvent(Struct, frozen=True, kw_only=True):
    v: Literal[1]
    connection_id: str
    user: SelfUser
    communities: list[CommunitySnapshot]
    read_states: list[ReadState]
    cursors: Cursors
    instance: ReadyEventInstance
    relationships: list[Relationship] | UnsetType = UNSET
    notification_settings: list[NotificationSettings] | UnsetType = UNSET


class ResumedEvent(Struct, frozen=True, kw_only=True):
    connection_id: str
    replayed: int
    communities: list[str]
    cursors: Cursors


class CommunityUpdateEvent(Struct, frozen=True, kw_only=True):
    id: str
    name: str
    description: str
    hue: int
    owner_id: str
    privacy: Privacy | UnsetType = UNSET
    join: JoinForm | UnsetType = UNSET


class CommunityDeleteEvent(Struct, frozen=True, kw_only=True):
    id: str


class ChannelDeleteEvent(Struct, frozen=True, kw_only=True):
    id: str
    community_id: str


class CommunityRoleDeleteEvent(Struct, frozen=True, kw_only=True):
    id: str
    community_id: str


class CommunityEmojisUpdateEvent(Struct, frozen=True, kw_only=True):
    """The emoji and stickers of a community, oldest first"""

    community_id: str
    emojis: list[CustomEmoji]


class CommunityStickersUpdateEvent(Struct, frozen=True, kw_only=True):
    """The emoji and stickers of a community, oldest first"""

    community_id: str
    stickers: list[Sticker]


class CommunityMemberRemoveEvent(Struct, frozen=True, kw_only=True):
    community_id: str
    user_id: str


class InstallationDeleteEvent(Struct, frozen=True, kw_only=True):
    id: str
    community_id: str
    user_id: str


class CommunityBanAddEvent(Struct, frozen=True, kw_only=True):
    community_id: str
    user: User


class CommunityBanRemoveEvent(Struct, frozen=True, kw_only=True):
    community_id: str
    user: User


class InviteDeleteEvent(Struct, frozen=True, kw_only=True):
    code: str
    community_id: str


class JoinRequestsUpdateEvent(Struct, frozen=True, kw_only=True):
    community_id: str


class MessageUpdateEvent(Struct, frozen=True, kw_only=True):
    id: str
    channel_id: str
    community_id: str
    content: str
    mentions: list[str]
    edited_at: str
    components: list[ActionRow] | UnsetType = UNSET


class MessageDeleteEvent(Struct, frozen=True, kw_only=True):
    id: str
    channel_id: str
    community_id: str
    thread_id: str | UnsetType = UNSET
    mentions: list[str] | UnsetType = UNSET
    mention_roles: list[str] | UnsetType = UNSET
    mention_everyone: bool | UnsetType = UNSET


class MessageDeleteBulkEvent(Struct, frozen=True, kw_only=True):
    ids: list[str]
    channel_id: str
    community_id: str
    mentions: list[str] | UnsetType = UNSET
    mention_roles: list[str] | UnsetType = UNSET
    mention_everyone: bool | UnsetType = UNSET


class ChannelPinsUpdateEvent(Struct, frozen=True, kw_only=True):
    community_id: str
    channel_id: str
    message_id: str
    user_id: str
    pinned_at: str | None


class MessagePollUpdateEvent(Struct, frozen=True, kw_only=True):
    id: str
    channel_id: str
    community_id: str
    counts: list[int]
    voters: int


class PollVoteEvent(Struct, frozen=True, kw_only=True):
    community_id: str
    channel_id: str
    message_id: str
    answers: list[int]


class AttachmentUpdateEvent(Struct, frozen=True, kw_only=True):
    community_id: str
    channel_id: str
    message_id: str
    attachment: Attachment


class MessageEmbedsUpdateEvent(Struct, frozen=True, kw_only=True):
    id: str
    channel_id: str
    community_id: str
    embeds: list[Embed]
    edited_at: str | UnsetType | None = UNSET
    flags: int | UnsetType = UNSET


class AttachmentProgressEvent(Struct, frozen=True, kw_only=True):
    community_id: str
    channel_id: str
    message_id: str
    attachment_id: str
    progress: float


class MessageReactionAddEvent(Struct, frozen=True, kw_only=True):
    community_id: str
    channel_id: str
    message_id: str
    user_id: str
    emoji: str


class MessageReactionRemoveEvent(Struct, frozen=True, kw_only=True):
    community_id: str
    channel_id: str
    message_id: str
    user_id: str
    emoji: str


class TypingStartEvent(Struct, frozen=True, kw_only=True):
    community_id: str
    channel_id: str
    user_id: str
    display_name: str


class PresenceUpdateEvent(Struct, frozen=True, kw_only=True):
    community_id: str
    user_id: str
    status: Status


class PassiveUpdateEventChannels(Struct, frozen=True, kw_only=True):
    id: str
    last_message_id: str


class PassiveUpdateEventThreads(Struct, frozen=True, kw_only=True):
    id: str
    channel_id: str
    last_reply_id: str


class PassiveUpdateEvent(Struct, frozen=True, kw_only=True):
    community_id: str
    channels: list[PassiveUpdateEventChannels]
    member_count: int
    threads: list[PassiveUpdateEventThreads] | UnsetType = UNSET


class SubscribedEvent(Struct, frozen=True, kw_only=True):
    communities: list[str]
    cursors: Cursors


class CommunityMemberListUpdateEvent(Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    community_id: str
    from_: int
    total: int
    online: int
    rows: list[Presence]
    members: list[Member]


class CommunityMembersChunkEvent(Struct, frozen=True, kw_only=True):
    community_id: str
    members: list[Member]
    presences: list[Presence]
    not_found: list[str]


class RelationshipRemoveEvent(Struct, frozen=True, kw_only=True):
    user_id: str


class DirectUpdateEvent(Struct, frozen=True, kw_only=True):
    community_id: str
    user_id: str
    request: Literal["pending"] | Literal["refused"] | None
    closed: str | None


class ThreadMemberUpdateEvent(Struct, frozen=True, kw_only=True):
    thread_id: str
    channel_id: str
    community_id: str
    version: str
    following: bool | UnsetType = UNSET
    last_read_id: str | UnsetType = UNSET


class ScheduledMessageDeleteEvent(Struct, frozen=True, kw_only=True):
    id: str
    channel_id: str


class SessionDeleteEvent(Struct, frozen=True, kw_only=True):
    id: str


class InteractionResponseEvent(Struct, frozen=True, kw_only=True):
    channel_id: str
    message_id: str
    message: Message | None


class BotDeleteEvent(Struct, frozen=True, kw_only=True):
    id: str


EventName: TypeAlias = Literal[
    "READY",
    "RESUMED",
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
    "ATTACHMENT_PROGRESS",
    "MESSAGE_REACTION_ADD",
    "MESSAGE_REACTION_REMOVE",
    "TYPING_START",
    "PRESENCE_UPDATE",
    "PASSIVE_UPDATE",
    "SUBSCRIBED",
    "COMMUNITY_MEMBER_LIST_UPDATE",
    "COMMUNITY_MEMBERS_CHUNK",
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
]

EVENTS: Final[dict[str, type[Struct]]] = {
    # Answers Identify: everything the account sees, at the places in `cursors`.
    "READY": ReadyEvent,
    # Answers Resume, after the missed events. Communities that are not named any more have been left.
    "RESUMED": ResumedEvent,
    # The account has joined a community, or a resumed connection is given its present state afresh. Replaces what was known of it.
    "COMMUNITY_CREATE": CommunitySnapshot,
    # Name, description, mark, owner, privacy of a community have changed, or what it asks of those who join.
    "COMMUNITY_UPDATE": CommunityUpdateEvent,
    # The community is gone, or the account has left it.
    "COMMUNITY_DELETE": CommunityDeleteEvent,
    # A channel was made, or the account may see it from now on.
    "CHANNEL_CREATE": Channel,
    # A channel has changed.
    "CHANNEL_UPDATE": Channel,
    # A channel was deleted, or the account may not see it any more.
    "CHANNEL_DELETE": ChannelDeleteEvent,
    # A role was made.
    "COMMUNITY_ROLE_CREATE": Role,
    # A role has changed.
    "COMMUNITY_ROLE_UPDATE": Role,
    # A role was deleted; every member has lost it.
    "COMMUNITY_ROLE_DELETE": CommunityRoleDeleteEvent,
    # The emoji of a community are these now.
    "COMMUNITY_EMOJIS_UPDATE": CommunityEmojisUpdateEvent,
    # The stickers of a community are these now.
    "COMMUNITY_STICKERS_UPDATE": CommunityStickersUpdateEvent,
    # Someone has joined.
    "COMMUNITY_MEMBER_ADD": Member,
    # A member's roles, nick, timeout or profile have changed.
    "COMMUNITY_MEMBER_UPDATE": Member,
    # Someone has left or was removed.
    "COMMUNITY_MEMBER_REMOVE": CommunityMemberRemoveEvent,
    # A bot was installed.
    "INSTALLATION_CREATE": Installation,
    # What a bot was granted has changed, or its token.
    "INSTALLATION_UPDATE": Installation,
    # A bot was removed.
    "INSTALLATION_DELETE": InstallationDeleteEvent,
    # Someone was banned. If they were a member, COMMUNITY_MEMBER_REMOVE comes before it.
    "COMMUNITY_BAN_ADD": CommunityBanAddEvent,
    # A ban was lifted, or has ended.
    "COMMUNITY_BAN_REMOVE": CommunityBanRemoveEvent,
    # Something was done that the audit log keeps. Cases are numbered in the order of these events.
    "COMMUNITY_AUDIT_LOG_ENTRY_CREATE": AuditLogEntry,
    # An invitation was made.
    "INVITE_CREATE": Invite,
    # An invitation was revoked.
    "INVITE_DELETE": InviteDeleteEvent,
    # Someone wants to be let in, does no more, or it was decided. Who may decide asks who waits by join.list.
    "JOIN_REQUESTS_UPDATE": JoinRequestsUpdateEvent,
    # The account has asked to be let in by a community, has taken that back, or it was decided.
    "JOIN_REQUEST_UPDATE": JoinRequest,
    # A message was sent.
    "MESSAGE_CREATE": Message,
    # A message was edited. `reactions` is left out: it has its own events.
    "MESSAGE_UPDATE": MessageUpdateEvent,
    # A message was deleted.
    "MESSAGE_DELETE": MessageDeleteEvent,
    # Several messages of a channel were deleted at once.
    "MESSAGE_DELETE_BULK": MessageDeleteBulkEvent,
    # A message was pinned to its channel, or its pin was taken away.
    "CHANNEL_PINS_UPDATE": ChannelPinsUpdateEvent,
    # Votes of a poll were counted.
    "MESSAGE_POLL_UPDATE": MessagePollUpdateEvent,
    # The account has voted, on this or another device. Without answers it has taken its vote back.
    "POLL_VOTE": PollVoteEvent,
    # A file of a message has come further: it is uploaded, ready or failed. Replaces what was known of it.
    "ATTACHMENT_UPDATE": AttachmentUpdateEvent,
    # Links of a message were looked up, or their previews are hidden or shown again. Replaces what was known.
    "MESSAGE_EMBEDS_UPDATE": MessageEmbedsUpdateEvent,
    # How much of a file that is being prepared is done. Comes once a second at most, for channels named in Subscribe.
    "ATTACHMENT_PROGRESS": AttachmentProgressEvent,
    # Someone has reacted to a message.
    "MESSAGE_REACTION_ADD": MessageReactionAddEvent,
    # Someone has taken a reaction back.
    "MESSAGE_REACTION_REMOVE": MessageReactionRemoveEvent,
    # Someone is typing; it holds for 10 seconds. Comes for channels named in Subscribe.
    "TYPING_START": TypingStartEvent,
    # Someone is online, idle, not to be disturbed, or offline. Comes for communities named in Subscribe.
    "PRESENCE_UPDATE": PresenceUpdateEvent,
    # Newest messages of channels, and the number of members, of a community that a passive connection has not in view.
    "PASSIVE_UPDATE": PassiveUpdateEvent,
    # Answers Subscribe on a passive connection: the communities that it is given in full after these places.
    "SUBSCRIBED": SubscribedEvent,
    # The rows of a member window as they are now: those who are here first, each group by name.
    "COMMUNITY_MEMBER_LIST_UPDATE": CommunityMemberListUpdateEvent,
    # Answers Request Members.
    "COMMUNITY_MEMBERS_CHUNK": CommunityMembersChunkEvent,
    # The account itself has changed.
    "USER_UPDATE": SelfUser,
    # The account has read further or set its marker back, on this or another device; or came to see a channel that it has read before.
    "READ_STATE_UPDATE": ReadState,
    # Someone has become a friend, was blocked, or there is a friend request.
    "RELATIONSHIP_ADD": Relationship,
    # What someone is to the account has changed, or their profile. Replaces what was known.
    "RELATIONSHIP_UPDATE": Relationship,
    # Someone is nothing to the account any more: no friend, not blocked, no request.
    "RELATIONSHIP_REMOVE": RelationshipRemoveEvent,
    # Someone has accepted, refused, closed or opened a direct conversation. They are told by COMMUNITY_CREATE; the other is not.
    "DIRECT_UPDATE": DirectUpdateEvent,
    # The account follows a thread, follows it no more, or has read further. What is absent stays as it is.
    "THREAD_MEMBER_UPDATE": ThreadMemberUpdateEvent,
    # The account wants to be notified otherwise of a community or channel.
    "NOTIFICATION_SETTINGS_UPDATE": NotificationSettings,
    # A draft was changed, sent or thrown away, on this or another device. One that was changed later holds.
    "DRAFT_UPDATE": Draft,
    # A message was put off, changed, or could not be sent.
    "SCHEDULED_MESSAGE_UPDATE": ScheduledMessage,
    # A message that was put off was sent or taken back.
    "SCHEDULED_MESSAGE_DELETE": ScheduledMessageDeleteEvent,
    # A log-in was ended; its connections are closed with 4004.
    "SESSION_DELETE": SessionDeleteEvent,
    # Someone has called one of the bot's commands, used a component of its message, or sent its modal.
    "INTERACTION_CREATE": Interaction,
    # A bot says something to the account alone, or changes or takes back what it said. It is kept nowhere.
    "INTERACTION_RESPONSE": InteractionResponseEvent,
    # The account has made a bot.
    "BOT_CREATE": Bot,
    # The account has changed a bot.
    "BOT_UPDATE": Bot,
    # The account has deleted a bot.
    "BOT_DELETE": BotDeleteEvent,
}
