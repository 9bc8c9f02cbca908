"""What a handler can do."""

import hashlib
import json
import uuid
from collections import Counter
from typing import NamedTuple, Protocol

from msgspec import UNSET, Struct

from .errors import CozyError
from .protocol.commands import Commands
from .protocol.objects import Message, Place


class MessageLike(Protocol):
    """A message, or an event about one, by its own id and its channel's."""

    @property
    def id(self) -> str: ...

    @property
    def channel_id(self) -> str: ...


class Origin(NamedTuple):
    """Where something happened; all are absent for a timer."""

    channel_id: str | None = None
    community_id: str | None = None
    place: Place | None = None

    @property
    def key(self) -> str:
        """Whose order it belongs to: its channel's, else its community's, else the account's."""
        return self.channel_id or self.community_id or "account"


def event_origin(name: str, data: Struct, place: Place | None) -> Origin:
    """Finds where an event happened. CHANNEL_* and COMMUNITY_CREATE, _UPDATE and _DELETE carry that id as `id`."""
    own: str | None = getattr(data, "id", None)
    channel: str | None = getattr(data, "channel_id", None)
    community: str | None = getattr(data, "community_id", None)
    if name.startswith("CHANNEL_"):
        channel = channel or own
    if name in ("COMMUNITY_CREATE", "COMMUNITY_UPDATE", "COMMUNITY_DELETE"):
        community = community or own
    return Origin(channel, community, place)


class Actions(Protocol):
    """What a context needs of its bot."""

    @property
    def commands(self) -> Commands: ...

    async def first_text_channel(self, community_id: str) -> str: ...


class Context:
    """What a handler can do, and where the thing happened that it handles."""

    def __init__(self, actions: Actions, origin: Origin) -> None:
        self._actions = actions
        self._sent: Counter[str] = Counter()
        self.channel_id = origin.channel_id
        """The channel of the event; None for timers and for events of a whole community."""
        self.community_id = origin.community_id
        """The community of the event; None for timers and for events of the account."""
        self.place = origin.place
        """The event's place in the log, `(partition, sequence)`: the same when it is handled again, so a key for things of
        your own that must happen once. None for timers and for events that are not stored."""

    @property
    def commands(self) -> Commands:
        """Every command of the server, e.g. `await context.commands.message.history(channel_id=…, limit=10)`."""
        return self._actions.commands

    async def send_message(
        self,
        content: str,
        *,
        channel_id: str | None = None,
        thread_id: str | None = None,
        reply_to: str | MessageLike | None = None,
    ) -> Message:
        """Sends Markdown of up to 4,000 characters to a channel.

        By default that is the channel of the event, or the community's first text channel. `thread_id`, the id of the
        message that began a thread, makes it a reply in that thread, or a comment on a post; an answer to a message
        (`reply_to`, given whole) goes into the thread of that message by itself. It is sent once, however often
        it must be repeated, and in order with the bot's others in that channel. A handler that runs again after a crash and
        sends the same text again gives the first message. Raises CozyError, e.g. MISSING_PERMISSION; waits for errors that
        go away by themselves.
        """
        target = channel_id or self.channel_id
        answered = reply_to if isinstance(reply_to, str) or reply_to is None else reply_to.id
        if thread_id is None and isinstance(reply_to, Message):
            thread_id = reply_to.thread_id or None
        nonce = self._nonce(target, content, answered, thread_id)
        if target is None:
            if self.community_id is None:
                raise ValueError("A timer has no channel: send_message needs channel_id.")
            target = await self._actions.first_text_channel(self.community_id)
        sent = await self.commands.message.send(
            channel_id=target,
            content=content,
            nonce=nonce,
            reply_to=answered or UNSET,
            thread_id=thread_id or UNSET,
        )
        return sent.message

    async def delete_message(self, message: MessageLike) -> None:
        """Deletes a message. One that is gone already is no error."""
        try:
            await self.commands.message.delete(channel_id=message.channel_id, message_id=message.id)
        except CozyError as error:
            if error.code != "UNKNOWN_MESSAGE":
                raise

    async def add_reaction(self, message: MessageLike, emoji: str) -> None:
        """Adds the bot's reaction to a message."""
        await self.commands.reaction.add(channel_id=message.channel_id, message_id=message.id, emoji=emoji)

    async def moderate(
        self,
        *,
        kick: str | None = None,
        delete: MessageLike | None = None,
        reason: str | None = None,
        community_id: str | None = None,
    ) -> None:
        """Removes a member (`kick`, a user's id) from the community, deletes a message, or both.

        Who or what is gone already is no error.
        """
        if delete is not None:
            await self.delete_message(delete)
        if kick is None:
            return
        community = community_id or self.community_id
        if community is None:
            raise ValueError("A timer has no community: moderate needs community_id.")
        try:
            await self.commands.member.kick(community_id=community, user_id=kick, reason=reason or UNSET)
        except CozyError as error:
            if error.code != "UNKNOWN_MEMBER":
                raise

    def _nonce(self, channel_id: str | None, content: str, reply_to: str | None, thread_id: str | None) -> str:
        """A name for a message that is the same when the same handler runs again for the same event."""
        if self.place is None:
            return str(uuid.uuid4())
        what = json.dumps([self.place, channel_id, content, reply_to, *([thread_id] if thread_id else [])])
        self._sent[what] += 1
        return hashlib.sha256(f"{what}{self._sent[what]}".encode()).hexdigest()
