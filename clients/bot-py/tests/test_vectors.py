"""Golden vectors: frames of every kind as the protocol writes them."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec import UNSET, Struct

from cozy_bot.compression import unwrap_message
from cozy_bot.frames import ClientFrame, DecodeError, Hello, InvalidSession, decode_data, decode_frames, encode_frame
from cozy_bot.protocol import commands
from cozy_bot.protocol.codes import Op
from cozy_bot.protocol.commands import COMMANDS
from cozy_bot.protocol.events import EVENTS

from .mock import ROOT


def vectors(name: str) -> list[Any]:
    path = Path(ROOT, "protocol", "vectors", name)
    return [pytest.param(vector, id=vector["name"]) for vector in json.loads(path.read_text())]


def plain(value: object) -> Any:
    """As JSON would have it, so that 1 equals 1.0 and tuples equal lists."""
    return msgspec.json.decode(msgspec.json.encode(value))


@pytest.mark.parametrize("vector", vectors("events.json"))
def test_events_decode_to_their_shapes(vector: dict[str, Any]) -> None:
    [frame] = decode_frames("msgpack", bytes.fromhex(vector["msgpack"]))
    wanted = vector["frame"]
    assert (frame.op, frame.t) == (Op.DISPATCH, wanted["t"])
    assert frame.s == (tuple(wanted["s"]) if "s" in wanted else None)
    shape = EVENTS[wanted["t"]]
    data = decode_data(frame, shape)
    assert plain(data) == wanted["d"]
    packed = msgspec.msgpack.encode(data)
    assert msgspec.msgpack.decode(packed, type=shape) == data


def test_every_event_has_a_vector() -> None:
    assert {vector.values[0]["name"] for vector in vectors("events.json")} == set(EVENTS)


SHAPES: dict[int, type[Struct]] = {Op.HELLO: Hello, Op.INVALID_SESSION: InvalidSession}


@pytest.mark.parametrize("vector", vectors("server.json"))
def test_server_frames_decode(vector: dict[str, Any]) -> None:
    wanted = vector["frame"]
    for encoding, data in (("msgpack", bytes.fromhex(vector["msgpack"])), ("json", vector["json"].encode())):
        frames = decode_frames("msgpack" if encoding == "msgpack" else "json", data + data)
        assert len(frames) == 2
        for frame in frames:
            assert (frame.op, frame.n) == (wanted["op"], wanted.get("n"))
            assert plain(frame.e) == wanted.get("e")
            if encoding == "msgpack" and "d" in wanted:
                data_there = decode_data(frame, SHAPES.get(frame.op, dict))
                known = {name: value for name, value in plain(data_there).items() if name in wanted["d"]}
                assert known == wanted["d"]


@pytest.mark.parametrize("vector", vectors("client.json"))
def test_client_frames_are_written_as_others_read_them(vector: dict[str, Any]) -> None:
    wanted = vector["frame"]
    frame = ClientFrame(Op(wanted["op"]), wanted.get("d", UNSET), wanted.get("t", UNSET), wanted.get("n", UNSET))
    assert msgspec.msgpack.decode(encode_frame("msgpack", frame)) == wanted
    assert msgspec.msgpack.decode(bytes.fromhex(vector["msgpack"])) == wanted
    assert json.loads(encode_frame("json", frame)) == wanted


@pytest.mark.parametrize("vector", vectors("commands.json"))
def test_commands_take_and_give_their_shapes(vector: dict[str, Any]) -> None:
    name, part = vector["name"].rsplit(" ", 1)
    command = COMMANDS[name]
    wanted = vector["frame"]
    if part == "request":
        data = msgspec.convert(wanted["d"], command.input)
        sent = encode_frame("msgpack", ClientFrame(Op.REQUEST, data, name, wanted["n"]))
        assert msgspec.msgpack.decode(sent) == wanted
    else:
        [frame] = decode_frames("msgpack", bytes.fromhex(vector["msgpack"]))
        assert plain(decode_data(frame, command.output)) == wanted["d"]


def test_every_command_has_vectors() -> None:
    names = {vector.values[0]["name"] for vector in vectors("commands.json")}
    assert names == {f"{name} {part}" for name in COMMANDS for part in ("request", "response")}


@pytest.mark.parametrize("vector", vectors("refused.json"))
def test_what_is_no_frame_is_refused(vector: dict[str, Any]) -> None:
    with pytest.raises(DecodeError):
        decode_frames(vector["encoding"], bytes.fromhex(vector["bytes"]))


@pytest.mark.parametrize("vector", vectors("compressed.json"))
def test_gw_49_gw_50_compressed_messages_are_read_or_refused(vector: dict[str, Any]) -> None:
    message = bytes.fromhex(vector["message"])
    if vector["frames"] is None:
        with pytest.raises(DecodeError):
            decode_frames("msgpack", unwrap_message(message))
        return
    frames = decode_frames("msgpack", unwrap_message(message))
    wanted = vector["frames"]
    assert [(frame.op, frame.t, frame.s and list(frame.s)) for frame in frames] == [
        (frame["op"], frame.get("t"), frame.get("s")) for frame in wanted
    ]
    assert [msgspec.msgpack.decode(frame.d) for frame in frames] == [frame["d"] for frame in wanted]


def test_gw_50_a_bomb_is_not_followed_to_its_end() -> None:
    bomb = next(vector.values[0] for vector in vectors("compressed.json") if "16 MiB" in vector.values[0]["name"])
    with pytest.raises(DecodeError, match="Too large"):
        unwrap_message(bytes.fromhex(bomb["message"]) + b"what follows is no deflate")


def test_fields_that_are_left_out_are_not_sent() -> None:
    sent = commands.MessageSendInput(channel_id="1", content="a", nonce="b")
    assert json.loads(encode_frame("json", ClientFrame(Op.REQUEST, sent, "message.send", 1)))["d"] == {
        "channel_id": "1",
        "content": "a",
        "nonce": "b",
    }
