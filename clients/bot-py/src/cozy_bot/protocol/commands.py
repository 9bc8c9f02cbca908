# Written by protocol/generate/python.ts from the schemas in protocol/src. Do not edit.
"""The server's commands as typed methods."""

import builtins
from typing import Any, Final, Generic, Literal, NamedTuple, Protocol, TypeVar

from msgspec import UNSET, Struct, UnsetType

from .objects import (
    ActionRow,
    Application,
    ApplicationCommand,
    Attachment,
    AuditAction,
    AuditLogEntry,
    Ban,
    Bot,
    CaseAction,
    Channel,
    ChannelType,
    CommandDraft,
    Community,
    CommunityCard,
    CommunityExpressions,
    ContactPrivacy,
    Cursors,
    CustomEmoji,
    Draft,
    GivenOption,
    Installation,
    InstalledBot,
    Invite,
    InvitePreview,
    JoinAnswer,
    JoinForm,
    JoinRequest,
    Member,
    Message,
    MessageVersion,
    Modal,
    ModalValue,
    ModerationCase,
    NotificationLevel,
    NotificationSettings,
    OptionChoice,
    Overwrite,
    Privacy,
    PushDevice,
    Relationship,
    Role,
    ScheduledMessage,
    Scope,
    SearchHit,
    SelfUser,
    Session,
    Sticker,
    TemplatePreview,
    TemplateStructure,
    Thread,
    User,
)

I = TypeVar("I", bound=Struct)
O = TypeVar("O")


class Command(NamedTuple, Generic[I, O]):
    """A command of the server."""

    name: str
    input: type[I]
    output: type[O]
    repeatable: bool


class Empty(Struct, frozen=True):
    """An answer that only says that it is done."""


class Call(Protocol):
    """Carries a command out."""

    async def __call__(self, command: Command[I, O], data: I) -> O: ...


class AuthRegisterInput(Struct, frozen=True, kw_only=True):
    email: str
    username: str
    password: str


class AuthRegisterOutput(Struct, frozen=True, kw_only=True):
    access_token: str
    refresh_token: str
    expires_in: int
    user: SelfUser


class AuthLoginInput(Struct, frozen=True, kw_only=True):
    email: str
    password: str


class AuthLoginOutput(Struct, frozen=True, kw_only=True):
    access_token: str
    refresh_token: str
    expires_in: int
    user: SelfUser


class AuthRefreshInput(Struct, frozen=True, kw_only=True):
    refresh_token: str


class AuthRefreshOutput(Struct, frozen=True, kw_only=True):
    access_token: str
    refresh_token: str
    expires_in: int
    user: SelfUser


class AuthLogoutInput(Struct, frozen=True, kw_only=True):
    pass


class SessionListInput(Struct, frozen=True, kw_only=True):
    pass


class SessionListOutput(Struct, frozen=True, kw_only=True):
    sessions: list[Session]


class SessionRevokeInput(Struct, frozen=True, kw_only=True):
    session_id: str


class UserMeInput(Struct, frozen=True, kw_only=True):
    pass


class UserMeOutput(Struct, frozen=True, kw_only=True):
    user: SelfUser


class UserUpdateInput(Struct, frozen=True, kw_only=True):
    username: str | UnsetType = UNSET
    display_name: str | UnsetType = UNSET
    hue: int | UnsetType = UNSET
    bio: str | UnsetType = UNSET
    privacy: ContactPrivacy | UnsetType = UNSET


class UserUpdateOutput(Struct, frozen=True, kw_only=True):
    user: SelfUser


class TemplateListInput(Struct, frozen=True, kw_only=True):
    pass


class TemplateListOutput(Struct, frozen=True, kw_only=True):
    templates: list[TemplatePreview]


class CommunityCreateInput(Struct, frozen=True, kw_only=True):
    name: str
    description: str | UnsetType = UNSET
    hue: int | UnsetType = UNSET
    privacy: Privacy | UnsetType = UNSET
    template: str | UnsetType = UNSET
    structure: TemplateStructure | UnsetType = UNSET


class CommunityCreateOutput(Struct, frozen=True, kw_only=True):
    community: Community


class CommunityUpdateInput(Struct, frozen=True, kw_only=True):
    community_id: str
    name: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    hue: int | UnsetType = UNSET
    privacy: Privacy | UnsetType = UNSET
    join: JoinForm | UnsetType | None = UNSET


class CommunityUpdateOutput(Struct, frozen=True, kw_only=True):
    community: Community


class CommunityDeleteInput(Struct, frozen=True, kw_only=True):
    community_id: str


class CommunityDiscoverInput(Struct, frozen=True, kw_only=True):
    query: str | UnsetType = UNSET
    cursor: str | UnsetType = UNSET


class CommunityDiscoverOutput(Struct, frozen=True, kw_only=True):
    communities: list[CommunityCard]
    cursor: str | None


class CommunityJoinInput(Struct, frozen=True, kw_only=True):
    community_id: str


class CommunityJoinOutput(Struct, frozen=True, kw_only=True):
    community: Community


class CommunityListInput(Struct, frozen=True, kw_only=True):
    pass


class CommunityListOutput(Struct, frozen=True, kw_only=True):
    communities: list[Community]


class InviteCreateInput(Struct, frozen=True, kw_only=True):
    community_id: str
    max_uses: int | UnsetType = UNSET
    expires_in: int | UnsetType = UNSET


class InviteCreateOutput(Struct, frozen=True, kw_only=True):
    invite: Invite


class InviteListInput(Struct, frozen=True, kw_only=True):
    community_id: str


class InviteListOutput(Struct, frozen=True, kw_only=True):
    invites: list[Invite]


class InvitePreviewInput(Struct, frozen=True, kw_only=True):
    code: str


class InvitePreviewOutput(Struct, frozen=True, kw_only=True):
    invite: InvitePreview


class InviteAcceptInput(Struct, frozen=True, kw_only=True):
    code: str


class InviteAcceptOutput(Struct, frozen=True, kw_only=True):
    community: Community


class InviteRevokeInput(Struct, frozen=True, kw_only=True):
    community_id: str
    code: str


class MemberAcceptRulesInput(Struct, frozen=True, kw_only=True):
    community_id: str


class MemberAcceptRulesOutput(Struct, frozen=True, kw_only=True):
    member: Member


class MemberListInput(Struct, frozen=True, kw_only=True):
    community_id: str
    after: str | UnsetType = UNSET
    role_id: str | UnsetType = UNSET
    limit: int | UnsetType = UNSET


class MemberListOutput(Struct, frozen=True, kw_only=True):
    members: list[Member]


class MemberLeaveInput(Struct, frozen=True, kw_only=True):
    community_id: str


class RoleCreateInput(Struct, frozen=True, kw_only=True):
    community_id: str
    name: str
    hue: int | UnsetType | None = UNSET
    permissions: str | UnsetType = UNSET
    position: int | UnsetType = UNSET
    mentionable: bool | UnsetType = UNSET


class RoleCreateOutput(Struct, frozen=True, kw_only=True):
    role: Role


class RoleUpdateInput(Struct, frozen=True, kw_only=True):
    community_id: str
    role_id: str
    name: str | UnsetType = UNSET
    hue: int | UnsetType | None = UNSET
    permissions: str | UnsetType = UNSET
    position: int | UnsetType = UNSET
    mentionable: bool | UnsetType = UNSET


class RoleUpdateOutput(Struct, frozen=True, kw_only=True):
    role: Role


class RoleMoveInput(Struct, frozen=True, kw_only=True):
    community_id: str
    role_id: str
    above: str | None


class RoleMoveOutput(Struct, frozen=True, kw_only=True):
    role: Role


class RoleDeleteInput(Struct, frozen=True, kw_only=True):
    community_id: str
    role_id: str


class RoleAssignInput(Struct, frozen=True, kw_only=True):
    community_id: str
    user_id: str
    roles: list[str]


class RoleAssignOutput(Struct, frozen=True, kw_only=True):
    member: Member


class JoinPreviewInput(Struct, frozen=True, kw_only=True):
    code: str | UnsetType = UNSET
    community_id: str | UnsetType = UNSET


class JoinPreviewOutputCommunity(Struct, frozen=True, kw_only=True):
    name: str
    hue: int


class JoinPreviewOutput(Struct, frozen=True, kw_only=True):
    community: JoinPreviewOutputCommunity
    form: JoinForm | None
    request: JoinRequest | None


class JoinApplyInput(Struct, frozen=True, kw_only=True):
    answers: list[JoinAnswer]
    code: str | UnsetType = UNSET
    community_id: str | UnsetType = UNSET


class JoinApplyOutput(Struct, frozen=True, kw_only=True):
    community: Community | None
    request: JoinRequest | None


class JoinWithdrawInput(Struct, frozen=True, kw_only=True):
    community_id: str


class JoinMeInput(Struct, frozen=True, kw_only=True):
    pass


class JoinMeOutput(Struct, frozen=True, kw_only=True):
    requests: list[JoinRequest]


class JoinListInput(Struct, frozen=True, kw_only=True):
    community_id: str


class JoinListOutput(Struct, frozen=True, kw_only=True):
    requests: list[JoinRequest]
    waiting: int


class JoinDecideInput(Struct, frozen=True, kw_only=True):
    community_id: str
    user_id: str
    approve: bool
    reason: str | UnsetType = UNSET


class JoinDecideOutput(Struct, frozen=True, kw_only=True):
    request: JoinRequest


class MemberKickInput(Struct, frozen=True, kw_only=True):
    community_id: str
    user_id: str
    reason: str | UnsetType = UNSET
    notify: bool | UnsetType = UNSET


class MemberKickOutput(Struct, frozen=True, kw_only=True):
    case_number: int | UnsetType = UNSET
    notified: bool | UnsetType = UNSET


class MemberBanInput(Struct, frozen=True, kw_only=True):
    community_id: str
    user_id: str
    reason: str | UnsetType = UNSET
    notify: bool | UnsetType = UNSET
    duration: int | UnsetType = UNSET
    delete_message_seconds: int | UnsetType = UNSET


class MemberBanOutput(Struct, frozen=True, kw_only=True):
    case_number: int | UnsetType = UNSET
    notified: bool | UnsetType = UNSET


class MemberUnbanInput(Struct, frozen=True, kw_only=True):
    community_id: str
    user_id: str
    reason: str | UnsetType = UNSET


class MemberUnbanOutput(Struct, frozen=True, kw_only=True):
    case_number: int | UnsetType = UNSET
    notified: bool | UnsetType = UNSET


class BanListInput(Struct, frozen=True, kw_only=True):
    community_id: str
    before: str | UnsetType = UNSET
    limit: int | UnsetType = UNSET


class BanListOutput(Struct, frozen=True, kw_only=True):
    bans: list[Ban]
    users: list[User]


class MemberTimeoutInput(Struct, frozen=True, kw_only=True):
    community_id: str
    user_id: str
    communication_disabled_until: str | None
    reason: str | UnsetType = UNSET
    notify: bool | UnsetType = UNSET


class MemberTimeoutOutput(Struct, frozen=True, kw_only=True):
    member: Member
    case_number: int | UnsetType = UNSET
    notified: bool | UnsetType = UNSET


class MemberWarnInput(Struct, frozen=True, kw_only=True):
    community_id: str
    user_id: str
    reason: str
    notify: bool | UnsetType = UNSET


class MemberWarnOutput(Struct, frozen=True, kw_only=True):
    case_number: int | UnsetType = UNSET
    notified: bool | UnsetType = UNSET


class MemberNoteInput(Struct, frozen=True, kw_only=True):
    community_id: str
    user_id: str
    reason: str


class MemberNoteOutput(Struct, frozen=True, kw_only=True):
    case_number: int | UnsetType = UNSET
    notified: bool | UnsetType = UNSET


class MemberUpdateInput(Struct, frozen=True, kw_only=True):
    community_id: str
    user_id: str
    nick: str | None
    reason: str | UnsetType = UNSET


class MemberUpdateOutput(Struct, frozen=True, kw_only=True):
    member: Member


class CaseListInput(Struct, frozen=True, kw_only=True):
    community_id: str
    user_id: str | UnsetType = UNSET
    actor_id: str | UnsetType = UNSET
    action: CaseAction | UnsetType = UNSET
    before: int | UnsetType = UNSET
    limit: int | UnsetType = UNSET


class CaseListOutput(Struct, frozen=True, kw_only=True):
    cases: list[ModerationCase]
    users: list[User]


class CaseGetInput(Struct, frozen=True, kw_only=True):
    community_id: str
    number: int


class CaseGetOutput(Struct, frozen=True, kw_only=True):
    moderation_case: ModerationCase
    users: list[User]


class CaseUpdateInput(Struct, frozen=True, kw_only=True):
    community_id: str
    number: int
    reason: str


class CaseUpdateOutput(Struct, frozen=True, kw_only=True):
    moderation_case: ModerationCase


class AuditListInput(Struct, frozen=True, kw_only=True):
    community_id: str
    user_id: str | UnsetType = UNSET
    target_id: str | UnsetType = UNSET
    action: AuditAction | UnsetType = UNSET
    before: str | UnsetType = UNSET
    after: str | UnsetType = UNSET
    limit: int | UnsetType = UNSET


class AuditListOutput(Struct, frozen=True, kw_only=True):
    entries: list[AuditLogEntry]
    users: list[User]


class ChannelCreateInput(Struct, frozen=True, kw_only=True):
    community_id: str
    name: str
    type: ChannelType
    topic: str | UnsetType = UNSET
    parent_id: str | UnsetType | None = UNSET
    overwrites: list[Overwrite] | UnsetType = UNSET


class ChannelCreateOutput(Struct, frozen=True, kw_only=True):
    channel: Channel


class ChannelUpdateInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    name: str | UnsetType = UNSET
    topic: str | UnsetType = UNSET
    position: int | UnsetType = UNSET
    rate_limit_per_user: int | UnsetType = UNSET
    parent_id: str | UnsetType | None = UNSET
    overwrites: list[Overwrite] | UnsetType = UNSET


class ChannelUpdateOutput(Struct, frozen=True, kw_only=True):
    channel: Channel


class ChannelMoveInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    parent_id: str | UnsetType | None = UNSET
    before: str | UnsetType | None = UNSET


class ChannelMoveOutput(Struct, frozen=True, kw_only=True):
    channel: Channel


class ChannelDeleteInput(Struct, frozen=True, kw_only=True):
    channel_id: str


class MessageSendInputAttachments(Struct, frozen=True, kw_only=True):
    id: str
    description: str | UnsetType = UNSET


class MessageSendInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    content: str
    nonce: str
    reply_to: str | UnsetType = UNSET
    attachments: list[MessageSendInputAttachments] | UnsetType = UNSET
    sticker_ids: list[str] | UnsetType = UNSET
    thread_id: str | UnsetType = UNSET
    title: str | UnsetType = UNSET
    components: list[ActionRow] | UnsetType = UNSET


class MessageSendOutput(Struct, frozen=True, kw_only=True):
    message: Message


class MessageEditInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    message_id: str
    content: str
    components: list[ActionRow] | UnsetType = UNSET


class MessageEditOutput(Struct, frozen=True, kw_only=True):
    message: Message


class MessageDeleteInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    message_id: str


class MessageHistoryInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    before: str | UnsetType = UNSET
    after: str | UnsetType = UNSET
    around: str | UnsetType = UNSET
    thread_id: str | UnsetType = UNSET
    sort: Literal["new", "active"] | UnsetType = UNSET
    before_activity: int | UnsetType = UNSET
    limit: int | UnsetType = UNSET
    at: Cursors | UnsetType = UNSET


class MessageHistoryOutput(Struct, frozen=True, kw_only=True):
    messages: list[Message]


class ReactionAddInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    message_id: str
    emoji: str


class ReactionRemoveInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    message_id: str
    emoji: str


class TypingStartInput(Struct, frozen=True, kw_only=True):
    channel_id: str


class ReadMarkInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    message_id: str


class ReadMarkManyInputMarks(Struct, frozen=True, kw_only=True):
    channel_id: str
    message_id: str


class ReadMarkManyInput(Struct, frozen=True, kw_only=True):
    marks: list[ReadMarkManyInputMarks]


class ReadUnmarkInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    message_id: str


class MessagePinInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    message_id: str


class MessageUnpinInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    message_id: str


class MessagePinsInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    at: Cursors | UnsetType = UNSET


class MessagePinsOutput(Struct, frozen=True, kw_only=True):
    messages: list[Message]


class MessageEditsInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    message_id: str
    at: Cursors | UnsetType = UNSET


class MessageEditsOutput(Struct, frozen=True, kw_only=True):
    versions: list[MessageVersion]


class MessageSuppressEmbedsInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    message_id: str
    suppress: bool


class MessageDeleteBulkInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    message_ids: list[str]


class MessageForwardInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    message_id: str
    to_channel_id: str
    nonce: str


class MessageForwardOutput(Struct, frozen=True, kw_only=True):
    message: Message


class PollCreateInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    question: str
    answers: list[str]
    nonce: str
    multiple: bool | UnsetType = UNSET
    duration: int | UnsetType = UNSET


class PollCreateOutput(Struct, frozen=True, kw_only=True):
    message: Message


class PollVoteInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    message_id: str
    answers: list[int]


class MessageSearchInput(Struct, frozen=True, kw_only=True):
    query: str
    community_id: str | UnsetType = UNSET
    channel_id: str | UnsetType = UNSET
    sort: Literal["newest", "relevance"] | UnsetType = UNSET
    cursor: str | UnsetType = UNSET
    limit: int | UnsetType = UNSET
    utc_offset: int | UnsetType = UNSET


class MessageSearchOutput(Struct, frozen=True, kw_only=True):
    hits: list[SearchHit]
    next: str | None


class ThreadGetInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    thread_id: str


class ThreadGetOutput(Struct, frozen=True, kw_only=True):
    thread: Thread


class ThreadFollowInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    thread_id: str


class ThreadUnfollowInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    thread_id: str


class ThreadMarkInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    thread_id: str
    message_id: str


class ThreadListInput(Struct, frozen=True, kw_only=True):
    before: str | UnsetType = UNSET
    limit: int | UnsetType = UNSET


class ThreadListOutput(Struct, frozen=True, kw_only=True):
    threads: list[Thread]


class FeedHomeInput(Struct, frozen=True, kw_only=True):
    before: str | UnsetType = UNSET
    limit: int | UnsetType = UNSET


class FeedHomeOutput(Struct, frozen=True, kw_only=True):
    messages: list[Message]


class AttachmentCreateInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    filename: str
    size: int
    content_type: str | UnsetType = UNSET
    description: str | UnsetType = UNSET


class AttachmentCreateOutput(Struct, frozen=True, kw_only=True):
    attachment: Attachment
    upload_url: str


class AttachmentUrlsInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    ids: list[str]


class AttachmentUrlsOutputUrls(Struct, frozen=True, kw_only=True):
    id: str
    query: str


class AttachmentUrlsOutput(Struct, frozen=True, kw_only=True):
    urls: list[AttachmentUrlsOutputUrls]
    expires_at: str


class ExpressionListInput(Struct, frozen=True, kw_only=True):
    pass


class ExpressionListOutput(Struct, frozen=True, kw_only=True):
    communities: list[CommunityExpressions]


class EmojiCreateInput(Struct, frozen=True, kw_only=True):
    community_id: str
    name: str
    image: str


class EmojiCreateOutput(Struct, frozen=True, kw_only=True):
    emoji: CustomEmoji


class EmojiUpdateInput(Struct, frozen=True, kw_only=True):
    community_id: str
    emoji_id: str
    name: str


class EmojiUpdateOutput(Struct, frozen=True, kw_only=True):
    emoji: CustomEmoji


class EmojiDeleteInput(Struct, frozen=True, kw_only=True):
    community_id: str
    emoji_id: str


class StickerCreateInput(Struct, frozen=True, kw_only=True):
    community_id: str
    name: str
    image: str


class StickerCreateOutput(Struct, frozen=True, kw_only=True):
    sticker: Sticker


class StickerUpdateInput(Struct, frozen=True, kw_only=True):
    community_id: str
    sticker_id: str
    name: str


class StickerUpdateOutput(Struct, frozen=True, kw_only=True):
    sticker: Sticker


class StickerDeleteInput(Struct, frozen=True, kw_only=True):
    community_id: str
    sticker_id: str


class RelationshipListInput(Struct, frozen=True, kw_only=True):
    pass


class RelationshipListOutput(Struct, frozen=True, kw_only=True):
    relationships: list[Relationship]


class RelationshipRequestInput(Struct, frozen=True, kw_only=True):
    username: str


class RelationshipRequestOutput(Struct, frozen=True, kw_only=True):
    relationship: Relationship


class RelationshipAcceptInput(Struct, frozen=True, kw_only=True):
    user_id: str


class RelationshipAcceptOutput(Struct, frozen=True, kw_only=True):
    relationship: Relationship


class RelationshipRemoveInput(Struct, frozen=True, kw_only=True):
    user_id: str


class RelationshipBlockInput(Struct, frozen=True, kw_only=True):
    user_id: str


class RelationshipBlockOutput(Struct, frozen=True, kw_only=True):
    relationship: Relationship


class RelationshipUnblockInput(Struct, frozen=True, kw_only=True):
    user_id: str


class DirectOpenInput(Struct, frozen=True, kw_only=True):
    user_id: str


class DirectOpenOutput(Struct, frozen=True, kw_only=True):
    community: Community


class DirectListInput(Struct, frozen=True, kw_only=True):
    pass


class DirectListOutput(Struct, frozen=True, kw_only=True):
    communities: list[Community]


class DirectAcceptInput(Struct, frozen=True, kw_only=True):
    community_id: str


class DirectAcceptOutput(Struct, frozen=True, kw_only=True):
    community: Community


class DirectRefuseInput(Struct, frozen=True, kw_only=True):
    community_id: str


class DirectCloseInput(Struct, frozen=True, kw_only=True):
    community_id: str


class GroupCreateInput(Struct, frozen=True, kw_only=True):
    user_ids: list[str]
    name: str | UnsetType = UNSET


class GroupCreateOutput(Struct, frozen=True, kw_only=True):
    community: Community


class GroupUpdateInput(Struct, frozen=True, kw_only=True):
    community_id: str
    name: str


class GroupUpdateOutput(Struct, frozen=True, kw_only=True):
    community: Community


class GroupAddInput(Struct, frozen=True, kw_only=True):
    community_id: str
    user_id: str


class GroupRemoveInput(Struct, frozen=True, kw_only=True):
    community_id: str
    user_id: str


class BotCreateInput(Struct, frozen=True, kw_only=True):
    name: str
    scopes: list[Scope] | UnsetType = UNSET
    redirect_uris: list[str] | UnsetType = UNSET
    public: bool | UnsetType = UNSET


class BotCreateOutput(Struct, frozen=True, kw_only=True):
    bot: Bot
    token: str


class BotListInput(Struct, frozen=True, kw_only=True):
    pass


class BotListOutput(Struct, frozen=True, kw_only=True):
    bots: list[Bot]


class BotUpdateInput(Struct, frozen=True, kw_only=True):
    bot_id: str
    name: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    hue: int | UnsetType = UNSET
    scopes: list[Scope] | UnsetType = UNSET
    redirect_uris: list[str] | UnsetType = UNSET
    public: bool | UnsetType = UNSET


class BotUpdateOutput(Struct, frozen=True, kw_only=True):
    bot: Bot


class BotAddInput(Struct, frozen=True, kw_only=True):
    community_id: str
    bot_id: str


class BotAddOutput(Struct, frozen=True, kw_only=True):
    member: Member


class BotTokenResetInput(Struct, frozen=True, kw_only=True):
    bot_id: str
    grace: int | UnsetType = UNSET


class BotTokenResetOutput(Struct, frozen=True, kw_only=True):
    bot: Bot
    token: str


class BotDeleteInput(Struct, frozen=True, kw_only=True):
    bot_id: str


class ApplicationCommandSetInput(Struct, frozen=True, kw_only=True):
    commands: list[CommandDraft]
    community_id: str | UnsetType = UNSET


class ApplicationCommandSetOutput(Struct, frozen=True, kw_only=True):
    commands: list[ApplicationCommand]


class ApplicationCommandListInput(Struct, frozen=True, kw_only=True):
    channel_id: str


class ApplicationCommandListOutput(Struct, frozen=True, kw_only=True):
    commands: list[ApplicationCommand]
    applications: list[User]


class ApplicationCommandDeleteInput(Struct, frozen=True, kw_only=True):
    command_id: str


class InteractionCreateInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    type: Literal[2, 3, 4, 5]
    thread_id: str | UnsetType = UNSET
    command_id: str | UnsetType = UNSET
    options: list[GivenOption] | UnsetType = UNSET
    target_id: str | UnsetType = UNSET
    message_id: str | UnsetType = UNSET
    custom_id: str | UnsetType = UNSET
    values: list[str] | UnsetType = UNSET
    modal_token: str | UnsetType = UNSET
    components: list[ModalValue] | UnsetType = UNSET


class InteractionCreateOutput(Struct, frozen=True, kw_only=True):
    interaction_id: str
    type: int
    message: Message | UnsetType = UNSET
    choices: list[OptionChoice] | UnsetType = UNSET
    modal: Modal | UnsetType = UNSET
    modal_token: str | UnsetType = UNSET


class InteractionRespondInputData(Struct, frozen=True, kw_only=True):
    content: str | UnsetType = UNSET
    components: list[ActionRow] | UnsetType = UNSET
    flags: Literal[0, 64] | UnsetType = UNSET
    choices: list[OptionChoice] | UnsetType = UNSET
    custom_id: str | UnsetType = UNSET
    title: str | UnsetType = UNSET


class InteractionRespondInput(Struct, frozen=True, kw_only=True):
    interaction_id: str
    token: str
    type: Literal[4, 5, 6, 7, 8, 9]
    data: InteractionRespondInputData | UnsetType = UNSET


class InteractionRespondOutput(Struct, frozen=True, kw_only=True):
    message: Message | UnsetType = UNSET


class InteractionFollowUpInput(Struct, frozen=True, kw_only=True):
    interaction_id: str
    token: str
    content: str
    nonce: str
    components: list[ActionRow] | UnsetType = UNSET
    flags: Literal[0, 64] | UnsetType = UNSET


class InteractionFollowUpOutput(Struct, frozen=True, kw_only=True):
    message: Message


class InteractionEditInput(Struct, frozen=True, kw_only=True):
    interaction_id: str
    message_id: str
    token: str
    content: str | UnsetType = UNSET
    components: list[ActionRow] | UnsetType = UNSET


class InteractionDeleteInput(Struct, frozen=True, kw_only=True):
    interaction_id: str
    message_id: str
    token: str


class ApplicationGetInput(Struct, frozen=True, kw_only=True):
    bot_id: str


class ApplicationGetOutput(Struct, frozen=True, kw_only=True):
    application: Application


class InstallationCreateInputCode(Struct, frozen=True, kw_only=True):
    redirect_uri: str
    code_challenge: str
    code_challenge_method: Literal["S256"]


class InstallationCreateInput(Struct, frozen=True, kw_only=True):
    community_id: str
    bot_id: str
    scopes: list[Scope]
    channels: list[str] | UnsetType = UNSET
    code: InstallationCreateInputCode | UnsetType = UNSET


class InstallationCreateOutput(Struct, frozen=True, kw_only=True):
    installation: Installation
    code: str | UnsetType = UNSET


class InstallationListInput(Struct, frozen=True, kw_only=True):
    community_id: str


class InstallationListOutput(Struct, frozen=True, kw_only=True):
    installations: list[InstalledBot]


class InstallationUpdateInput(Struct, frozen=True, kw_only=True):
    community_id: str
    bot_id: str
    scopes: list[Scope] | UnsetType = UNSET
    channels: list[str] | UnsetType | None = UNSET
    suspended: bool | UnsetType = UNSET


class InstallationUpdateOutput(Struct, frozen=True, kw_only=True):
    installation: Installation


class InstallationDeleteInput(Struct, frozen=True, kw_only=True):
    community_id: str
    bot_id: str


class NotificationListInput(Struct, frozen=True, kw_only=True):
    pass


class NotificationListOutput(Struct, frozen=True, kw_only=True):
    settings: list[NotificationSettings]


class NotificationUpdateInput(Struct, frozen=True, kw_only=True):
    community_id: str
    level: NotificationLevel
    muted: bool
    muted_until: str | None
    suppress_everyone: bool
    channel_id: str | UnsetType = UNSET


class NotificationUpdateOutput(Struct, frozen=True, kw_only=True):
    settings: NotificationSettings


class DraftListInput(Struct, frozen=True, kw_only=True):
    pass


class DraftListOutput(Struct, frozen=True, kw_only=True):
    drafts: list[Draft]


class DraftSetInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    content: str
    reply_to: str | UnsetType = UNSET
    updated_at: str | UnsetType = UNSET


class DraftSetOutput(Struct, frozen=True, kw_only=True):
    draft: Draft


class PushSubscribeInputKeys(Struct, frozen=True, kw_only=True):
    p256dh: str
    auth: str


class PushSubscribeInput(Struct, frozen=True, kw_only=True):
    endpoint: str
    keys: PushSubscribeInputKeys


class PushUnsubscribeInput(Struct, frozen=True, kw_only=True):
    pass


class PushListInput(Struct, frozen=True, kw_only=True):
    pass


class PushListOutput(Struct, frozen=True, kw_only=True):
    devices: list[PushDevice]


class MessageScheduleInput(Struct, frozen=True, kw_only=True):
    channel_id: str
    content: str
    send_at: str
    reply_to: str | UnsetType = UNSET


class MessageScheduleOutput(Struct, frozen=True, kw_only=True):
    scheduled: ScheduledMessage


class ScheduleListInput(Struct, frozen=True, kw_only=True):
    pass


class ScheduleListOutput(Struct, frozen=True, kw_only=True):
    scheduled: list[ScheduledMessage]


class ScheduleUpdateInput(Struct, frozen=True, kw_only=True):
    schedule_id: str
    content: str | UnsetType = UNSET
    send_at: str | UnsetType = UNSET


class ScheduleUpdateOutput(Struct, frozen=True, kw_only=True):
    scheduled: ScheduledMessage


class ScheduleSendInput(Struct, frozen=True, kw_only=True):
    schedule_id: str


class ScheduleCancelInput(Struct, frozen=True, kw_only=True):
    schedule_id: str


AUTH_REGISTER: Final[Command[AuthRegisterInput, AuthRegisterOutput]] = Command(
    "auth.register",
    AuthRegisterInput,
    AuthRegisterOutput,
    False,
)
AUTH_LOGIN: Final[Command[AuthLoginInput, AuthLoginOutput]] = Command(
    "auth.login",
    AuthLoginInput,
    AuthLoginOutput,
    False,
)
AUTH_REFRESH: Final[Command[AuthRefreshInput, AuthRefreshOutput]] = Command(
    "auth.refresh",
    AuthRefreshInput,
    AuthRefreshOutput,
    False,
)
AUTH_LOGOUT: Final[Command[AuthLogoutInput, Empty]] = Command(
    "auth.logout",
    AuthLogoutInput,
    Empty,
    False,
)
SESSION_LIST: Final[Command[SessionListInput, SessionListOutput]] = Command(
    "session.list",
    SessionListInput,
    SessionListOutput,
    True,
)
SESSION_REVOKE: Final[Command[SessionRevokeInput, Empty]] = Command(
    "session.revoke",
    SessionRevokeInput,
    Empty,
    True,
)
USER_ME: Final[Command[UserMeInput, UserMeOutput]] = Command(
    "user.me",
    UserMeInput,
    UserMeOutput,
    True,
)
USER_UPDATE: Final[Command[UserUpdateInput, UserUpdateOutput]] = Command(
    "user.update",
    UserUpdateInput,
    UserUpdateOutput,
    True,
)
TEMPLATE_LIST: Final[Command[TemplateListInput, TemplateListOutput]] = Command(
    "template.list",
    TemplateListInput,
    TemplateListOutput,
    True,
)
COMMUNITY_CREATE: Final[Command[CommunityCreateInput, CommunityCreateOutput]] = Command(
    "community.create",
    CommunityCreateInput,
    CommunityCreateOutput,
    False,
)
COMMUNITY_UPDATE: Final[Command[CommunityUpdateInput, CommunityUpdateOutput]] = Command(
    "community.update",
    CommunityUpdateInput,
    CommunityUpdateOutput,
    True,
)
COMMUNITY_DELETE: Final[Command[CommunityDeleteInput, Empty]] = Command(
    "community.delete",
    CommunityDeleteInput,
    Empty,
    True,
)
COMMUNITY_DISCOVER: Final[Command[CommunityDiscoverInput, CommunityDiscoverOutput]] = Command(
    "community.discover",
    CommunityDiscoverInput,
    CommunityDiscoverOutput,
    True,
)
COMMUNITY_JOIN: Final[Command[CommunityJoinInput, CommunityJoinOutput]] = Command(
    "community.join",
    CommunityJoinInput,
    CommunityJoinOutput,
    False,
)
COMMUNITY_LIST: Final[Command[CommunityListInput, CommunityListOutput]] = Command(
    "community.list",
    CommunityListInput,
    CommunityListOutput,
    True,
)
INVITE_CREATE: Final[Command[InviteCreateInput, InviteCreateOutput]] = Command(
    "invite.create",
    InviteCreateInput,
    InviteCreateOutput,
    False,
)
INVITE_LIST: Final[Command[InviteListInput, InviteListOutput]] = Command(
    "invite.list",
    InviteListInput,
    InviteListOutput,
    True,
)
INVITE_PREVIEW: Final[Command[InvitePreviewInput, InvitePreviewOutput]] = Command(
    "invite.preview",
    InvitePreviewInput,
    InvitePreviewOutput,
    True,
)
INVITE_ACCEPT: Final[Command[InviteAcceptInput, InviteAcceptOutput]] = Command(
    "invite.accept",
    InviteAcceptInput,
    InviteAcceptOutput,
    False,
)
INVITE_REVOKE: Final[Command[InviteRevokeInput, Empty]] = Command(
    "invite.revoke",
    InviteRevokeInput,
    Empty,
    True,
)
MEMBER_ACCEPT_RULES: Final[Command[MemberAcceptRulesInput, MemberAcceptRulesOutput]] = Command(
    "member.accept-rules",
    MemberAcceptRulesInput,
    MemberAcceptRulesOutput,
    True,
)
MEMBER_LIST: Final[Command[MemberListInput, MemberListOutput]] = Command(
    "member.list",
    MemberListInput,
    MemberListOutput,
    True,
)
MEMBER_LEAVE: Final[Command[MemberLeaveInput, Empty]] = Command(
    "member.leave",
    MemberLeaveInput,
    Empty,
    True,
)
ROLE_CREATE: Final[Command[RoleCreateInput, RoleCreateOutput]] = Command(
    "role.create",
    RoleCreateInput,
    RoleCreateOutput,
    False,
)
ROLE_UPDATE: Final[Command[RoleUpdateInput, RoleUpdateOutput]] = Command(
    "role.update",
    RoleUpdateInput,
    RoleUpdateOutput,
    True,
)
ROLE_MOVE: Final[Command[RoleMoveInput, RoleMoveOutput]] = Command(
    "role.move",
    RoleMoveInput,
    RoleMoveOutput,
    True,
)
ROLE_DELETE: Final[Command[RoleDeleteInput, Empty]] = Command(
    "role.delete",
    RoleDeleteInput,
    Empty,
    True,
)
ROLE_ASSIGN: Final[Command[RoleAssignInput, RoleAssignOutput]] = Command(
    "role.assign",
    RoleAssignInput,
    RoleAssignOutput,
    True,
)
JOIN_PREVIEW: Final[Command[JoinPreviewInput, JoinPreviewOutput]] = Command(
    "join.preview",
    JoinPreviewInput,
    JoinPreviewOutput,
    True,
)
JOIN_APPLY: Final[Command[JoinApplyInput, JoinApplyOutput]] = Command(
    "join.apply",
    JoinApplyInput,
    JoinApplyOutput,
    False,
)
JOIN_WITHDRAW: Final[Command[JoinWithdrawInput, Empty]] = Command(
    "join.withdraw",
    JoinWithdrawInput,
    Empty,
    True,
)
JOIN_ME: Final[Command[JoinMeInput, JoinMeOutput]] = Command(
    "join.me",
    JoinMeInput,
    JoinMeOutput,
    True,
)
JOIN_LIST: Final[Command[JoinListInput, JoinListOutput]] = Command(
    "join.list",
    JoinListInput,
    JoinListOutput,
    True,
)
JOIN_DECIDE: Final[Command[JoinDecideInput, JoinDecideOutput]] = Command(
    "join.decide",
    JoinDecideInput,
    JoinDecideOutput,
    True,
)
MEMBER_KICK: Final[Command[MemberKickInput, MemberKickOutput]] = Command(
    "member.kick",
    MemberKickInput,
    MemberKickOutput,
    True,
)
MEMBER_BAN: Final[Command[MemberBanInput, MemberBanOutput]] = Command(
    "member.ban",
    MemberBanInput,
    MemberBanOutput,
    True,
)
MEMBER_UNBAN: Final[Command[MemberUnbanInput, MemberUnbanOutput]] = Command(
    "member.unban",
    MemberUnbanInput,
    MemberUnbanOutput,
    True,
)
BAN_LIST: Final[Command[BanListInput, BanListOutput]] = Command(
    "ban.list",
    BanListInput,
    BanListOutput,
    True,
)
MEMBER_TIMEOUT: Final[Command[MemberTimeoutInput, MemberTimeoutOutput]] = Command(
    "member.timeout",
    MemberTimeoutInput,
    MemberTimeoutOutput,
    True,
)
MEMBER_WARN: Final[Command[MemberWarnInput, MemberWarnOutput]] = Command(
    "member.warn",
    MemberWarnInput,
    MemberWarnOutput,
    False,
)
MEMBER_NOTE: Final[Command[MemberNoteInput, MemberNoteOutput]] = Command(
    "member.note",
    MemberNoteInput,
    MemberNoteOutput,
    False,
)
MEMBER_UPDATE: Final[Command[MemberUpdateInput, MemberUpdateOutput]] = Command(
    "member.update",
    MemberUpdateInput,
    MemberUpdateOutput,
    True,
)
CASE_LIST: Final[Command[CaseListInput, CaseListOutput]] = Command(
    "case.list",
    CaseListInput,
    CaseListOutput,
    True,
)
CASE_GET: Final[Command[CaseGetInput, CaseGetOutput]] = Command(
    "case.get",
    CaseGetInput,
    CaseGetOutput,
    True,
)
CASE_UPDATE: Final[Command[CaseUpdateInput, CaseUpdateOutput]] = Command(
    "case.update",
    CaseUpdateInput,
    CaseUpdateOutput,
    True,
)
AUDIT_LIST: Final[Command[AuditListInput, AuditListOutput]] = Command(
    "audit.list",
    AuditListInput,
    AuditListOutput,
    True,
)
CHANNEL_CREATE: Final[Command[ChannelCreateInput, ChannelCreateOutput]] = Command(
    "channel.create",
    ChannelCreateInput,
    ChannelCreateOutput,
    False,
)
CHANNEL_UPDATE: Final[Command[ChannelUpdateInput, ChannelUpdateOutput]] = Command(
    "channel.update",
    ChannelUpdateInput,
    ChannelUpdateOutput,
    True,
)
CHANNEL_MOVE: Final[Command[ChannelMoveInput, ChannelMoveOutput]] = Command(
    "channel.move",
    ChannelMoveInput,
    ChannelMoveOutput,
    True,
)
CHANNEL_DELETE: Final[Command[ChannelDeleteInput, Empty]] = Command(
    "channel.delete",
    ChannelDeleteInput,
    Empty,
    True,
)
MESSAGE_SEND: Final[Command[MessageSendInput, MessageSendOutput]] = Command(
    "message.send",
    MessageSendInput,
    MessageSendOutput,
    True,
)
MESSAGE_EDIT: Final[Command[MessageEditInput, MessageEditOutput]] = Command(
    "message.edit",
    MessageEditInput,
    MessageEditOutput,
    True,
)
MESSAGE_DELETE: Final[Command[MessageDeleteInput, Empty]] = Command(
    "message.delete",
    MessageDeleteInput,
    Empty,
    True,
)
MESSAGE_HISTORY: Final[Command[MessageHistoryInput, MessageHistoryOutput]] = Command(
    "message.history",
    MessageHistoryInput,
    MessageHistoryOutput,
    True,
)
REACTION_ADD: Final[Command[ReactionAddInput, Empty]] = Command(
    "reaction.add",
    ReactionAddInput,
    Empty,
    True,
)
REACTION_REMOVE: Final[Command[ReactionRemoveInput, Empty]] = Command(
    "reaction.remove",
    ReactionRemoveInput,
    Empty,
    True,
)
TYPING_START: Final[Command[TypingStartInput, Empty]] = Command(
    "typing.start",
    TypingStartInput,
    Empty,
    False,
)
READ_MARK: Final[Command[ReadMarkInput, Empty]] = Command(
    "read.mark",
    ReadMarkInput,
    Empty,
    True,
)
READ_MARK_MANY: Final[Command[ReadMarkManyInput, Empty]] = Command(
    "read.mark-many",
    ReadMarkManyInput,
    Empty,
    False,
)
READ_UNMARK: Final[Command[ReadUnmarkInput, Empty]] = Command(
    "read.unmark",
    ReadUnmarkInput,
    Empty,
    True,
)
MESSAGE_PIN: Final[Command[MessagePinInput, Empty]] = Command(
    "message.pin",
    MessagePinInput,
    Empty,
    True,
)
MESSAGE_UNPIN: Final[Command[MessageUnpinInput, Empty]] = Command(
    "message.unpin",
    MessageUnpinInput,
    Empty,
    True,
)
MESSAGE_PINS: Final[Command[MessagePinsInput, MessagePinsOutput]] = Command(
    "message.pins",
    MessagePinsInput,
    MessagePinsOutput,
    True,
)
MESSAGE_EDITS: Final[Command[MessageEditsInput, MessageEditsOutput]] = Command(
    "message.edits",
    MessageEditsInput,
    MessageEditsOutput,
    True,
)
MESSAGE_SUPPRESS_EMBEDS: Final[Command[MessageSuppressEmbedsInput, Empty]] = Command(
    "message.suppress-embeds",
    MessageSuppressEmbedsInput,
    Empty,
    True,
)
MESSAGE_DELETE_BULK: Final[Command[MessageDeleteBulkInput, Empty]] = Command(
    "message.delete-bulk",
    MessageDeleteBulkInput,
    Empty,
    False,
)
MESSAGE_FORWARD: Final[Command[MessageForwardInput, MessageForwardOutput]] = Command(
    "message.forward",
    MessageForwardInput,
    MessageForwardOutput,
    True,
)
POLL_CREATE: Final[Command[PollCreateInput, PollCreateOutput]] = Command(
    "poll.create",
    PollCreateInput,
    PollCreateOutput,
    True,
)
POLL_VOTE: Final[Command[PollVoteInput, Empty]] = Command(
    "poll.vote",
    PollVoteInput,
    Empty,
    True,
)
MESSAGE_SEARCH: Final[Command[MessageSearchInput, MessageSearchOutput]] = Command(
    "message.search",
    MessageSearchInput,
    MessageSearchOutput,
    True,
)
THREAD_GET: Final[Command[ThreadGetInput, ThreadGetOutput]] = Command(
    "thread.get",
    ThreadGetInput,
    ThreadGetOutput,
    True,
)
THREAD_FOLLOW: Final[Command[ThreadFollowInput, Empty]] = Command(
    "thread.follow",
    ThreadFollowInput,
    Empty,
    True,
)
THREAD_UNFOLLOW: Final[Command[ThreadUnfollowInput, Empty]] = Command(
    "thread.unfollow",
    ThreadUnfollowInput,
    Empty,
    True,
)
THREAD_MARK: Final[Command[ThreadMarkInput, Empty]] = Command(
    "thread.mark",
    ThreadMarkInput,
    Empty,
    True,
)
THREAD_LIST: Final[Command[ThreadListInput, ThreadListOutput]] = Command(
    "thread.list",
    ThreadListInput,
    ThreadListOutput,
    True,
)
FEED_HOME: Final[Command[FeedHomeInput, FeedHomeOutput]] = Command(
    "feed.home",
    FeedHomeInput,
    FeedHomeOutput,
    True,
)
ATTACHMENT_CREATE: Final[Command[AttachmentCreateInput, AttachmentCreateOutput]] = Command(
    "attachment.create",
    AttachmentCreateInput,
    AttachmentCreateOutput,
    False,
)
ATTACHMENT_URLS: Final[Command[AttachmentUrlsInput, AttachmentUrlsOutput]] = Command(
    "attachment.urls",
    AttachmentUrlsInput,
    AttachmentUrlsOutput,
    False,
)
EXPRESSION_LIST: Final[Command[ExpressionListInput, ExpressionListOutput]] = Command(
    "expression.list",
    ExpressionListInput,
    ExpressionListOutput,
    True,
)
EMOJI_CREATE: Final[Command[EmojiCreateInput, EmojiCreateOutput]] = Command(
    "emoji.create",
    EmojiCreateInput,
    EmojiCreateOutput,
    False,
)
EMOJI_UPDATE: Final[Command[EmojiUpdateInput, EmojiUpdateOutput]] = Command(
    "emoji.update",
    EmojiUpdateInput,
    EmojiUpdateOutput,
    True,
)
EMOJI_DELETE: Final[Command[EmojiDeleteInput, Empty]] = Command(
    "emoji.delete",
    EmojiDeleteInput,
    Empty,
    True,
)
STICKER_CREATE: Final[Command[StickerCreateInput, StickerCreateOutput]] = Command(
    "sticker.create",
    StickerCreateInput,
    StickerCreateOutput,
    False,
)
STICKER_UPDATE: Final[Command[StickerUpdateInput, StickerUpdateOutput]] = Command(
    "sticker.update",
    StickerUpdateInput,
    StickerUpdateOutput,
    True,
)
STICKER_DELETE: Final[Command[StickerDeleteInput, Empty]] = Command(
    "sticker.delete",
    StickerDeleteInput,
    Empty,
    True,
)
RELATIONSHIP_LIST: Final[Command[RelationshipListInput, RelationshipListOutput]] = Command(
    "relationship.list",
    RelationshipListInput,
    RelationshipListOutput,
    True,
)
RELATIONSHIP_REQUEST: Final[Command[RelationshipRequestInput, RelationshipRequestOutput]] = Command(
    "relationship.request",
    RelationshipRequestInput,
    RelationshipRequestOutput,
    False,
)
RELATIONSHIP_ACCEPT: Final[Command[RelationshipAcceptInput, RelationshipAcceptOutput]] = Command(
    "relationship.accept",
    RelationshipAcceptInput,
    RelationshipAcceptOutput,
    True,
)
RELATIONSHIP_REMOVE: Final[Command[RelationshipRemoveInput, Empty]] = Command(
    "relationship.remove",
    RelationshipRemoveInput,
    Empty,
    True,
)
RELATIONSHIP_BLOCK: Final[Command[RelationshipBlockInput, RelationshipBlockOutput]] = Command(
    "relationship.block",
    RelationshipBlockInput,
    RelationshipBlockOutput,
    True,
)
RELATIONSHIP_UNBLOCK: Final[Command[RelationshipUnblockInput, Empty]] = Command(
    "relationship.unblock",
    RelationshipUnblockInput,
    Empty,
    True,
)
DIRECT_OPEN: Final[Command[DirectOpenInput, DirectOpenOutput]] = Command(
    "direct.open",
    DirectOpenInput,
    DirectOpenOutput,
    False,
)
DIRECT_LIST: Final[Command[DirectListInput, DirectListOutput]] = Command(
    "direct.list",
    DirectListInput,
    DirectListOutput,
    True,
)
DIRECT_ACCEPT: Final[Command[DirectAcceptInput, DirectAcceptOutput]] = Command(
    "direct.accept",
    DirectAcceptInput,
    DirectAcceptOutput,
    True,
)
DIRECT_REFUSE: Final[Command[DirectRefuseInput, Empty]] = Command(
    "direct.refuse",
    DirectRefuseInput,
    Empty,
    True,
)
DIRECT_CLOSE: Final[Command[DirectCloseInput, Empty]] = Command(
    "direct.close",
    DirectCloseInput,
    Empty,
    True,
)
GROUP_CREATE: Final[Command[GroupCreateInput, GroupCreateOutput]] = Command(
    "group.create",
    GroupCreateInput,
    GroupCreateOutput,
    False,
)
GROUP_UPDATE: Final[Command[GroupUpdateInput, GroupUpdateOutput]] = Command(
    "group.update",
    GroupUpdateInput,
    GroupUpdateOutput,
    True,
)
GROUP_ADD: Final[Command[GroupAddInput, Empty]] = Command(
    "group.add",
    GroupAddInput,
    Empty,
    True,
)
GROUP_REMOVE: Final[Command[GroupRemoveInput, Empty]] = Command(
    "group.remove",
    GroupRemoveInput,
    Empty,
    True,
)
BOT_CREATE: Final[Command[BotCreateInput, BotCreateOutput]] = Command(
    "bot.create",
    BotCreateInput,
    BotCreateOutput,
    False,
)
BOT_LIST: Final[Command[BotListInput, BotListOutput]] = Command(
    "bot.list",
    BotListInput,
    BotListOutput,
    True,
)
BOT_UPDATE: Final[Command[BotUpdateInput, BotUpdateOutput]] = Command(
    "bot.update",
    BotUpdateInput,
    BotUpdateOutput,
    True,
)
BOT_ADD: Final[Command[BotAddInput, BotAddOutput]] = Command(
    "bot.add",
    BotAddInput,
    BotAddOutput,
    False,
)
BOT_TOKEN_RESET: Final[Command[BotTokenResetInput, BotTokenResetOutput]] = Command(
    "bot.token-reset",
    BotTokenResetInput,
    BotTokenResetOutput,
    False,
)
BOT_DELETE: Final[Command[BotDeleteInput, Empty]] = Command(
    "bot.delete",
    BotDeleteInput,
    Empty,
    True,
)
APPLICATION_COMMAND_SET: Final[Command[ApplicationCommandSetInput, ApplicationCommandSetOutput]] = Command(
    "application-command.set",
    ApplicationCommandSetInput,
    ApplicationCommandSetOutput,
    True,
)
APPLICATION_COMMAND_LIST: Final[Command[ApplicationCommandListInput, ApplicationCommandListOutput]] = Command(
    "application-command.list",
    ApplicationCommandListInput,
    ApplicationCommandListOutput,
    True,
)
APPLICATION_COMMAND_DELETE: Final[Command[ApplicationCommandDeleteInput, Empty]] = Command(
    "application-command.delete",
    ApplicationCommandDeleteInput,
    Empty,
    True,
)
INTERACTION_CREATE: Final[Command[InteractionCreateInput, InteractionCreateOutput]] = Command(
    "interaction.create",
    InteractionCreateInput,
    InteractionCreateOutput,
    False,
)
INTERACTION_RESPOND: Final[Command[InteractionRespondInput, InteractionRespondOutput]] = Command(
    "interaction.respond",
    InteractionRespondInput,
    InteractionRespondOutput,
    False,
)
INTERACTION_FOLLOW_UP: Final[Command[InteractionFollowUpInput, InteractionFollowUpOutput]] = Command(
    "interaction.follow-up",
    InteractionFollowUpInput,
    InteractionFollowUpOutput,
    True,
)
INTERACTION_EDIT: Final[Command[InteractionEditInput, Empty]] = Command(
    "interaction.edit",
    InteractionEditInput,
    Empty,
    True,
)
INTERACTION_DELETE: Final[Command[InteractionDeleteInput, Empty]] = Command(
    "interaction.delete",
    InteractionDeleteInput,
    Empty,
    True,
)
APPLICATION_GET: Final[Command[ApplicationGetInput, ApplicationGetOutput]] = Command(
    "application.get",
    ApplicationGetInput,
    ApplicationGetOutput,
    True,
)
INSTALLATION_CREATE: Final[Command[InstallationCreateInput, InstallationCreateOutput]] = Command(
    "installation.create",
    InstallationCreateInput,
    InstallationCreateOutput,
    False,
)
INSTALLATION_LIST: Final[Command[InstallationListInput, InstallationListOutput]] = Command(
    "installation.list",
    InstallationListInput,
    InstallationListOutput,
    True,
)
INSTALLATION_UPDATE: Final[Command[InstallationUpdateInput, InstallationUpdateOutput]] = Command(
    "installation.update",
    InstallationUpdateInput,
    InstallationUpdateOutput,
    True,
)
INSTALLATION_DELETE: Final[Command[InstallationDeleteInput, Empty]] = Command(
    "installation.delete",
    InstallationDeleteInput,
    Empty,
    True,
)
NOTIFICATION_LIST: Final[Command[NotificationListInput, NotificationListOutput]] = Command(
    "notification.list",
    NotificationListInput,
    NotificationListOutput,
    True,
)
NOTIFICATION_UPDATE: Final[Command[NotificationUpdateInput, NotificationUpdateOutput]] = Command(
    "notification.update",
    NotificationUpdateInput,
    NotificationUpdateOutput,
    True,
)
DRAFT_LIST: Final[Command[DraftListInput, DraftListOutput]] = Command(
    "draft.list",
    DraftListInput,
    DraftListOutput,
    True,
)
DRAFT_SET: Final[Command[DraftSetInput, DraftSetOutput]] = Command(
    "draft.set",
    DraftSetInput,
    DraftSetOutput,
    True,
)
PUSH_SUBSCRIBE: Final[Command[PushSubscribeInput, Empty]] = Command(
    "push.subscribe",
    PushSubscribeInput,
    Empty,
    True,
)
PUSH_UNSUBSCRIBE: Final[Command[PushUnsubscribeInput, Empty]] = Command(
    "push.unsubscribe",
    PushUnsubscribeInput,
    Empty,
    True,
)
PUSH_LIST: Final[Command[PushListInput, PushListOutput]] = Command(
    "push.list",
    PushListInput,
    PushListOutput,
    True,
)
MESSAGE_SCHEDULE: Final[Command[MessageScheduleInput, MessageScheduleOutput]] = Command(
    "message.schedule",
    MessageScheduleInput,
    MessageScheduleOutput,
    False,
)
SCHEDULE_LIST: Final[Command[ScheduleListInput, ScheduleListOutput]] = Command(
    "schedule.list",
    ScheduleListInput,
    ScheduleListOutput,
    True,
)
SCHEDULE_UPDATE: Final[Command[ScheduleUpdateInput, ScheduleUpdateOutput]] = Command(
    "schedule.update",
    ScheduleUpdateInput,
    ScheduleUpdateOutput,
    True,
)
SCHEDULE_SEND: Final[Command[ScheduleSendInput, Empty]] = Command(
    "schedule.send",
    ScheduleSendInput,
    Empty,
    False,
)
SCHEDULE_CANCEL: Final[Command[ScheduleCancelInput, Empty]] = Command(
    "schedule.cancel",
    ScheduleCancelInput,
    Empty,
    True,
)

COMMANDS: Final[dict[str, Command[Any, Any]]] = {
    "auth.register": AUTH_REGISTER,
    "auth.login": AUTH_LOGIN,
    "auth.refresh": AUTH_REFRESH,
    "auth.logout": AUTH_LOGOUT,
    "session.list": SESSION_LIST,
    "session.revoke": SESSION_REVOKE,
    "user.me": USER_ME,
    "user.update": USER_UPDATE,
    "template.list": TEMPLATE_LIST,
    "community.create": COMMUNITY_CREATE,
    "community.update": COMMUNITY_UPDATE,
    "community.delete": COMMUNITY_DELETE,
    "community.discover": COMMUNITY_DISCOVER,
    "community.join": COMMUNITY_JOIN,
    "community.list": COMMUNITY_LIST,
    "invite.create": INVITE_CREATE,
    "invite.list": INVITE_LIST,
    "invite.preview": INVITE_PREVIEW,
    "invite.accept": INVITE_ACCEPT,
    "invite.revoke": INVITE_REVOKE,
    "member.accept-rules": MEMBER_ACCEPT_RULES,
    "member.list": MEMBER_LIST,
    "member.leave": MEMBER_LEAVE,
    "role.create": ROLE_CREATE,
    "role.update": ROLE_UPDATE,
    "role.move": ROLE_MOVE,
    "role.delete": ROLE_DELETE,
    "role.assign": ROLE_ASSIGN,
    "join.preview": JOIN_PREVIEW,
    "join.apply": JOIN_APPLY,
    "join.withdraw": JOIN_WITHDRAW,
    "join.me": JOIN_ME,
    "join.list": JOIN_LIST,
    "join.decide": JOIN_DECIDE,
    "member.kick": MEMBER_KICK,
    "member.ban": MEMBER_BAN,
    "member.unban": MEMBER_UNBAN,
    "ban.list": BAN_LIST,
    "member.timeout": MEMBER_TIMEOUT,
    "member.warn": MEMBER_WARN,
    "member.note": MEMBER_NOTE,
    "member.update": MEMBER_UPDATE,
    "case.list": CASE_LIST,
    "case.get": CASE_GET,
    "case.update": CASE_UPDATE,
    "audit.list": AUDIT_LIST,
    "channel.create": CHANNEL_CREATE,
    "channel.update": CHANNEL_UPDATE,
    "channel.move": CHANNEL_MOVE,
    "channel.delete": CHANNEL_DELETE,
    "message.send": MESSAGE_SEND,
    "message.edit": MESSAGE_EDIT,
    "message.delete": MESSAGE_DELETE,
    "message.history": MESSAGE_HISTORY,
    "reaction.add": REACTION_ADD,
    "reaction.remove": REACTION_REMOVE,
    "typing.start": TYPING_START,
    "read.mark": READ_MARK,
    "read.mark-many": READ_MARK_MANY,
    "read.unmark": READ_UNMARK,
    "message.pin": MESSAGE_PIN,
    "message.unpin": MESSAGE_UNPIN,
    "message.pins": MESSAGE_PINS,
    "message.edits": MESSAGE_EDITS,
    "message.suppress-embeds": MESSAGE_SUPPRESS_EMBEDS,
    "message.delete-bulk": MESSAGE_DELETE_BULK,
    "message.forward": MESSAGE_FORWARD,
    "poll.create": POLL_CREATE,
    "poll.vote": POLL_VOTE,
    "message.search": MESSAGE_SEARCH,
    "thread.get": THREAD_GET,
    "thread.follow": THREAD_FOLLOW,
    "thread.unfollow": THREAD_UNFOLLOW,
    "thread.mark": THREAD_MARK,
    "thread.list": THREAD_LIST,
    "feed.home": FEED_HOME,
    "attachment.create": ATTACHMENT_CREATE,
    "attachment.urls": ATTACHMENT_URLS,
    "expression.list": EXPRESSION_LIST,
    "emoji.create": EMOJI_CREATE,
    "emoji.update": EMOJI_UPDATE,
    "emoji.delete": EMOJI_DELETE,
    "sticker.create": STICKER_CREATE,
    "sticker.update": STICKER_UPDATE,
    "sticker.delete": STICKER_DELETE,
    "relationship.list": RELATIONSHIP_LIST,
    "relationship.request": RELATIONSHIP_REQUEST,
    "relationship.accept": RELATIONSHIP_ACCEPT,
    "relationship.remove": RELATIONSHIP_REMOVE,
    "relationship.block": RELATIONSHIP_BLOCK,
    "relationship.unblock": RELATIONSHIP_UNBLOCK,
    "direct.open": DIRECT_OPEN,
    "direct.list": DIRECT_LIST,
    "direct.accept": DIRECT_ACCEPT,
    "direct.refuse": DIRECT_REFUSE,
    "direct.close": DIRECT_CLOSE,
    "group.create": GROUP_CREATE,
    "group.update": GROUP_UPDATE,
    "group.add": GROUP_ADD,
    "group.remove": GROUP_REMOVE,
    "bot.create": BOT_CREATE,
    "bot.list": BOT_LIST,
    "bot.update": BOT_UPDATE,
    "bot.add": BOT_ADD,
    "bot.token-reset": BOT_TOKEN_RESET,
    "bot.delete": BOT_DELETE,
    "application-command.set": APPLICATION_COMMAND_SET,
    "application-command.list": APPLICATION_COMMAND_LIST,
    "application-command.delete": APPLICATION_COMMAND_DELETE,
    "interaction.create": INTERACTION_CREATE,
    "interaction.respond": INTERACTION_RESPOND,
    "interaction.follow-up": INTERACTION_FOLLOW_UP,
    "interaction.edit": INTERACTION_EDIT,
    "interaction.delete": INTERACTION_DELETE,
    "application.get": APPLICATION_GET,
    "installation.create": INSTALLATION_CREATE,
    "installation.list": INSTALLATION_LIST,
    "installation.update": INSTALLATION_UPDATE,
    "installation.delete": INSTALLATION_DELETE,
    "notification.list": NOTIFICATION_LIST,
    "notification.update": NOTIFICATION_UPDATE,
    "draft.list": DRAFT_LIST,
    "draft.set": DRAFT_SET,
    "push.subscribe": PUSH_SUBSCRIBE,
    "push.unsubscribe": PUSH_UNSUBSCRIBE,
    "push.list": PUSH_LIST,
    "message.schedule": MESSAGE_SCHEDULE,
    "schedule.list": SCHEDULE_LIST,
    "schedule.update": SCHEDULE_UPDATE,
    "schedule.send": SCHEDULE_SEND,
    "schedule.cancel": SCHEDULE_CANCEL,
}


class AuthCommands:
    """`auth.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def register(
        self,
        *,
        email: str,
        username: str,
        password: str,
    ) -> AuthRegisterOutput:
        """Makes an account and logs it in."""
        return await self._call(
            AUTH_REGISTER,
            AuthRegisterInput(
                email=email,
                username=username,
                password=password,
            ),
        )

    async def login(
        self,
        *,
        email: str,
        password: str,
    ) -> AuthLoginOutput:
        """Logs in with email and password."""
        return await self._call(
            AUTH_LOGIN,
            AuthLoginInput(
                email=email,
                password=password,
            ),
        )

    async def refresh(
        self,
        *,
        refresh_token: str,
    ) -> AuthRefreshOutput:
        """Exchanges a refresh token for new tokens. A refresh token that is used twice ends its session."""
        return await self._call(
            AUTH_REFRESH,
            AuthRefreshInput(
                refresh_token=refresh_token,
            ),
        )

    async def logout(self) -> None:
        """Ends the session of the token that it is called with."""
        await self._call(AUTH_LOGOUT, AuthLogoutInput())


class SessionCommands:
    """`session.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def list(self) -> SessionListOutput:
        """Lists the places where the account is logged in."""
        return await self._call(SESSION_LIST, SessionListInput())

    async def revoke(
        self,
        *,
        session_id: str,
    ) -> None:
        """Logs another place out."""
        await self._call(
            SESSION_REVOKE,
            SessionRevokeInput(
                session_id=session_id,
            ),
        )


class UserCommands:
    """`user.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def me(self) -> UserMeOutput:
        """Gives the account of the token."""
        return await self._call(USER_ME, UserMeInput())

    async def update(
        self,
        *,
        username: str | UnsetType = UNSET,
        display_name: str | UnsetType = UNSET,
        hue: int | UnsetType = UNSET,
        bio: str | UnsetType = UNSET,
        privacy: ContactPrivacy | UnsetType = UNSET,
    ) -> UserUpdateOutput:
        """Changes the profile, and who may write to you. Fields that are left out stay as they are."""
        return await self._call(
            USER_UPDATE,
            UserUpdateInput(
                username=username,
                display_name=display_name,
                hue=hue,
                bio=bio,
                privacy=privacy,
            ),
        )


class TemplateCommands:
    """`template.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def list(self) -> TemplateListOutput:
        """Lists the official templates that a community can begin with."""
        return await self._call(TEMPLATE_LIST, TemplateListInput())


class CommunityCommands:
    """`community.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def create(
        self,
        *,
        name: str,
        description: str | UnsetType = UNSET,
        hue: int | UnsetType = UNSET,
        privacy: Privacy | UnsetType = UNSET,
        template: str | UnsetType = UNSET,
        structure: TemplateStructure | UnsetType = UNSET,
    ) -> CommunityCreateOutput:
        """Makes a community with the roles owner, moderator and member: from a template, from a structure of your own,
        or with one general text channel.
        """
        return await self._call(
            COMMUNITY_CREATE,
            CommunityCreateInput(
                name=name,
                description=description,
                hue=hue,
                privacy=privacy,
                template=template,
                structure=structure,
            ),
        )

    async def update(
        self,
        *,
        community_id: str,
        name: str | UnsetType = UNSET,
        description: str | UnsetType = UNSET,
        hue: int | UnsetType = UNSET,
        privacy: Privacy | UnsetType = UNSET,
        join: JoinForm | UnsetType | None = UNSET,
    ) -> CommunityUpdateOutput:
        """Changes name, description, mark, privacy, or what is asked of those who join."""
        return await self._call(
            COMMUNITY_UPDATE,
            CommunityUpdateInput(
                community_id=community_id,
                name=name,
                description=description,
                hue=hue,
                privacy=privacy,
                join=join,
            ),
        )

    async def delete(
        self,
        *,
        community_id: str,
    ) -> None:
        """Deletes a community with everything in it. Only its owner may."""
        await self._call(
            COMMUNITY_DELETE,
            CommunityDeleteInput(
                community_id=community_id,
            ),
        )

    async def discover(
        self,
        *,
        query: str | UnsetType = UNSET,
        cursor: str | UnsetType = UNSET,
    ) -> CommunityDiscoverOutput:
        """Finds public communities by the beginning of a word of their name, a page at a time, newest first."""
        return await self._call(
            COMMUNITY_DISCOVER,
            CommunityDiscoverInput(
                query=query,
                cursor=cursor,
            ),
        )

    async def join(
        self,
        *,
        community_id: str,
    ) -> CommunityJoinOutput:
        """Joins a public community. As a member it changes nothing."""
        return await self._call(
            COMMUNITY_JOIN,
            CommunityJoinInput(
                community_id=community_id,
            ),
        )

    async def list(self) -> CommunityListOutput:
        """Lists the communities that the account is in, without direct conversations and groups."""
        return await self._call(COMMUNITY_LIST, CommunityListInput())


class InviteCommands:
    """`invite.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def create(
        self,
        *,
        community_id: str,
        max_uses: int | UnsetType = UNSET,
        expires_in: int | UnsetType = UNSET,
    ) -> InviteCreateOutput:
        """Makes an invitation to a community."""
        return await self._call(
            INVITE_CREATE,
            InviteCreateInput(
                community_id=community_id,
                max_uses=max_uses,
                expires_in=expires_in,
            ),
        )

    async def list(
        self,
        *,
        community_id: str,
    ) -> InviteListOutput:
        """Lists the invitations of a community that can still be used."""
        return await self._call(
            INVITE_LIST,
            InviteListInput(
                community_id=community_id,
            ),
        )

    async def preview(
        self,
        *,
        code: str,
    ) -> InvitePreviewOutput:
        """Shows what an invitation leads to, also to those without an account."""
        return await self._call(
            INVITE_PREVIEW,
            InvitePreviewInput(
                code=code,
            ),
        )

    async def accept(
        self,
        *,
        code: str,
    ) -> InviteAcceptOutput:
        """Joins the community of an invitation. Accepting it as a member changes nothing and uses nothing."""
        return await self._call(
            INVITE_ACCEPT,
            InviteAcceptInput(
                code=code,
            ),
        )

    async def revoke(
        self,
        *,
        community_id: str,
        code: str,
    ) -> None:
        """Ends an invitation. Its maker may, and who manages the community."""
        await self._call(
            INVITE_REVOKE,
            InviteRevokeInput(
                community_id=community_id,
                code=code,
            ),
        )


class MemberCommands:
    """`member.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def accept_rules(
        self,
        *,
        community_id: str,
    ) -> MemberAcceptRulesOutput:
        """Accepts the rules of a community, after which you may write in it. Accepting them again changes nothing."""
        return await self._call(
            MEMBER_ACCEPT_RULES,
            MemberAcceptRulesInput(
                community_id=community_id,
            ),
        )

    async def list(
        self,
        *,
        community_id: str,
        after: str | UnsetType = UNSET,
        role_id: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> MemberListOutput:
        """Lists members, or those who have a role, by the age of their accounts, a page at a time."""
        return await self._call(
            MEMBER_LIST,
            MemberListInput(
                community_id=community_id,
                after=after,
                role_id=role_id,
                limit=limit,
            ),
        )

    async def leave(
        self,
        *,
        community_id: str,
    ) -> None:
        """Leaves a community or a group. A group is handed over by its owner to who has been in it for longest; the
        last one ends it.
        """
        await self._call(
            MEMBER_LEAVE,
            MemberLeaveInput(
                community_id=community_id,
            ),
        )

    async def kick(
        self,
        *,
        community_id: str,
        user_id: str,
        reason: str | UnsetType = UNSET,
        notify: bool | UnsetType = UNSET,
    ) -> MemberKickOutput:
        """Removes a member, whose highest role must be below your own."""
        return await self._call(
            MEMBER_KICK,
            MemberKickInput(
                community_id=community_id,
                user_id=user_id,
                reason=reason,
                notify=notify,
            ),
        )

    async def ban(
        self,
        *,
        community_id: str,
        user_id: str,
        reason: str | UnsetType = UNSET,
        notify: bool | UnsetType = UNSET,
        duration: int | UnsetType = UNSET,
        delete_message_seconds: int | UnsetType = UNSET,
    ) -> MemberBanOutput:
        """Removes someone and keeps them out until the ban is lifted or ends. Who is not a member can be banned too."""
        return await self._call(
            MEMBER_BAN,
            MemberBanInput(
                community_id=community_id,
                user_id=user_id,
                reason=reason,
                notify=notify,
                duration=duration,
                delete_message_seconds=delete_message_seconds,
            ),
        )

    async def unban(
        self,
        *,
        community_id: str,
        user_id: str,
        reason: str | UnsetType = UNSET,
    ) -> MemberUnbanOutput:
        """Lifts a ban."""
        return await self._call(
            MEMBER_UNBAN,
            MemberUnbanInput(
                community_id=community_id,
                user_id=user_id,
                reason=reason,
            ),
        )

    async def timeout(
        self,
        *,
        community_id: str,
        user_id: str,
        communication_disabled_until: str | None,
        reason: str | UnsetType = UNSET,
        notify: bool | UnsetType = UNSET,
    ) -> MemberTimeoutOutput:
        """Lets a member only look and read until a time; null ends it. Administrators are above it."""
        return await self._call(
            MEMBER_TIMEOUT,
            MemberTimeoutInput(
                community_id=community_id,
                user_id=user_id,
                reason=reason,
                notify=notify,
                communication_disabled_until=communication_disabled_until,
            ),
        )

    async def warn(
        self,
        *,
        community_id: str,
        user_id: str,
        reason: str,
        notify: bool | UnsetType = UNSET,
    ) -> MemberWarnOutput:
        """Warns a member."""
        return await self._call(
            MEMBER_WARN,
            MemberWarnInput(
                community_id=community_id,
                user_id=user_id,
                reason=reason,
                notify=notify,
            ),
        )

    async def note(
        self,
        *,
        community_id: str,
        user_id: str,
        reason: str,
    ) -> MemberNoteOutput:
        """Notes something about someone, which only moderators can read."""
        return await self._call(
            MEMBER_NOTE,
            MemberNoteInput(
                community_id=community_id,
                user_id=user_id,
                reason=reason,
            ),
        )

    async def update(
        self,
        *,
        community_id: str,
        user_id: str,
        nick: str | None,
        reason: str | UnsetType = UNSET,
    ) -> MemberUpdateOutput:
        """Changes a nickname: your own with CHANGE_NICKNAME, that of a member below you with MANAGE_NICKNAMES. null
        takes it away.
        """
        return await self._call(
            MEMBER_UPDATE,
            MemberUpdateInput(
                community_id=community_id,
                user_id=user_id,
                reason=reason,
                nick=nick,
            ),
        )


class RoleCommands:
    """`role.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def create(
        self,
        *,
        community_id: str,
        name: str,
        hue: int | UnsetType | None = UNSET,
        permissions: str | UnsetType = UNSET,
        position: int | UnsetType = UNSET,
        mentionable: bool | UnsetType = UNSET,
    ) -> RoleCreateOutput:
        """Makes a role with permissions that you have yourself."""
        return await self._call(
            ROLE_CREATE,
            RoleCreateInput(
                community_id=community_id,
                name=name,
                hue=hue,
                permissions=permissions,
                position=position,
                mentionable=mentionable,
            ),
        )

    async def update(
        self,
        *,
        community_id: str,
        role_id: str,
        name: str | UnsetType = UNSET,
        hue: int | UnsetType | None = UNSET,
        permissions: str | UnsetType = UNSET,
        position: int | UnsetType = UNSET,
        mentionable: bool | UnsetType = UNSET,
    ) -> RoleUpdateOutput:
        """Changes a role below your highest one."""
        return await self._call(
            ROLE_UPDATE,
            RoleUpdateInput(
                community_id=community_id,
                role_id=role_id,
                name=name,
                hue=hue,
                permissions=permissions,
                position=position,
                mentionable=mentionable,
            ),
        )

    async def move(
        self,
        *,
        community_id: str,
        role_id: str,
        above: str | None,
    ) -> RoleMoveOutput:
        """Puts a role directly above another, both below your highest one, in one write."""
        return await self._call(
            ROLE_MOVE,
            RoleMoveInput(
                community_id=community_id,
                role_id=role_id,
                above=above,
            ),
        )

    async def delete(
        self,
        *,
        community_id: str,
        role_id: str,
    ) -> None:
        """Deletes a role below your highest one; members lose it."""
        await self._call(
            ROLE_DELETE,
            RoleDeleteInput(
                community_id=community_id,
                role_id=role_id,
            ),
        )

    async def assign(
        self,
        *,
        community_id: str,
        user_id: str,
        roles: list[str],
    ) -> RoleAssignOutput:
        """Sets a member's roles, all below your highest one."""
        return await self._call(
            ROLE_ASSIGN,
            RoleAssignInput(
                community_id=community_id,
                user_id=user_id,
                roles=roles,
            ),
        )


class JoinCommands:
    """`join.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def preview(
        self,
        *,
        code: str | UnsetType = UNSET,
        community_id: str | UnsetType = UNSET,
    ) -> JoinPreviewOutput:
        """Shows what a community asks of those who join by an invitation, or because it is public."""
        return await self._call(
            JOIN_PREVIEW,
            JoinPreviewInput(
                code=code,
                community_id=community_id,
            ),
        )

    async def apply(
        self,
        *,
        answers: builtins.list[JoinAnswer],
        code: str | UnsetType = UNSET,
        community_id: str | UnsetType = UNSET,
    ) -> JoinApplyOutput:
        """Answers the questions of a community: joins it, or asks to be let in where that is needed. As a member it
        changes nothing.
        """
        return await self._call(
            JOIN_APPLY,
            JoinApplyInput(
                code=code,
                community_id=community_id,
                answers=answers,
            ),
        )

    async def withdraw(
        self,
        *,
        community_id: str,
    ) -> None:
        """Takes back that you have asked to be let in."""
        await self._call(
            JOIN_WITHDRAW,
            JoinWithdrawInput(
                community_id=community_id,
            ),
        )

    async def me(self) -> JoinMeOutput:
        """Lists where you wait to be let in, and where you were refused in the last days."""
        return await self._call(JOIN_ME, JoinMeInput())

    async def list(
        self,
        *,
        community_id: str,
    ) -> JoinListOutput:
        """Lists who waits to be let in, oldest first. For those with KICK_MEMBERS or MANAGE_COMMUNITY."""
        return await self._call(
            JOIN_LIST,
            JoinListInput(
                community_id=community_id,
            ),
        )

    async def decide(
        self,
        *,
        community_id: str,
        user_id: str,
        approve: bool,
        reason: str | UnsetType = UNSET,
    ) -> JoinDecideOutput:
        """Lets someone in, or refuses them. For those with KICK_MEMBERS or MANAGE_COMMUNITY."""
        return await self._call(
            JOIN_DECIDE,
            JoinDecideInput(
                community_id=community_id,
                user_id=user_id,
                approve=approve,
                reason=reason,
            ),
        )


class BanCommands:
    """`ban.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def list(
        self,
        *,
        community_id: str,
        before: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> BanListOutput:
        """Lists who is banned, the newest ban first, a page at a time."""
        return await self._call(
            BAN_LIST,
            BanListInput(
                community_id=community_id,
                before=before,
                limit=limit,
            ),
        )


class CaseCommands:
    """`case.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def list(
        self,
        *,
        community_id: str,
        user_id: str | UnsetType = UNSET,
        actor_id: str | UnsetType = UNSET,
        action: CaseAction | UnsetType = UNSET,
        before: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> CaseListOutput:
        """Lists cases, the newest first, a page at a time."""
        return await self._call(
            CASE_LIST,
            CaseListInput(
                community_id=community_id,
                user_id=user_id,
                actor_id=actor_id,
                action=action,
                before=before,
                limit=limit,
            ),
        )

    async def get(
        self,
        *,
        community_id: str,
        number: int,
    ) -> CaseGetOutput:
        """Gives one case."""
        return await self._call(
            CASE_GET,
            CaseGetInput(
                community_id=community_id,
                number=number,
            ),
        )

    async def update(
        self,
        *,
        community_id: str,
        number: int,
        reason: str,
    ) -> CaseUpdateOutput:
        """Changes the reason of a case. The audit log keeps what it was."""
        return await self._call(
            CASE_UPDATE,
            CaseUpdateInput(
                community_id=community_id,
                number=number,
                reason=reason,
            ),
        )


class AuditCommands:
    """`audit.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def list(
        self,
        *,
        community_id: str,
        user_id: str | UnsetType = UNSET,
        target_id: str | UnsetType = UNSET,
        action: AuditAction | UnsetType = UNSET,
        before: str | UnsetType = UNSET,
        after: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> AuditListOutput:
        """Lists entries of the audit log, the newest first, a page at a time. Ids are times, so before and after are
        too.
        """
        return await self._call(
            AUDIT_LIST,
            AuditListInput(
                community_id=community_id,
                user_id=user_id,
                target_id=target_id,
                action=action,
                before=before,
                after=after,
                limit=limit,
            ),
        )


class ChannelCommands:
    """`channel.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def create(
        self,
        *,
        community_id: str,
        name: str,
        type: ChannelType,
        topic: str | UnsetType = UNSET,
        parent_id: str | UnsetType | None = UNSET,
        overwrites: list[Overwrite] | UnsetType = UNSET,
    ) -> ChannelCreateOutput:
        """Makes a channel."""
        return await self._call(
            CHANNEL_CREATE,
            ChannelCreateInput(
                community_id=community_id,
                name=name,
                type=type,
                topic=topic,
                parent_id=parent_id,
                overwrites=overwrites,
            ),
        )

    async def update(
        self,
        *,
        channel_id: str,
        name: str | UnsetType = UNSET,
        topic: str | UnsetType = UNSET,
        position: int | UnsetType = UNSET,
        rate_limit_per_user: int | UnsetType = UNSET,
        parent_id: str | UnsetType | None = UNSET,
        overwrites: list[Overwrite] | UnsetType = UNSET,
    ) -> ChannelUpdateOutput:
        """Changes a channel. Fields that are left out stay as they are."""
        return await self._call(
            CHANNEL_UPDATE,
            ChannelUpdateInput(
                channel_id=channel_id,
                name=name,
                topic=topic,
                position=position,
                rate_limit_per_user=rate_limit_per_user,
                parent_id=parent_id,
                overwrites=overwrites,
            ),
        )

    async def move(
        self,
        *,
        channel_id: str,
        parent_id: str | UnsetType | None = UNSET,
        before: str | UnsetType | None = UNSET,
    ) -> ChannelMoveOutput:
        """Puts a channel or category in another place of the list, in one write."""
        return await self._call(
            CHANNEL_MOVE,
            ChannelMoveInput(
                channel_id=channel_id,
                parent_id=parent_id,
                before=before,
            ),
        )

    async def delete(
        self,
        *,
        channel_id: str,
    ) -> None:
        """Deletes a channel with its messages."""
        await self._call(
            CHANNEL_DELETE,
            ChannelDeleteInput(
                channel_id=channel_id,
            ),
        )


class MessageCommands:
    """`message.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def send(
        self,
        *,
        channel_id: str,
        content: str,
        nonce: str,
        reply_to: str | UnsetType = UNSET,
        attachments: list[MessageSendInputAttachments] | UnsetType = UNSET,
        sticker_ids: list[str] | UnsetType = UNSET,
        thread_id: str | UnsetType = UNSET,
        title: str | UnsetType = UNSET,
        components: list[ActionRow] | UnsetType = UNSET,
    ) -> MessageSendOutput:
        """Sends a message. The same nonce again, within the dedupe window, gives the first message."""
        return await self._call(
            MESSAGE_SEND,
            MessageSendInput(
                channel_id=channel_id,
                content=content,
                nonce=nonce,
                reply_to=reply_to,
                attachments=attachments,
                sticker_ids=sticker_ids,
                thread_id=thread_id,
                title=title,
                components=components,
            ),
        )

    async def edit(
        self,
        *,
        channel_id: str,
        message_id: str,
        content: str,
        components: list[ActionRow] | UnsetType = UNSET,
    ) -> MessageEditOutput:
        """Changes the content of your own message."""
        return await self._call(
            MESSAGE_EDIT,
            MessageEditInput(
                channel_id=channel_id,
                message_id=message_id,
                content=content,
                components=components,
            ),
        )

    async def delete(
        self,
        *,
        channel_id: str,
        message_id: str,
    ) -> None:
        """Deletes your own message, or anybody’s with MANAGE_MESSAGES."""
        await self._call(
            MESSAGE_DELETE,
            MessageDeleteInput(
                channel_id=channel_id,
                message_id=message_id,
            ),
        )

    async def history(
        self,
        *,
        channel_id: str,
        before: str | UnsetType = UNSET,
        after: str | UnsetType = UNSET,
        around: str | UnsetType = UNSET,
        thread_id: str | UnsetType = UNSET,
        sort: Literal["new", "active"] | UnsetType = UNSET,
        before_activity: int | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        at: Cursors | UnsetType = UNSET,
    ) -> MessageHistoryOutput:
        """Gives messages of a channel or, with `thread_id`, of a thread, newest first: the last ones, or those before,
        after or around an id. With `at`, as of a place in the log or later.
        """
        return await self._call(
            MESSAGE_HISTORY,
            MessageHistoryInput(
                channel_id=channel_id,
                before=before,
                after=after,
                around=around,
                thread_id=thread_id,
                sort=sort,
                before_activity=before_activity,
                limit=limit,
                at=at,
            ),
        )

    async def pin(
        self,
        *,
        channel_id: str,
        message_id: str,
    ) -> None:
        """Pins a message to its channel. Pinning it again changes nothing."""
        await self._call(
            MESSAGE_PIN,
            MessagePinInput(
                channel_id=channel_id,
                message_id=message_id,
            ),
        )

    async def unpin(
        self,
        *,
        channel_id: str,
        message_id: str,
    ) -> None:
        """Takes the pin of a message away."""
        await self._call(
            MESSAGE_UNPIN,
            MessageUnpinInput(
                channel_id=channel_id,
                message_id=message_id,
            ),
        )

    async def pins(
        self,
        *,
        channel_id: str,
        at: Cursors | UnsetType = UNSET,
    ) -> MessagePinsOutput:
        """Gives the pinned messages of a channel, the last pinned first. With `at`, as of a place in the log or
        later.
        """
        return await self._call(
            MESSAGE_PINS,
            MessagePinsInput(
                channel_id=channel_id,
                at=at,
            ),
        )

    async def edits(
        self,
        *,
        channel_id: str,
        message_id: str,
        at: Cursors | UnsetType = UNSET,
    ) -> MessageEditsOutput:
        """Gives the earlier versions of an edited message, oldest first. With `at`, as of a place in the log or
        later.
        """
        return await self._call(
            MESSAGE_EDITS,
            MessageEditsInput(
                channel_id=channel_id,
                message_id=message_id,
                at=at,
            ),
        )

    async def suppress_embeds(
        self,
        *,
        channel_id: str,
        message_id: str,
        suppress: bool,
    ) -> None:
        """Hides the link previews of your own message, or of anybody’s with MANAGE_MESSAGES, or lets them be shown
        again.
        """
        await self._call(
            MESSAGE_SUPPRESS_EMBEDS,
            MessageSuppressEmbedsInput(
                channel_id=channel_id,
                message_id=message_id,
                suppress=suppress,
            ),
        )

    async def delete_bulk(
        self,
        *,
        channel_id: str,
        message_ids: list[str],
    ) -> None:
        """Deletes several messages of a channel at once: your own, or anybody’s with MANAGE_MESSAGES. Those that are
        gone already are passed over.
        """
        await self._call(
            MESSAGE_DELETE_BULK,
            MessageDeleteBulkInput(
                channel_id=channel_id,
                message_ids=message_ids,
            ),
        )

    async def forward(
        self,
        *,
        channel_id: str,
        message_id: str,
        to_channel_id: str,
        nonce: str,
    ) -> MessageForwardOutput:
        """Sends the text of a message on to another channel, with where it comes from. The same nonce again gives the
        first message.
        """
        return await self._call(
            MESSAGE_FORWARD,
            MessageForwardInput(
                channel_id=channel_id,
                message_id=message_id,
                to_channel_id=to_channel_id,
                nonce=nonce,
            ),
        )

    async def search(
        self,
        *,
        query: str,
        community_id: str | UnsetType = UNSET,
        channel_id: str | UnsetType = UNSET,
        sort: Literal["newest", "relevance"] | UnsetType = UNSET,
        cursor: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
        utc_offset: int | UnsetType = UNSET,
    ) -> MessageSearchOutput:
        """Finds messages among all that you may read: words, "phrases", -word, from:, mentions:, in:, has:, before:,
        after:, during:.
        """
        return await self._call(
            MESSAGE_SEARCH,
            MessageSearchInput(
                query=query,
                community_id=community_id,
                channel_id=channel_id,
                sort=sort,
                cursor=cursor,
                limit=limit,
                utc_offset=utc_offset,
            ),
        )

    async def schedule(
        self,
        *,
        channel_id: str,
        content: str,
        send_at: str,
        reply_to: str | UnsetType = UNSET,
    ) -> MessageScheduleOutput:
        """Sends a message later, as you, if you may then."""
        return await self._call(
            MESSAGE_SCHEDULE,
            MessageScheduleInput(
                channel_id=channel_id,
                content=content,
                send_at=send_at,
                reply_to=reply_to,
            ),
        )


class ReactionCommands:
    """`reaction.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def add(
        self,
        *,
        channel_id: str,
        message_id: str,
        emoji: str,
    ) -> None:
        """Adds your reaction to a message. Adding it again changes nothing."""
        await self._call(
            REACTION_ADD,
            ReactionAddInput(
                channel_id=channel_id,
                message_id=message_id,
                emoji=emoji,
            ),
        )

    async def remove(
        self,
        *,
        channel_id: str,
        message_id: str,
        emoji: str,
    ) -> None:
        """Takes your reaction back."""
        await self._call(
            REACTION_REMOVE,
            ReactionRemoveInput(
                channel_id=channel_id,
                message_id=message_id,
                emoji=emoji,
            ),
        )


class TypingCommands:
    """`typing.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def start(
        self,
        *,
        channel_id: str,
    ) -> None:
        """Tells the others in a channel that you are typing, for 10 seconds."""
        await self._call(
            TYPING_START,
            TypingStartInput(
                channel_id=channel_id,
            ),
        )


class ReadCommands:
    """`read.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def mark(
        self,
        *,
        channel_id: str,
        message_id: str,
    ) -> None:
        """Marks a channel as read up to a message. The marker only moves forward."""
        await self._call(
            READ_MARK,
            ReadMarkInput(
                channel_id=channel_id,
                message_id=message_id,
            ),
        )

    async def mark_many(
        self,
        *,
        marks: list[ReadMarkManyInputMarks],
    ) -> None:
        """Marks several channels as read, each up to a message. Channels that you may not see are passed over."""
        await self._call(
            READ_MARK_MANY,
            ReadMarkManyInput(
                marks=marks,
            ),
        )

    async def unmark(
        self,
        *,
        channel_id: str,
        message_id: str,
    ) -> None:
        """Marks a channel as unread from a message on, on all your devices."""
        await self._call(
            READ_UNMARK,
            ReadUnmarkInput(
                channel_id=channel_id,
                message_id=message_id,
            ),
        )


class PollCommands:
    """`poll.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def create(
        self,
        *,
        channel_id: str,
        question: str,
        answers: list[str],
        nonce: str,
        multiple: bool | UnsetType = UNSET,
        duration: int | UnsetType = UNSET,
    ) -> PollCreateOutput:
        """Sends a message with a poll. The same nonce again gives the first message."""
        return await self._call(
            POLL_CREATE,
            PollCreateInput(
                channel_id=channel_id,
                question=question,
                answers=answers,
                multiple=multiple,
                duration=duration,
                nonce=nonce,
            ),
        )

    async def vote(
        self,
        *,
        channel_id: str,
        message_id: str,
        answers: list[int],
    ) -> None:
        """Votes in a poll that is open, in place of your vote before. Without answers, takes your vote back."""
        await self._call(
            POLL_VOTE,
            PollVoteInput(
                channel_id=channel_id,
                message_id=message_id,
                answers=answers,
            ),
        )


class ThreadCommands:
    """`thread.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def get(
        self,
        *,
        channel_id: str,
        thread_id: str,
    ) -> ThreadGetOutput:
        """Gives the thread of a message: the message, how many replies there are, and what you have read of them."""
        return await self._call(
            THREAD_GET,
            ThreadGetInput(
                channel_id=channel_id,
                thread_id=thread_id,
            ),
        )

    async def follow(
        self,
        *,
        channel_id: str,
        thread_id: str,
    ) -> None:
        """Follows a thread. Who begins one, replies in it, or is named in it follows it by that."""
        await self._call(
            THREAD_FOLLOW,
            ThreadFollowInput(
                channel_id=channel_id,
                thread_id=thread_id,
            ),
        )

    async def unfollow(
        self,
        *,
        channel_id: str,
        thread_id: str,
    ) -> None:
        """Follows a thread no more, until you reply in it or are named in it again."""
        await self._call(
            THREAD_UNFOLLOW,
            ThreadUnfollowInput(
                channel_id=channel_id,
                thread_id=thread_id,
            ),
        )

    async def mark(
        self,
        *,
        channel_id: str,
        thread_id: str,
        message_id: str,
    ) -> None:
        """Marks a thread as read up to a reply. The marker only moves forward."""
        await self._call(
            THREAD_MARK,
            ThreadMarkInput(
                channel_id=channel_id,
                thread_id=thread_id,
                message_id=message_id,
            ),
        )

    async def list(
        self,
        *,
        before: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> ThreadListOutput:
        """Gives the threads that you follow, those with the newest replies first."""
        return await self._call(
            THREAD_LIST,
            ThreadListInput(
                before=before,
                limit=limit,
            ),
        )


class FeedCommands:
    """`feed.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def home(
        self,
        *,
        before: str | UnsetType = UNSET,
        limit: int | UnsetType = UNSET,
    ) -> FeedHomeOutput:
        """Gives the newest posts of all feeds that you may see, newest first."""
        return await self._call(
            FEED_HOME,
            FeedHomeInput(
                before=before,
                limit=limit,
            ),
        )


class AttachmentCommands:
    """`attachment.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def create(
        self,
        *,
        channel_id: str,
        filename: str,
        size: int,
        content_type: str | UnsetType = UNSET,
        description: str | UnsetType = UNSET,
    ) -> AttachmentCreateOutput:
        """Announces a file that you are about to upload by the tus protocol, so that a message can be sent with it at
        once.
        """
        return await self._call(
            ATTACHMENT_CREATE,
            AttachmentCreateInput(
                channel_id=channel_id,
                filename=filename,
                size=size,
                content_type=content_type,
                description=description,
            ),
        )

    async def urls(
        self,
        *,
        channel_id: str,
        ids: list[str],
    ) -> AttachmentUrlsOutput:
        """Gives what to add to the addresses of files of a channel, so that whoever has an address can load it for an
        hour or two.
        """
        return await self._call(
            ATTACHMENT_URLS,
            AttachmentUrlsInput(
                channel_id=channel_id,
                ids=ids,
            ),
        )


class ExpressionCommands:
    """`expression.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def list(self) -> ExpressionListOutput:
        """Gives the emoji and stickers of your communities; those that have none are left out."""
        return await self._call(EXPRESSION_LIST, ExpressionListInput())


class EmojiCommands:
    """`emoji.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def create(
        self,
        *,
        community_id: str,
        name: str,
        image: str,
    ) -> EmojiCreateOutput:
        """Gives a community an emoji. One that moves stays so if it is small. Over the gateway the picture must fit
        into a frame.
        """
        return await self._call(
            EMOJI_CREATE,
            EmojiCreateInput(
                community_id=community_id,
                name=name,
                image=image,
            ),
        )

    async def update(
        self,
        *,
        community_id: str,
        emoji_id: str,
        name: str,
    ) -> EmojiUpdateOutput:
        """Renames an emoji. Messages and reactions keep the name that it had."""
        return await self._call(
            EMOJI_UPDATE,
            EmojiUpdateInput(
                community_id=community_id,
                emoji_id=emoji_id,
                name=name,
            ),
        )

    async def delete(
        self,
        *,
        community_id: str,
        emoji_id: str,
    ) -> None:
        """Deletes an emoji. Where it was used its name is shown."""
        await self._call(
            EMOJI_DELETE,
            EmojiDeleteInput(
                community_id=community_id,
                emoji_id=emoji_id,
            ),
        )


class StickerCommands:
    """`sticker.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def create(
        self,
        *,
        community_id: str,
        name: str,
        image: str,
    ) -> StickerCreateOutput:
        """Gives a community a sticker. One that moves stays so if it is small. Over the gateway the picture must fit
        into a frame.
        """
        return await self._call(
            STICKER_CREATE,
            StickerCreateInput(
                community_id=community_id,
                name=name,
                image=image,
            ),
        )

    async def update(
        self,
        *,
        community_id: str,
        sticker_id: str,
        name: str,
    ) -> StickerUpdateOutput:
        """Renames a sticker. Messages keep the name that it had."""
        return await self._call(
            STICKER_UPDATE,
            StickerUpdateInput(
                community_id=community_id,
                sticker_id=sticker_id,
                name=name,
            ),
        )

    async def delete(
        self,
        *,
        community_id: str,
        sticker_id: str,
    ) -> None:
        """Deletes a sticker. Where it was sent its name is shown."""
        await self._call(
            STICKER_DELETE,
            StickerDeleteInput(
                community_id=community_id,
                sticker_id=sticker_id,
            ),
        )


class RelationshipCommands:
    """`relationship.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def list(self) -> RelationshipListOutput:
        """Lists friends, friend requests and blocked people."""
        return await self._call(RELATIONSHIP_LIST, RelationshipListInput())

    async def request(
        self,
        *,
        username: str,
    ) -> RelationshipRequestOutput:
        """Asks someone to be friends. Where they have asked already, it accepts."""
        return await self._call(
            RELATIONSHIP_REQUEST,
            RelationshipRequestInput(
                username=username,
            ),
        )

    async def accept(
        self,
        *,
        user_id: str,
    ) -> RelationshipAcceptOutput:
        """Accepts a friend request."""
        return await self._call(
            RELATIONSHIP_ACCEPT,
            RelationshipAcceptInput(
                user_id=user_id,
            ),
        )

    async def remove(
        self,
        *,
        user_id: str,
    ) -> None:
        """Declines a friend request, takes it back, or ends a friendship. Nobody is told which."""
        await self._call(
            RELATIONSHIP_REMOVE,
            RelationshipRemoveInput(
                user_id=user_id,
            ),
        )

    async def block(
        self,
        *,
        user_id: str,
    ) -> RelationshipBlockOutput:
        """Blocks someone: no friendship, no direct messages, no groups between you. They are not told."""
        return await self._call(
            RELATIONSHIP_BLOCK,
            RelationshipBlockInput(
                user_id=user_id,
            ),
        )

    async def unblock(
        self,
        *,
        user_id: str,
    ) -> None:
        """Ends a block."""
        await self._call(
            RELATIONSHIP_UNBLOCK,
            RelationshipUnblockInput(
                user_id=user_id,
            ),
        )


class DirectCommands:
    """`direct.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def open(
        self,
        *,
        user_id: str,
    ) -> DirectOpenOutput:
        """Gives the direct conversation with someone, the same one each time. Where they have not chosen to hear from
        you, it is a request to them.
        """
        return await self._call(
            DIRECT_OPEN,
            DirectOpenInput(
                user_id=user_id,
            ),
        )

    async def list(self) -> DirectListOutput:
        """Lists the direct conversations and groups that the account is in."""
        return await self._call(DIRECT_LIST, DirectListInput())

    async def accept(
        self,
        *,
        community_id: str,
    ) -> DirectAcceptOutput:
        """Accepts a message request: you can answer, and are seen."""
        return await self._call(
            DIRECT_ACCEPT,
            DirectAcceptInput(
                community_id=community_id,
            ),
        )

    async def refuse(
        self,
        *,
        community_id: str,
    ) -> None:
        """Refuses a message request, also for what is written later. The other is not told."""
        await self._call(
            DIRECT_REFUSE,
            DirectRefuseInput(
                community_id=community_id,
            ),
        )

    async def close(
        self,
        *,
        community_id: str,
    ) -> None:
        """Closes a direct conversation: clients do not list it until there is a new message, or you open it again."""
        await self._call(
            DIRECT_CLOSE,
            DirectCloseInput(
                community_id=community_id,
            ),
        )


class GroupCommands:
    """`group.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def create(
        self,
        *,
        user_ids: list[str],
        name: str | UnsetType = UNSET,
    ) -> GroupCreateOutput:
        """Makes a group with people who let you add them."""
        return await self._call(
            GROUP_CREATE,
            GroupCreateInput(
                user_ids=user_ids,
                name=name,
            ),
        )

    async def update(
        self,
        *,
        community_id: str,
        name: str,
    ) -> GroupUpdateOutput:
        """Renames a group. Everyone in it may."""
        return await self._call(
            GROUP_UPDATE,
            GroupUpdateInput(
                community_id=community_id,
                name=name,
            ),
        )

    async def add(
        self,
        *,
        community_id: str,
        user_id: str,
    ) -> None:
        """Adds someone to a group, who lets you. Everyone in it may."""
        await self._call(
            GROUP_ADD,
            GroupAddInput(
                community_id=community_id,
                user_id=user_id,
            ),
        )

    async def remove(
        self,
        *,
        community_id: str,
        user_id: str,
    ) -> None:
        """Removes someone from a group. Only its owner may."""
        await self._call(
            GROUP_REMOVE,
            GroupRemoveInput(
                community_id=community_id,
                user_id=user_id,
            ),
        )


class BotCommands:
    """`bot.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def create(
        self,
        *,
        name: str,
        scopes: builtins.list[Scope] | UnsetType = UNSET,
        redirect_uris: builtins.list[str] | UnsetType = UNSET,
        public: bool | UnsetType = UNSET,
    ) -> BotCreateOutput:
        """Makes a bot and gives its token, which is shown only now."""
        return await self._call(
            BOT_CREATE,
            BotCreateInput(
                name=name,
                scopes=scopes,
                redirect_uris=redirect_uris,
                public=public,
            ),
        )

    async def list(self) -> BotListOutput:
        """Lists your bots."""
        return await self._call(BOT_LIST, BotListInput())

    async def update(
        self,
        *,
        bot_id: str,
        name: str | UnsetType = UNSET,
        description: str | UnsetType = UNSET,
        hue: int | UnsetType = UNSET,
        scopes: builtins.list[Scope] | UnsetType = UNSET,
        redirect_uris: builtins.list[str] | UnsetType = UNSET,
        public: bool | UnsetType = UNSET,
    ) -> BotUpdateOutput:
        """Changes a bot: how it shows itself, what it asks for, and whether others may install it."""
        return await self._call(
            BOT_UPDATE,
            BotUpdateInput(
                bot_id=bot_id,
                name=name,
                description=description,
                hue=hue,
                scopes=scopes,
                redirect_uris=redirect_uris,
                public=public,
            ),
        )

    async def add(
        self,
        *,
        community_id: str,
        bot_id: str,
    ) -> BotAddOutput:
        """Adds your bot to a community that you manage, with all scopes that it asks for."""
        return await self._call(
            BOT_ADD,
            BotAddInput(
                community_id=community_id,
                bot_id=bot_id,
            ),
        )

    async def token_reset(
        self,
        *,
        bot_id: str,
        grace: int | UnsetType = UNSET,
    ) -> BotTokenResetOutput:
        """Makes a new token; the old one stops working at once, or after `grace` seconds."""
        return await self._call(
            BOT_TOKEN_RESET,
            BotTokenResetInput(
                bot_id=bot_id,
                grace=grace,
            ),
        )

    async def delete(
        self,
        *,
        bot_id: str,
    ) -> None:
        """Deletes a bot; it leaves every community and its token stops working."""
        await self._call(
            BOT_DELETE,
            BotDeleteInput(
                bot_id=bot_id,
            ),
        )


class ApplicationCommandCommands:
    """`application-command.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def set(
        self,
        *,
        commands: builtins.list[CommandDraft],
        community_id: str | UnsetType = UNSET,
    ) -> ApplicationCommandSetOutput:
        """Replaces the bot's commands, for everyone or in one community. Those that stay the same keep their ids."""
        return await self._call(
            APPLICATION_COMMAND_SET,
            ApplicationCommandSetInput(
                community_id=community_id,
                commands=commands,
            ),
        )

    async def list(
        self,
        *,
        channel_id: str,
    ) -> ApplicationCommandListOutput:
        """Lists the commands that you may use in a channel: those of its bots, and those that Cozy itself has."""
        return await self._call(
            APPLICATION_COMMAND_LIST,
            ApplicationCommandListInput(
                channel_id=channel_id,
            ),
        )

    async def delete(
        self,
        *,
        command_id: str,
    ) -> None:
        """Deletes one of the bot's commands."""
        await self._call(
            APPLICATION_COMMAND_DELETE,
            ApplicationCommandDeleteInput(
                command_id=command_id,
            ),
        )


class InteractionCommands:
    """`interaction.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def create(
        self,
        *,
        channel_id: str,
        type: Literal[2, 3, 4, 5],
        thread_id: str | UnsetType = UNSET,
        command_id: str | UnsetType = UNSET,
        options: list[GivenOption] | UnsetType = UNSET,
        target_id: str | UnsetType = UNSET,
        message_id: str | UnsetType = UNSET,
        custom_id: str | UnsetType = UNSET,
        values: list[str] | UnsetType = UNSET,
        modal_token: str | UnsetType = UNSET,
        components: list[ModalValue] | UnsetType = UNSET,
    ) -> InteractionCreateOutput:
        """Calls a command, uses a component, asks for choices or sends a modal, and waits for the first answer, up to 3
        seconds.
        """
        return await self._call(
            INTERACTION_CREATE,
            InteractionCreateInput(
                channel_id=channel_id,
                thread_id=thread_id,
                type=type,
                command_id=command_id,
                options=options,
                target_id=target_id,
                message_id=message_id,
                custom_id=custom_id,
                values=values,
                modal_token=modal_token,
                components=components,
            ),
        )

    async def respond(
        self,
        *,
        interaction_id: str,
        token: str,
        type: Literal[4, 5, 6, 7, 8, 9],
        data: InteractionRespondInputData | UnsetType = UNSET,
    ) -> InteractionRespondOutput:
        """Gives the first answer to an interaction, within 3 seconds: a message, a promise of one, a change of the
        message, choices or a modal.
        """
        return await self._call(
            INTERACTION_RESPOND,
            InteractionRespondInput(
                interaction_id=interaction_id,
                token=token,
                type=type,
                data=data,
            ),
        )

    async def follow_up(
        self,
        *,
        interaction_id: str,
        token: str,
        content: str,
        nonce: str,
        components: list[ActionRow] | UnsetType = UNSET,
        flags: Literal[0, 64] | UnsetType = UNSET,
    ) -> InteractionFollowUpOutput:
        """Sends one more message for an interaction that was answered, within 15 minutes."""
        return await self._call(
            INTERACTION_FOLLOW_UP,
            InteractionFollowUpInput(
                interaction_id=interaction_id,
                token=token,
                content=content,
                components=components,
                flags=flags,
                nonce=nonce,
            ),
        )

    async def edit(
        self,
        *,
        interaction_id: str,
        message_id: str,
        token: str,
        content: str | UnsetType = UNSET,
        components: list[ActionRow] | UnsetType = UNSET,
    ) -> None:
        """Changes a message that answers the interaction, or the one whose component was used; fills one that was
        promised.
        """
        await self._call(
            INTERACTION_EDIT,
            InteractionEditInput(
                interaction_id=interaction_id,
                message_id=message_id,
                token=token,
                content=content,
                components=components,
            ),
        )

    async def delete(
        self,
        *,
        interaction_id: str,
        message_id: str,
        token: str,
    ) -> None:
        """Deletes a message that answers the interaction."""
        await self._call(
            INTERACTION_DELETE,
            InteractionDeleteInput(
                interaction_id=interaction_id,
                message_id=message_id,
                token=token,
            ),
        )


class ApplicationCommands:
    """`application.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def get(
        self,
        *,
        bot_id: str,
    ) -> ApplicationGetOutput:
        """Tells who made a bot and what it asks for. A private one is shown to its owner only."""
        return await self._call(
            APPLICATION_GET,
            ApplicationGetInput(
                bot_id=bot_id,
            ),
        )


class InstallationCommands:
    """`installation.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def create(
        self,
        *,
        community_id: str,
        bot_id: str,
        scopes: builtins.list[Scope],
        channels: builtins.list[str] | UnsetType = UNSET,
        code: InstallationCreateInputCode | UnsetType = UNSET,
    ) -> InstallationCreateOutput:
        """Installs a bot with scopes that it asks for, or grants an installed one these in place of those before. With
        `code` it gives a code for a token.
        """
        return await self._call(
            INSTALLATION_CREATE,
            InstallationCreateInput(
                community_id=community_id,
                bot_id=bot_id,
                scopes=scopes,
                channels=channels,
                code=code,
            ),
        )

    async def list(
        self,
        *,
        community_id: str,
    ) -> InstallationListOutput:
        """Lists the bots that are installed in a community, and what each was granted."""
        return await self._call(
            INSTALLATION_LIST,
            InstallationListInput(
                community_id=community_id,
            ),
        )

    async def update(
        self,
        *,
        community_id: str,
        bot_id: str,
        scopes: builtins.list[Scope] | UnsetType = UNSET,
        channels: builtins.list[str] | UnsetType | None = UNSET,
        suspended: bool | UnsetType = UNSET,
    ) -> InstallationUpdateOutput:
        """Changes what an installed bot was granted; `channels: null` lets it see all that its roles do. Suspended it
        can do nothing.
        """
        return await self._call(
            INSTALLATION_UPDATE,
            InstallationUpdateInput(
                community_id=community_id,
                bot_id=bot_id,
                scopes=scopes,
                channels=channels,
                suspended=suspended,
            ),
        )

    async def delete(
        self,
        *,
        community_id: str,
        bot_id: str,
    ) -> None:
        """Removes an installed bot: it leaves, and its token for this community stops working at once."""
        await self._call(
            INSTALLATION_DELETE,
            InstallationDeleteInput(
                community_id=community_id,
                bot_id=bot_id,
            ),
        )


class NotificationCommands:
    """`notification.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def list(self) -> NotificationListOutput:
        """Lists how you are notified, where that is not as usual."""
        return await self._call(NOTIFICATION_LIST, NotificationListInput())

    async def update(
        self,
        *,
        community_id: str,
        level: NotificationLevel,
        muted: bool,
        muted_until: str | None,
        suppress_everyone: bool,
        channel_id: str | UnsetType = UNSET,
    ) -> NotificationUpdateOutput:
        """Sets how you are notified of a community, or of one of its channels, on all your devices."""
        return await self._call(
            NOTIFICATION_UPDATE,
            NotificationUpdateInput(
                community_id=community_id,
                channel_id=channel_id,
                level=level,
                muted=muted,
                muted_until=muted_until,
                suppress_everyone=suppress_everyone,
            ),
        )


class DraftCommands:
    """`draft.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def list(self) -> DraftListOutput:
        """Lists your drafts, those that were changed last first."""
        return await self._call(DRAFT_LIST, DraftListInput())

    async def set(
        self,
        *,
        channel_id: str,
        content: str,
        reply_to: str | UnsetType = UNSET,
        updated_at: str | UnsetType = UNSET,
    ) -> DraftSetOutput:
        """Keeps a draft on all your devices. Of two drafts of a channel the one holds that was changed later."""
        return await self._call(
            DRAFT_SET,
            DraftSetInput(
                channel_id=channel_id,
                content=content,
                reply_to=reply_to,
                updated_at=updated_at,
            ),
        )


class PushCommands:
    """`push.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def subscribe(
        self,
        *,
        endpoint: str,
        keys: PushSubscribeInputKeys,
    ) -> None:
        """Has messages told to the device of this log-in while it looks away, by Web Push (RFC 8030). Replaces what was
        subscribed before; ends with the log-in.
        """
        await self._call(
            PUSH_SUBSCRIBE,
            PushSubscribeInput(
                endpoint=endpoint,
                keys=keys,
            ),
        )

    async def unsubscribe(self) -> None:
        """Ends that for the device of this log-in."""
        await self._call(PUSH_UNSUBSCRIBE, PushUnsubscribeInput())

    async def list(self) -> PushListOutput:
        """Lists the log-ins whose devices are told, without their addresses and keys."""
        return await self._call(PUSH_LIST, PushListInput())


class ScheduleCommands:
    """`schedule.…`"""

    def __init__(self, call: Call) -> None:
        self._call = call

    async def list(self) -> ScheduleListOutput:
        """Lists your messages that are sent later, and those that could not be sent, by their time."""
        return await self._call(SCHEDULE_LIST, ScheduleListInput())

    async def update(
        self,
        *,
        schedule_id: str,
        content: str | UnsetType = UNSET,
        send_at: str | UnsetType = UNSET,
    ) -> ScheduleUpdateOutput:
        """Changes the content or the time of a message that is sent later. One that has failed waits anew."""
        return await self._call(
            SCHEDULE_UPDATE,
            ScheduleUpdateInput(
                schedule_id=schedule_id,
                content=content,
                send_at=send_at,
            ),
        )

    async def send(
        self,
        *,
        schedule_id: str,
    ) -> None:
        """Sends a message now that was to be sent later."""
        await self._call(
            SCHEDULE_SEND,
            ScheduleSendInput(
                schedule_id=schedule_id,
            ),
        )

    async def cancel(
        self,
        *,
        schedule_id: str,
    ) -> None:
        """Takes back a message that was to be sent later."""
        await self._call(
            SCHEDULE_CANCEL,
            ScheduleCancelInput(
                schedule_id=schedule_id,
            ),
        )


class Commands:
    """Every command: `commands.message.history(channel_id=…)`."""

    def __init__(self, call: Call) -> None:
        self.auth = AuthCommands(call)
        self.session = SessionCommands(call)
        self.user = UserCommands(call)
        self.template = TemplateCommands(call)
        self.community = CommunityCommands(call)
        self.invite = InviteCommands(call)
        self.member = MemberCommands(call)
        self.role = RoleCommands(call)
        self.join = JoinCommands(call)
        self.ban = BanCommands(call)
        self.case = CaseCommands(call)
        self.audit = AuditCommands(call)
        self.channel = ChannelCommands(call)
        self.message = MessageCommands(call)
        self.reaction = ReactionCommands(call)
        self.typing = TypingCommands(call)
        self.read = ReadCommands(call)
        self.poll = PollCommands(call)
        self.thread = ThreadCommands(call)
        self.feed = FeedCommands(call)
        self.attachment = AttachmentCommands(call)
        self.expression = ExpressionCommands(call)
        self.emoji = EmojiCommands(call)
        self.sticker = StickerCommands(call)
        self.relationship = RelationshipCommands(call)
        self.direct = DirectCommands(call)
        self.group = GroupCommands(call)
        self.bot = BotCommands(call)
        self.application_command = ApplicationCommandCommands(call)
        self.interaction = InteractionCommands(call)
        self.application = ApplicationCommands(call)
        self.installation = InstallationCommands(call)
        self.notification = NotificationCommands(call)
        self.draft = DraftCommands(call)
        self.push = PushCommands(call)
        self.schedule = ScheduleCommands(call)
