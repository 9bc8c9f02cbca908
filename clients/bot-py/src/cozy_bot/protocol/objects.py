# Written by protocol/generate/python.ts from the schemas in protocol/src. Do not edit.
"""The objects that events and commands are made of."""

from typing import Literal, TypeAlias

from msgspec import UNSET, Struct, UnsetType

AttachmentStatus: TypeAlias = Literal["uploading", "processing", "ready", "failed"]
AuditAction: TypeAlias = Literal[
    "MEMBER_KICK",
    "MEMBER_BAN_ADD",
    "MEMBER_BAN_REMOVE",
    "MEMBER_TIMEOUT",
    "MEMBER_TIMEOUT_REMOVE",
    "MEMBER_WARN",
    "MEMBER_NOTE",
    "CASE_UPDATE",
    "COMMUNITY_UPDATE",
    "CHANNEL_CREATE",
    "CHANNEL_UPDATE",
    "CHANNEL_DELETE",
    "ROLE_CREATE",
    "ROLE_UPDATE",
    "ROLE_DELETE",
    "MEMBER_UPDATE",
    "MEMBER_ROLE_UPDATE",
    "INVITE_CREATE",
    "INVITE_DELETE",
    "BOT_ADD",
    "INSTALLATION_UPDATE",
    "INSTALLATION_DELETE",
    "MESSAGE_DELETE",
    "MESSAGE_BULK_DELETE",
]
CaseAction: TypeAlias = Literal[
    "MEMBER_KICK",
    "MEMBER_BAN_ADD",
    "MEMBER_BAN_REMOVE",
    "MEMBER_TIMEOUT",
    "MEMBER_TIMEOUT_REMOVE",
    "MEMBER_WARN",
    "MEMBER_NOTE",
]
ChannelType: TypeAlias = Literal["text", "category", "voice", "announcement", "rules", "feed"]
ConversationKind: TypeAlias = Literal["direct", "group"]
Cursors: TypeAlias = dict[str, int]
NotificationLevel: TypeAlias = Literal["all", "mentions", "nothing", "inherit"]
PermissionName: TypeAlias = Literal[
    "CREATE_INVITE",
    "KICK_MEMBERS",
    "BAN_MEMBERS",
    "ADMINISTRATOR",
    "MANAGE_CHANNELS",
    "MANAGE_COMMUNITY",
    "ADD_REACTIONS",
    "VIEW_AUDIT_LOG",
    "VIEW_CHANNEL",
    "SEND_MESSAGES",
    "MANAGE_MESSAGES",
    "EMBED_LINKS",
    "ATTACH_FILES",
    "READ_MESSAGE_HISTORY",
    "MENTION_EVERYONE",
    "CONNECT",
    "SPEAK",
    "CHANGE_NICKNAME",
    "MANAGE_NICKNAMES",
    "MANAGE_ROLES",
    "MANAGE_EXPRESSIONS",
    "MODERATE_MEMBERS",
]
Place: TypeAlias = tuple[int, int]
Privacy: TypeAlias = Literal["public", "invite", "hidden"]
Scope: TypeAlias = Literal[
    "read:messages",
    "read:message-content",
    "write:messages",
    "read:posts",
    "write:posts",
    "read:reactions",
    "write:reactions",
    "read:members",
    "moderate:messages",
    "moderate:users",
    "create:invites",
    "manage:channels",
    "manage:roles",
    "manage:community",
    "manage:profile",
    "voice:connect",
    "commands",
]
Status: TypeAlias = Literal["online", "idle", "dnd", "offline"]


class ReactionCount(Struct, frozen=True, kw_only=True):
    emoji: str
    count: int
    me: bool


class MessageVersion(Struct, frozen=True, kw_only=True):
    """What a message said until it was edited"""

    content: str
    at: str


class MemberWindow(Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    community_id: str
    from_: int
    limit: int


class Presence(Struct, frozen=True, kw_only=True):
    user_id: str
    status: Status


class AuditChange(Struct, frozen=True, kw_only=True):
    """What a field was and is, as text; what is absent was or is nothing"""

    key: str
    old_value: str | UnsetType = UNSET
    new_value: str | UnsetType = UNSET


class MessageInteraction(Struct, frozen=True, kw_only=True):
    id: str
    name: str
    user_id: str


class Sticker(Struct, frozen=True, kw_only=True):
    """A sticker of a community, or of a message that was sent with it"""

    id: str
    name: str
    animated: bool | UnsetType = UNSET


class CustomEmoji(Struct, frozen=True, kw_only=True):
    """An emoji of a community. In a text it is `<:name:id>`, in a reaction `name:id`"""

    id: str
    name: str
    animated: bool | UnsetType = UNSET


class PushNotice(Struct, frozen=True, kw_only=True):
    """What a device is told by Web Push, as JSON"""

    title: str
    body: str
    path: str
    tag: str


class PushDevice(Struct, frozen=True, kw_only=True):
    """A log-in whose device is told of messages by Web Push"""

    session_id: str
    current: bool
    created_at: str


class Overwrite(Struct, frozen=True, kw_only=True):
    id: str
    type: Literal[0, 1]
    allow: str
    deny: str


class Session(Struct, frozen=True, kw_only=True):
    """A log-in on one device"""

    id: str
    current: bool
    user_agent: str
    created_at: str
    last_used_at: str


class ThreadSummary(Struct, frozen=True, kw_only=True):
    count: int
    last_reply_id: str | None
    last_reply_at: str | None
    sequence: int | UnsetType = UNSET


class EmbedImage(Struct, frozen=True, kw_only=True):
    """A copy that the instance keeps, at `/api/v1/previews/{id}.webp`"""

    id: str
    width: int
    height: int


class Embed(Struct, frozen=True, kw_only=True):
    """What is found behind a link of a message"""

    url: str
    title: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    site_name: str | UnsetType = UNSET
    image: EmbedImage | UnsetType = UNSET


class ContactPrivacy(Struct, frozen=True, kw_only=True):
    """Who may write to the account directly (of others, a first message is a request; with `nobody` there is none), and
    who may add it to groups
    """

    direct: Literal["everyone", "communities", "friends", "nobody"]
    groups: Literal["everyone", "communities", "friends", "nobody"]


class ModalValue(Struct, frozen=True, kw_only=True):
    custom_id: str
    value: str


class Draft(Struct, frozen=True, kw_only=True):
    """A text that was begun in a channel and not sent"""

    channel_id: str
    content: str
    reply_to: str | None
    updated_at: str


class ReadState(Struct, frozen=True, kw_only=True):
    """How far the reader has read a channel, and the unread mentions after that"""

    channel_id: str
    last_message_id: str
    mention_count: int
    mentions: list[str] | UnsetType = UNSET
    epoch: str | UnsetType = UNSET


class Invite(Struct, frozen=True, kw_only=True):
    code: str
    community_id: str
    creator_id: str
    max_uses: int | None
    uses: int
    expires_at: str | None
    created_at: str


class CommunityCard(Struct, frozen=True, kw_only=True):
    id: str
    name: str
    description: str
    hue: int
    member_count: int


class JoinAnswer(Struct, frozen=True, kw_only=True):
    question: str
    answer: str


class Subscription(Struct, frozen=True, kw_only=True):
    communities: list[str]
    channels: list[str]
    members: list[MemberWindow] | UnsetType = UNSET
    presences: list[str] | UnsetType = UNSET


class OptionChoice(Struct, frozen=True, kw_only=True):
    name: str
    value: str | float
    name_localizations: dict[str, str] | UnsetType = UNSET


class NotificationSettings(Struct, frozen=True, kw_only=True):
    """How the account is notified of a community or of one of its channels"""

    community_id: str
    channel_id: str | None
    level: NotificationLevel
    muted: bool
    muted_until: str | None
    suppress_everyone: bool


class User(Struct, frozen=True, kw_only=True):
    """A person or bot, as everyone sees it"""

    id: str
    username: str
    display_name: str
    hue: int
    bio: str
    bot: bool
    home: str | None


class JoinQuestion(Struct, frozen=True, kw_only=True):
    label: str
    type: Literal["text", "paragraph", "choice"]
    required: bool
    choices: list[str] | UnsetType = UNSET


class Role(Struct, frozen=True, kw_only=True):
    id: str
    community_id: str
    name: str
    hue: int | None
    position: int
    permissions: str
    fixed: Literal["owner"] | Literal["moderator"] | Literal["member"] | None
    mentionable: bool | UnsetType = UNSET


class CommunityExpressions(Struct, frozen=True, kw_only=True):
    """The emoji and stickers of a community, oldest first"""

    community_id: str
    emojis: list[CustomEmoji]
    stickers: list[Sticker]


class SelectOption(Struct, frozen=True, kw_only=True):
    label: str
    value: str
    description: str | UnsetType = UNSET
    default: bool | UnsetType = UNSET


class MessageReference(Struct, frozen=True, kw_only=True):
    id: str
    author: User
    content: str


class TemplateManifest(Struct, frozen=True, kw_only=True):
    format: Literal[1]
    slug: str
    name: str
    version: str
    description: str
    hue: int
    icon: str


class JoinForm(Struct, frozen=True, kw_only=True):
    approval: bool
    questions: list[JoinQuestion]


class Poll(Struct, frozen=True, kw_only=True):
    """Who has voted for what is told to nobody"""

    question: str
    answers: list[str]
    multiple: bool
    ends_at: str
    counts: list[int]
    voters: int
    me: list[int] | UnsetType = UNSET


class ScheduledMessage(Struct, frozen=True, kw_only=True):
    """A message that is sent later"""

    id: str
    community_id: str
    channel_id: str
    content: str
    reply_to: str | None
    send_at: str
    state: Literal["waiting", "failed"]
    failure: str | None
    created_at: str


class GivenOptionOptions(Struct, frozen=True, kw_only=True):
    name: str
    value: str | int | float | bool | UnsetType = UNSET
    focused: bool | UnsetType = UNSET


class GivenOption(Struct, frozen=True, kw_only=True):
    """Users, channels and roles are given by their ids"""

    name: str
    value: str | int | float | bool | UnsetType = UNSET
    focused: bool | UnsetType = UNSET
    options: list[GivenOptionOptions] | UnsetType = UNSET


class InteractionOptionOptions(Struct, frozen=True, kw_only=True):
    name: str
    type: int
    value: str | int | float | bool | UnsetType = UNSET
    focused: bool | UnsetType = UNSET


class InteractionOption(Struct, frozen=True, kw_only=True):
    name: str
    type: int
    value: str | int | float | bool | UnsetType = UNSET
    focused: bool | UnsetType = UNSET
    options: list[InteractionOptionOptions] | UnsetType = UNSET


class TemplateRole(Struct, frozen=True, kw_only=True):
    key: str
    name: str
    hue: int | UnsetType = UNSET
    permissions: list[PermissionName] | UnsetType = UNSET


class Relationship(Struct, frozen=True, kw_only=True):
    """What someone is to the account"""

    user: User
    type: Literal["friend", "incoming", "outgoing", "blocked"]
    since: str


class InvitePreviewCommunity(Struct, frozen=True, kw_only=True):
    name: str
    description: str
    hue: int
    member_count: int
    id: str | UnsetType = UNSET


class InvitePreview(Struct, frozen=True, kw_only=True):
    code: str
    community: InvitePreviewCommunity
    inviter: User | None


class ModerationCase(Struct, frozen=True, kw_only=True):
    """An act of a moderator towards a member"""

    community_id: str
    number: int
    action: CaseAction
    target_id: str
    created_at: str
    actor_id: str | UnsetType = UNSET
    reason: str | UnsetType = UNSET
    expires_at: str | UnsetType = UNSET
    edited_at: str | UnsetType = UNSET


class ForwardedMessage(Struct, frozen=True, kw_only=True):
    id: str
    channel_id: str
    community_id: str
    author: User
    content: str
    created_at: str


class SelfUser(Struct, frozen=True, kw_only=True):
    """The account itself, as only its holder sees it"""

    id: str
    username: str
    display_name: str
    hue: int
    bio: str
    bot: bool
    home: str | None
    email: str | None
    privacy: ContactPrivacy | UnsetType = UNSET


class Installation(Struct, frozen=True, kw_only=True):
    """What a bot was granted in a community"""

    id: str
    community_id: str
    user_id: str
    installer_id: str
    scopes: list[Scope]
    created_at: str
    updated_at: str
    channels: list[str] | UnsetType = UNSET
    suspended: bool | UnsetType = UNSET


class TemplateOverwrite(Struct, frozen=True, kw_only=True):
    role: str
    allow: list[PermissionName] | UnsetType = UNSET
    deny: list[PermissionName] | UnsetType = UNSET


class Ban(Struct, frozen=True, kw_only=True):
    """That someone may not come into a community"""

    user: User
    created_at: str
    actor_id: str | UnsetType = UNSET
    reason: str | UnsetType = UNSET
    expires_at: str | UnsetType = UNSET


class Channel(Struct, frozen=True, kw_only=True):
    id: str
    community_id: str
    type: ChannelType
    name: str
    topic: str
    position: int
    parent_id: str | None
    overwrites: list[Overwrite]
    last_message_id: str | None
    rate_limit_per_user: int | UnsetType = UNSET


class Member(Struct, frozen=True, kw_only=True):
    community_id: str
    user: User
    nick: str | None
    roles: list[str]
    joined_at: str
    pending: bool | UnsetType = UNSET
    communication_disabled_until: str | UnsetType = UNSET


class AttachmentPreviews(Struct, frozen=True, kw_only=True):
    width: int
    height: int
    content_type: str


class AttachmentPlayable(Struct, frozen=True, kw_only=True):
    """A copy that every browser plays, where the file itself may not be"""

    content_type: str
    size: int


class Attachment(Struct, frozen=True, kw_only=True):
    """A file of a message. Fields are there once they are known"""

    id: str
    filename: str
    size: int
    content_type: str
    status: AttachmentStatus
    description: str | UnsetType = UNSET
    reason: str | UnsetType = UNSET
    width: int | UnsetType = UNSET
    height: int | UnsetType = UNSET
    duration: float | UnsetType = UNSET
    placeholder: str | UnsetType = UNSET
    waveform: str | UnsetType = UNSET
    previews: list[AttachmentPreviews] | UnsetType = UNSET
    playable: AttachmentPlayable | UnsetType = UNSET


class AuditLogEntryOptions(Struct, frozen=True, kw_only=True):
    channel_id: str | UnsetType = UNSET
    count: int | UnsetType = UNSET
    expires_at: str | UnsetType = UNSET
    delete_message_seconds: int | UnsetType = UNSET


class AuditLogEntry(Struct, frozen=True, kw_only=True):
    """What somebody has done to a community or its members"""

    id: str
    community_id: str
    action: AuditAction
    actor_id: str | UnsetType = UNSET
    target_id: str | UnsetType = UNSET
    reason: str | UnsetType = UNSET
    changes: list[AuditChange] | UnsetType = UNSET
    options: AuditLogEntryOptions | UnsetType = UNSET


class Bot(Struct, frozen=True, kw_only=True):
    """A bot, as its owner sees it"""

    id: str
    owner_id: str
    user: User
    created_at: str
    scopes: list[Scope] | UnsetType = UNSET
    redirect_uris: list[str] | UnsetType = UNSET
    public: bool | UnsetType = UNSET


class TemplateChannel(Struct, frozen=True, kw_only=True):
    key: str
    name: str
    type: Literal["text", "voice", "announcement", "rules", "feed"]
    topic: str | UnsetType = UNSET
    category: str | UnsetType = UNSET
    overwrites: list[TemplateOverwrite] | UnsetType = UNSET


class ErrorBody(Struct, frozen=True, kw_only=True):
    code: str
    message: str
    retry_after: float | UnsetType = UNSET
    errors: dict[str, str] | UnsetType = UNSET


class Application(Struct, frozen=True, kw_only=True):
    """A bot as those see it who may install it: who made it, and what it asks for"""

    user: User
    owner: User
    scopes: list[Scope]
    redirect_uris: list[str]
    public: bool


class JoinRequestCommunity(Struct, frozen=True, kw_only=True):
    id: str
    name: str
    hue: int


class JoinRequest(Struct, frozen=True, kw_only=True):
    """That someone wants to join a community which asks questions"""

    community: JoinRequestCommunity
    user: User
    answers: list[JoinAnswer]
    status: Literal["waiting", "approved", "refused", "withdrawn"]
    reason: str | None
    created_at: str


class CommandArgument(Struct, frozen=True, kw_only=True):
    """An option that takes a value"""

    type: Literal[3, 4, 5, 6, 7, 8, 10]
    name: str
    description: str
    name_localizations: dict[str, str] | UnsetType = UNSET
    description_localizations: dict[str, str] | UnsetType = UNSET
    required: bool | UnsetType = UNSET
    choices: list[OptionChoice] | UnsetType = UNSET
    min_value: float | UnsetType = UNSET
    max_value: float | UnsetType = UNSET
    min_length: int | UnsetType = UNSET
    max_length: int | UnsetType = UNSET
    autocomplete: bool | UnsetType = UNSET


class InstalledBot(Struct, frozen=True, kw_only=True):
    installation: Installation
    user: User
    asked: list[Scope]
    token: bool


class ComponentEmoji(Struct, frozen=True, kw_only=True):
    """Of a button"""

    name: str


class Component(Struct, frozen=True, kw_only=True):
    """A button, select or text input"""

    type: Literal[2, 3, 4, 5, 6, 7, 8]
    custom_id: str | UnsetType = UNSET
    style: int | UnsetType = UNSET
    label: str | UnsetType = UNSET
    emoji: ComponentEmoji | UnsetType = UNSET
    url: str | UnsetType = UNSET
    disabled: bool | UnsetType = UNSET
    options: list[SelectOption] | UnsetType = UNSET
    placeholder: str | UnsetType = UNSET
    min_values: int | UnsetType = UNSET
    max_values: int | UnsetType = UNSET
    min_length: int | UnsetType = UNSET
    max_length: int | UnsetType = UNSET
    required: bool | UnsetType = UNSET
    value: str | UnsetType = UNSET


class ActionRow(Struct, frozen=True, kw_only=True):
    """Up to five buttons, or one select, or one text input"""

    type: Literal[1]
    components: list[Component]


class Modal(Struct, frozen=True, kw_only=True):
    """A dialog with text inputs"""

    custom_id: str
    title: str
    components: list[ActionRow]


class CommandOption(Struct, frozen=True, kw_only=True):
    type: Literal[1, 3, 4, 5, 6, 7, 8, 10]
    name: str
    description: str
    name_localizations: dict[str, str] | UnsetType = UNSET
    description_localizations: dict[str, str] | UnsetType = UNSET
    required: bool | UnsetType = UNSET
    choices: list[OptionChoice] | UnsetType = UNSET
    min_value: float | UnsetType = UNSET
    max_value: float | UnsetType = UNSET
    min_length: int | UnsetType = UNSET
    max_length: int | UnsetType = UNSET
    autocomplete: bool | UnsetType = UNSET
    options: list[CommandArgument] | UnsetType = UNSET


class Community(Struct, frozen=True, kw_only=True):
    id: str
    name: str
    description: str
    hue: int
    owner_id: str
    roles: list[Role]
    channels: list[Channel]
    member_count: int
    privacy: Privacy | UnsetType = UNSET
    join: JoinForm | UnsetType = UNSET
    kind: ConversationKind | UnsetType = UNSET
    recipients: list[User] | UnsetType = UNSET
    request: Literal["pending", "refused"] | UnsetType = UNSET
    closed: str | UnsetType = UNSET


class TemplateStructureCategories(Struct, frozen=True, kw_only=True):
    key: str
    name: str
    overwrites: list[TemplateOverwrite] | UnsetType = UNSET


class TemplateStructure(Struct, frozen=True, kw_only=True):
    roles: list[TemplateRole]
    categories: list[TemplateStructureCategories]
    channels: list[TemplateChannel]


class TemplatePreview(Struct, frozen=True, kw_only=True):
    manifest: TemplateManifest
    structure: TemplateStructure


class CommandDraft(Struct, frozen=True, kw_only=True):
    name: str
    type: Literal[1, 2, 3] | UnsetType = UNSET
    name_localizations: dict[str, str] | UnsetType = UNSET
    description: str | UnsetType = UNSET
    description_localizations: dict[str, str] | UnsetType = UNSET
    options: list[CommandOption] | UnsetType = UNSET
    default_member_permissions: str | UnsetType | None = UNSET


class ApplicationCommand(Struct, frozen=True, kw_only=True):
    """Something that a bot does when it is called by its name"""

    id: str
    application_id: str
    type: Literal[1, 2, 3]
    name: str
    description: str
    community_id: str | UnsetType = UNSET
    name_localizations: dict[str, str] | UnsetType = UNSET
    description_localizations: dict[str, str] | UnsetType = UNSET
    options: list[CommandOption] | UnsetType = UNSET
    default_member_permissions: str | UnsetType | None = UNSET


class CommunitySnapshot(Struct, frozen=True, kw_only=True):
    """A community as the receiver sees it at this place in the log, with their own membership; a bot also with what it
    was granted
    """

    id: str
    name: str
    description: str
    hue: int
    owner_id: str
    roles: list[Role]
    channels: list[Channel]
    member_count: int
    member: Member
    privacy: Privacy | UnsetType = UNSET
    join: JoinForm | UnsetType = UNSET
    kind: ConversationKind | UnsetType = UNSET
    recipients: list[User] | UnsetType = UNSET
    request: Literal["pending", "refused"] | UnsetType = UNSET
    closed: str | UnsetType = UNSET
    installation: Installation | UnsetType = UNSET


class Message(Struct, frozen=True, kw_only=True):
    id: str
    channel_id: str
    community_id: str
    author: User
    content: str
    mentions: list[str]
    reply_to: MessageReference | None
    reactions: list[ReactionCount]
    edited_at: str | None
    created_at: str
    mention_roles: list[str] | UnsetType = UNSET
    mention_everyone: bool | UnsetType = UNSET
    attachments: list[Attachment] | UnsetType = UNSET
    sticker_items: list[Sticker] | UnsetType = UNSET
    embeds: list[Embed] | UnsetType = UNSET
    flags: int | UnsetType = UNSET
    forwarded: ForwardedMessage | UnsetType = UNSET
    pinned_at: str | UnsetType = UNSET
    poll: Poll | UnsetType = UNSET
    components: list[ActionRow] | UnsetType = UNSET
    interaction: MessageInteraction | UnsetType = UNSET
    nonce: str | UnsetType = UNSET
    sequence: int | UnsetType = UNSET
    thread_id: str | UnsetType = UNSET
    thread: ThreadSummary | UnsetType = UNSET
    title: str | UnsetType = UNSET


class SearchHit(Struct, frozen=True, kw_only=True):
    """A message that was found"""

    message: Message
    highlights: list[Place]


class Resolved(Struct, frozen=True, kw_only=True):
    users: dict[str, User] | UnsetType = UNSET
    members: dict[str, Member] | UnsetType = UNSET
    roles: dict[str, Role] | UnsetType = UNSET
    channels: dict[str, Channel] | UnsetType = UNSET
    messages: dict[str, Message] | UnsetType = UNSET


class InteractionData(Struct, frozen=True, kw_only=True):
    id: str | UnsetType = UNSET
    name: str | UnsetType = UNSET
    type: int | UnsetType = UNSET
    options: list[InteractionOption] | UnsetType = UNSET
    target_id: str | UnsetType = UNSET
    resolved: Resolved | UnsetType = UNSET
    custom_id: str | UnsetType = UNSET
    component_type: int | UnsetType = UNSET
    values: list[str] | UnsetType = UNSET
    components: list[ModalValue] | UnsetType = UNSET


class Thread(Struct, frozen=True, kw_only=True):
    id: str
    channel_id: str
    community_id: str
    root: Message | None
    summary: ThreadSummary
    following: bool
    last_read_id: str | None
    unread_count: int
    mention_count: int
    replies: list[Message]


class Interaction(Struct, frozen=True, kw_only=True):
    """Someone has called a command, used a component or sent a modal"""

    id: str
    application_id: str
    type: Literal[2, 3, 4, 5]
    token: str
    community_id: str
    channel_id: str
    member: Member
    permissions: str
    data: InteractionData
    thread_id: str | UnsetType = UNSET
    message: Message | UnsetType = UNSET
