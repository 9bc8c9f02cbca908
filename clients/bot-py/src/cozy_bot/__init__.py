"""Write Cozy bots in Python."""

from .bot import Bot, Command
from .context import Context
from .cursor_store import CursorStore, FileCursorStore, Progress
from .errors import CozyError
from .protocol.codes import Intent, Permission
from .protocol.objects import Channel, Community, Member, Message, Role, User

__all__ = [
    "Bot",
    "Channel",
    "Command",
    "Community",
    "Context",
    "CozyError",
    "CursorStore",
    "FileCursorStore",
    "Intent",
    "Member",
    "Message",
    "Permission",
    "Progress",
    "Role",
    "User",
]
