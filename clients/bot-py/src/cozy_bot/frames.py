"""Reads and writes the gateway's frames."""

from typing import Literal, TypeAlias, TypeVar

import msgpack
import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

from .protocol.codes import Op
from .protocol.objects import ErrorBody, Place

Encoding: TypeAlias = Literal["msgpack", "json"]
T = TypeVar("T")


class DecodeError(Exception):
    """Raised for bytes that are not frames in the connection's encoding."""


class ServerFrame(Struct, frozen=True):
    """A frame as it comes; `d` is decoded by who knows its shape."""

    op: int
    t: str | None = None
    n: int | None = None
    s: Place | None = None
    d: Raw = Raw()
    e: ErrorBody | None = None


class ClientFrame(Struct, frozen=True):
    """A frame as it is sent."""

    op: Op
    d: object = UNSET
    t: str | UnsetType = UNSET
    n: int | UnsetType = UNSET


class Hello(Struct, frozen=True):
    """What a server says first; the interval is in milliseconds."""

    heartbeat_interval: int


class InvalidSession(Struct, frozen=True):
    """A Resume that was refused; `retry_after` is in seconds."""

    resumable: bool
    reason: str
    retry_after: float = 0.0


# Not strict, because an integer beyond 32 bits may be written as a float.
_packed = msgspec.msgpack.Decoder(ServerFrame, strict=False)
_text = msgspec.json.Decoder(ServerFrame)
_pack = msgspec.msgpack.Encoder()
_write = msgspec.json.Encoder()


def encode_frame(encoding: Encoding, frame: ClientFrame) -> bytes:
    """Writes one frame. Fields that are UNSET are left out."""
    return _pack.encode(frame) if encoding == "msgpack" else _write.encode(frame) + b"\n"


def decode_frames(encoding: Encoding, data: bytes) -> list[ServerFrame]:
    """Reads all frames of one WebSocket message.

    Raises DecodeError when the bytes end early, are no frames of this encoding, or nest too deep.
    """
    try:
        if encoding == "msgpack":
            frames = [_packed.decode(part) for part in _split(data)]
        else:
            frames = [_text.decode(line) for line in data.split(b"\n") if line.strip()]
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise DecodeError(f"Not valid {encoding}: {error}") from error
    if not frames:
        raise DecodeError("An empty message")
    return frames


def decode_data(frame: ServerFrame, shape: type[T]) -> T:
    """Reads what a frame of a msgpack connection carries. Raises DecodeError when it does not fit the shape."""
    try:
        return msgspec.msgpack.decode(frame.d, type=shape, strict=False)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise DecodeError(f"A frame {frame.t or frame.op} does not fit its shape: {error}") from error


def _split(data: bytes) -> list[memoryview]:
    # msgspec reads exactly one value; msgpack's reader finds where each of several ends.
    reader = msgpack.Unpacker(max_buffer_size=len(data) or 1)
    reader.feed(data)
    view = memoryview(data)
    parts = []
    begin = 0
    while begin < len(data):
        try:
            reader.skip()
        except (msgpack.exceptions.UnpackException, ValueError) as error:
            raise DecodeError("Not valid msgpack") from error
        end = reader.tell()
        parts.append(view[begin:end])
        begin = end
    return parts
