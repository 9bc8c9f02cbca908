"""The bot, a person, and the channel of the community that both are in: those of the protocol's mock gateway."""

from importlib.resources import files
from itertools import count
from typing import Any

import msgspec

from ..protocol.objects import Channel, Community, Member, Message, User

PARTITION = 3
"""The partition of the log in which everything happens."""

WORLD: dict[str, Any] = msgspec.json.decode(files("cozy_bot.protocol").joinpath("world.json").read_bytes())
BOT = msgspec.convert(WORLD["bot"], User)
ADA = msgspec.convert(WORLD["ada"], User)
CHANNEL = msgspec.convert(WORLD["channel"], Channel)
COMMUNITY = msgspec.convert(WORLD["community"], Community)

_ids = count(1_400_000_000_000_000_001)


def next_id() -> str:
    """Gives an id that nothing has yet."""
    return str(next(_ids))


def message_of(**fields: object) -> Message:
    """Makes a message of Ada's in the channel, or what the fields say instead."""
    return msgspec.convert({**WORLD["message"], "id": next_id(), **_plain(fields)}, Message)


def member_of(**user: object) -> Member:
    """Makes somebody new in the community."""
    member = {**WORLD["community"]["member"], "user": {**WORLD["ada"], "id": next_id(), **_plain(user)}}
    return msgspec.convert(member, Member)


def _plain(fields: dict[str, object]) -> dict[str, object]:
    plain: dict[str, object] = msgspec.to_builtins(fields)
    return plain
