"""The server's end of a bot's connection."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

import msgspec
from msgspec import UNSET, Struct

from ..errors import CozyError
from ..protocol.codes import STORED_EVENTS, Op
from ..protocol.commands import COMMANDS
from ..protocol.objects import Message
from .socket import MemorySocket
from .world import BOT, PARTITION, WORLD, message_of

_HEARTBEAT_INTERVAL = 3_600_000
"""Milliseconds; no test lasts so long."""


class Call(NamedTuple):
    """A command that the bot has called."""

    name: str
    input: Any


Output: TypeAlias = Struct | dict[str, Any] | CozyError
Answer: TypeAlias = Output | Callable[[Any], Output]
"""What the kit answers a command with: its output, an error, or what a function gives for the input."""


class _Frame(Struct):
    op: int
    t: str = ""
    n: int = 0
    d: msgspec.Raw = msgspec.Raw(b"\xc0")


class MemoryGateway:
    """A log of events, and answers to commands."""

    def __init__(self) -> None:
        self._answers: dict[str, Answer] = {}
        self._nonces: dict[str, Message] = {}
        self._messages: dict[str, Message] = {}
        self._log: list[dict[str, Any]] = []
        self._socket: MemorySocket | None = None
        # Set from READY or RESUMED on.
        self._live = False
        self.calls: list[Call] = []
        """The commands that the bot has called, in order."""
        self._sent: list[str] = []

    @property
    def sent(self) -> list[Message]:
        """The messages that the bot has sent, each once, as they are now."""
        return [self._messages[id] for id in self._sent]

    @property
    def busy(self) -> bool:
        """Whether something has not arrived yet."""
        return self._socket is not None and self._socket.busy

    async def connect(self, url: str) -> MemorySocket:
        """Opens a connection in place of the one before."""
        self._live = False
        self._socket = MemorySocket(self._receive)
        self._socket.deliver(op=Op.HELLO, d={"heartbeat_interval": _HEARTBEAT_INTERVAL})
        return self._socket

    def answer(self, name: str, answer: Answer) -> None:
        """Sets what a command is answered with from now on. Raises ValueError when there is no such command."""
        if name not in COMMANDS:
            raise ValueError(f"There is no command {name!r}.")
        self._answers[name] = answer

    def emit(self, name: str, data: Struct | dict[str, Any]) -> None:
        """Has something happen: the bot hears of it now, or of what is stored when it resumes."""
        if isinstance(data, Message):
            self._messages[data.id] = data
        frame: dict[str, Any] = {"op": Op.DISPATCH, "t": name, "d": data}
        if name in STORED_EVENTS:
            frame["s"] = (PARTITION, self._last + 1)
            self._log.append(frame)
        if self._live and self._socket:
            self._socket.deliver(**frame)

    @property
    def _last(self) -> int:
        first: int = WORLD["ready"]["d"]["cursors"][str(PARTITION)]
        return first + len(self._log)

    def _receive(self, socket: MemorySocket, data: bytes) -> None:
        frame = msgspec.msgpack.decode(data, type=_Frame)
        cursors = {str(PARTITION): self._last}
        if frame.op == Op.IDENTIFY:
            self._live = True
            socket.deliver(**{**WORLD["ready"], "d": {**WORLD["ready"]["d"], "cursors": cursors}})
        elif frame.op == Op.RESUME:
            self._live = True
            had = msgspec.msgpack.decode(frame.d)["cursors"].get(str(PARTITION), 0)
            missed = [event for event in self._log if event["s"][1] > had]
            for event in missed:
                socket.deliver(**event)
            resumed = {**WORLD["resumed"]["d"], "cursors": cursors, "replayed": len(missed)}
            socket.deliver(**{**WORLD["resumed"], "d": resumed})
        elif frame.op == Op.HEARTBEAT:
            socket.deliver(op=Op.HEARTBEAT_ACK)
        elif frame.op == Op.REQUEST:
            output = self._output_of(frame)
            if isinstance(output, CozyError):
                body = {"code": output.code, "message": str(output)}
                wait = {} if output.retry_after is None else {"retry_after": output.retry_after}
                socket.deliver(op=Op.RESPONSE, n=frame.n, e={**body, **wait})
            else:
                socket.deliver(op=Op.RESPONSE, n=frame.n, d=output)

    def _output_of(self, frame: _Frame) -> Output:
        command = COMMANDS[frame.t]
        try:
            data: Any = msgspec.msgpack.decode(frame.d, type=command.input, strict=False)
        except msgspec.ValidationError as error:
            return CozyError("INVALID_INPUT", f"The bot sent a Request {frame.t} that is wrong: {error}")
        self.calls.append(Call(frame.t, data))
        answer = self._answers.get(frame.t)
        if answer is not None:
            return answer if isinstance(answer, Struct | dict | CozyError) else answer(data)
        if frame.t == "message.send":
            return {"message": self._send(data)}
        if frame.t == "message.edit":
            return self._edit(data)
        if frame.t == "message.history":
            return {"messages": self._history(data)}
        if frame.t == "community.list":
            return {"communities": [WORLD["community"]]}
        try:
            empty: Struct = msgspec.convert({}, command.output)
            return empty
        except msgspec.ValidationError:
            unknown = f'The test kit does not know what {frame.t} gives: say so with kit.answer("{frame.t}", …).'
            return CozyError("UNKNOWN_COMMAND", unknown)

    def _send(self, data: Any) -> Message:
        first = self._nonces.get(data.nonce)
        if first:
            return first
        replied = self._messages.get(data.reply_to) if data.reply_to is not UNSET else None
        answered = replied and {"id": replied.id, "author": replied.author, "content": replied.content}
        message = message_of(author=BOT, channel_id=data.channel_id, content=data.content, reply_to=answered)
        self._nonces[data.nonce] = message
        self._sent.append(message.id)
        self.emit("MESSAGE_CREATE", message)
        return message

    def _edit(self, data: Any) -> Output:
        if data.message_id not in self._sent:
            return CozyError("UNKNOWN_MESSAGE")
        edited = msgspec.structs.replace(self._messages[data.message_id], content=data.content)
        self._messages[data.message_id] = edited
        return {"message": edited}

    def _history(self, data: Any) -> list[Message]:
        found = [message for message in self._messages.values() if message.channel_id == data.channel_id]
        return found[::-1][: 50 if data.limit is UNSET else data.limit]
