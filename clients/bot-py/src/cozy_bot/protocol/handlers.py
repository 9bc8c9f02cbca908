# Written by protocol/generate/python.ts from the schemas in protocol/src. Do not edit.
"""What `on` takes, by event."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal, TypeAlias, TypeVar, overload

from ..context import Context
from .events import (
    AttachmentProgressEvent,
    AttachmentUpdateEvent,
    BotDeleteEvent,
    ChannelDeleteEvent,
    ChannelPinsUpdateEvent,
    CommunityBanAddEvent,
    CommunityBanRemoveEvent,
    CommunityDeleteEvent,
    CommunityEmojisUpdateEvent,
    CommunityMemberListUpdateEvent,
    CommunityMemberRemoveEvent,
    CommunityMembersChunkEvent,
    CommunityRoleDeleteEvent,
    CommunityStickersUpdateEvent,
    CommunityUpdateEvent,
    DirectUpdateEvent,
    InstallationDeleteEvent,
    InteractionResponseEvent,
    InviteDeleteEvent,
    JoinRequestsUpdateEvent,
    MessageDeleteBulkEvent,
    MessageDeleteEvent,
    MessageEmbedsUpdateEvent,
    MessagePollUpdateEvent,
    MessageReactionAddEvent,
    MessageReactionRemoveEvent,
    MessageUpdateEvent,
    PassiveUpdateEvent,
    PollVoteEvent,
    PresenceUpdateEvent,
    ReadyEvent,
    RelationshipRemoveEvent,
    ResumedEvent,
    ScheduledMessageDeleteEvent,
    SessionDeleteEvent,
    SubscribedEvent,
    ThreadMemberUpdateEvent,
    TypingStartEvent,
)
from .objects import (
    AuditLogEntry,
    Bot,
    Channel,
    CommunitySnapshot,
    Draft,
    Installation,
    Interaction,
    Invite,
    JoinRequest,
    Member,
    Message,
    NotificationSettings,
    ReadState,
    Relationship,
    Role,
    ScheduledMessage,
    SelfUser,
)

T = TypeVar("T")
Handler: TypeAlias = Callable[[T, Context], Awaitable[object]]
Registration: TypeAlias = Callable[[Handler[T]], Handler[T]]


class EventHandlers:
    """Takes handlers of gateway events, by the event's name."""

    def __init__(self) -> None:
        self._handlers: dict[str, list[Handler[Any]]] = {}

    def of(self, name: str) -> list[Handler[Any]]:
        """The handlers of an event, in the order in which they came."""
        return self._handlers.get(name, [])

    @overload
    def on(self, name: Literal["READY"]) -> Registration[ReadyEvent]: ...

    @overload
    def on(self, name: Literal["RESUMED"]) -> Registration[ResumedEvent]: ...

    @overload
    def on(self, name: Literal["COMMUNITY_CREATE"]) -> Registration[CommunitySnapshot]: ...

    @overload
    def on(self, name: Literal["COMMUNITY_UPDATE"]) -> Registration[CommunityUpdateEvent]: ...

    @overload
    def on(self, name: Literal["COMMUNITY_DELETE"]) -> Registration[CommunityDeleteEvent]: ...

    @overload
    def on(self, name: Literal["CHANNEL_CREATE"]) -> Registration[Channel]: ...

    @overload
    def on(self, name: Literal["CHANNEL_UPDATE"]) -> Registration[Channel]: ...

    @overload
    def on(self, name: Literal["CHANNEL_DELETE"]) -> Registration[ChannelDeleteEvent]: ...

    @overload
    def on(self, name: Literal["COMMUNITY_ROLE_CREATE"]) -> Registration[Role]: ...

    @overload
    def on(self, name: Literal["COMMUNITY_ROLE_UPDATE"]) -> Registration[Role]: ...

    @overload
    def on(self, name: Literal["COMMUNITY_ROLE_DELETE"]) -> Registration[CommunityRoleDeleteEvent]: ...

    @overload
    def on(self, name: Literal["COMMUNITY_EMOJIS_UPDATE"]) -> Registration[CommunityEmojisUpdateEvent]: ...

    @overload
    def on(self, name: Literal["COMMUNITY_STICKERS_UPDATE"]) -> Registration[CommunityStickersUpdateEvent]: ...

    @overload
    def on(self, name: Literal["COMMUNITY_MEMBER_ADD"]) -> Registration[Member]: ...

    @overload
    def on(self, name: Literal["COMMUNITY_MEMBER_UPDATE"]) -> Registration[Member]: ...

    @overload
    def on(self, name: Literal["COMMUNITY_MEMBER_REMOVE"]) -> Registration[CommunityMemberRemoveEvent]: ...

    @overload
    def on(self, name: Literal["INSTALLATION_CREATE"]) -> Registration[Installation]: ...

    @overload
    def on(self, name: Literal["INSTALLATION_UPDATE"]) -> Registration[Installation]: ...

    @overload
    def on(self, name: Literal["INSTALLATION_DELETE"]) -> Registration[InstallationDeleteEvent]: ...

    @overload
    def on(self, name: Literal["COMMUNITY_BAN_ADD"]) -> Registration[CommunityBanAddEvent]: ...

    @overload
    def on(self, name: Literal["COMMUNITY_BAN_REMOVE"]) -> Registration[CommunityBanRemoveEvent]: ...

    @overload
    def on(self, name: Literal["COMMUNITY_AUDIT_LOG_ENTRY_CREATE"]) -> Registration[AuditLogEntry]: ...

    @overload
    def on(self, name: Literal["INVITE_CREATE"]) -> Registration[Invite]: ...

    @overload
    def on(self, name: Literal["INVITE_DELETE"]) -> Registration[InviteDeleteEvent]: ...

    @overload
    def on(self, name: Literal["JOIN_REQUESTS_UPDATE"]) -> Registration[JoinRequestsUpdateEvent]: ...

    @overload
    def on(self, name: Literal["JOIN_REQUEST_UPDATE"]) -> Registration[JoinRequest]: ...

    @overload
    def on(self, name: Literal["MESSAGE_CREATE"]) -> Registration[Message]: ...

    @overload
    def on(self, name: Literal["MESSAGE_UPDATE"]) -> Registration[MessageUpdateEvent]: ...

    @overload
    def on(self, name: Literal["MESSAGE_DELETE"]) -> Registration[MessageDeleteEvent]: ...

    @overload
    def on(self, name: Literal["MESSAGE_DELETE_BULK"]) -> Registration[MessageDeleteBulkEvent]: ...

    @overload
    def on(self, name: Literal["CHANNEL_PINS_UPDATE"]) -> Registration[ChannelPinsUpdateEvent]: ...

    @overload
    def on(self, name: Literal["MESSAGE_POLL_UPDATE"]) -> Registration[MessagePollUpdateEvent]: ...

    @overload
    def on(self, name: Literal["POLL_VOTE"]) -> Registration[PollVoteEvent]: ...

    @overload
    def on(self, name: Literal["ATTACHMENT_UPDATE"]) -> Registration[AttachmentUpdateEvent]: ...

    @overload
    def on(self, name: Literal["MESSAGE_EMBEDS_UPDATE"]) -> Registration[MessageEmbedsUpdateEvent]: ...

    @overload
    def on(self, name: Literal["ATTACHMENT_PROGRESS"]) -> Registration[AttachmentProgressEvent]: ...

    @overload
    def on(self, name: Literal["MESSAGE_REACTION_ADD"]) -> Registration[MessageReactionAddEvent]: ...

    @overload
    def on(self, name: Literal["MESSAGE_REACTION_REMOVE"]) -> Registration[MessageReactionRemoveEvent]: ...

    @overload
    def on(self, name: Literal["TYPING_START"]) -> Registration[TypingStartEvent]: ...

    @overload
    def on(self, name: Literal["PRESENCE_UPDATE"]) -> Registration[PresenceUpdateEvent]: ...

    @overload
    def on(self, name: Literal["PASSIVE_UPDATE"]) -> Registration[PassiveUpdateEvent]: ...

    @overload
    def on(self, name: Literal["SUBSCRIBED"]) -> Registration[SubscribedEvent]: ...

    @overload
    def on(self, name: Literal["COMMUNITY_MEMBER_LIST_UPDATE"]) -> Registration[CommunityMemberListUpdateEvent]: ...

    @overload
    def on(self, name: Literal["COMMUNITY_MEMBERS_CHUNK"]) -> Registration[CommunityMembersChunkEvent]: ...

    @overload
    def on(self, name: Literal["USER_UPDATE"]) -> Registration[SelfUser]: ...

    @overload
    def on(self, name: Literal["READ_STATE_UPDATE"]) -> Registration[ReadState]: ...

    @overload
    def on(self, name: Literal["RELATIONSHIP_ADD"]) -> Registration[Relationship]: ...

    @overload
    def on(self, name: Literal["RELATIONSHIP_UPDATE"]) -> Registration[Relationship]: ...

    @overload
    def on(self, name: Literal["RELATIONSHIP_REMOVE"]) -> Registration[RelationshipRemoveEvent]: ...

    @overload
    def on(self, name: Literal["DIRECT_UPDATE"]) -> Registration[DirectUpdateEvent]: ...

    @overload
    def on(self, name: Literal["THREAD_MEMBER_UPDATE"]) -> Registration[ThreadMemberUpdateEvent]: ...

    @overload
    def on(self, name: Literal["NOTIFICATION_SETTINGS_UPDATE"]) -> Registration[NotificationSettings]: ...

    @overload
    def on(self, name: Literal["DRAFT_UPDATE"]) -> Registration[Draft]: ...

    @overload
    def on(self, name: Literal["SCHEDULED_MESSAGE_UPDATE"]) -> Registration[ScheduledMessage]: ...

    @overload
    def on(self, name: Literal["SCHEDULED_MESSAGE_DELETE"]) -> Registration[ScheduledMessageDeleteEvent]: ...

    @overload
    def on(self, name: Literal["SESSION_DELETE"]) -> Registration[SessionDeleteEvent]: ...

    @overload
    def on(self, name: Literal["INTERACTION_CREATE"]) -> Registration[Interaction]: ...

    @overload
    def on(self, name: Literal["INTERACTION_RESPONSE"]) -> Registration[InteractionResponseEvent]: ...

    @overload
    def on(self, name: Literal["BOT_CREATE"]) -> Registration[Bot]: ...

    @overload
    def on(self, name: Literal["BOT_UPDATE"]) -> Registration[Bot]: ...

    @overload
    def on(self, name: Literal["BOT_DELETE"]) -> Registration[BotDeleteEvent]: ...

    def on(self, name: str) -> Registration[Any]:
        """Handles a gateway event: `@bot.on("CHANNEL_CREATE")` over an async function."""

        def register(handler: Handler[Any]) -> Handler[Any]:
            self._handlers.setdefault(name, []).append(handler)
            return handler

        return register
