"""Takes the frames out of compressed messages."""

import zlib
from importlib.resources import files

from .frames import DecodeError
from .protocol.codes import DICTIONARY_VERSION, INFLATED_BYTES

_DICTIONARIES = {
    version: (files(__package__) / "protocol" / f"dictionary_{version}.bin").read_bytes()
    for version in range(1, DICTIONARY_VERSION + 1)
}
"""What raw deflate presumes, by version."""


def unwrap_message(data: bytes) -> bytes:
    """Gives the frames of one message on a connection with `compress=dict`.

    Raises DecodeError when it names a dictionary that is not known, is no raw deflate or ends early, or would be larger
    than 16 MiB; no more than that is inflated before.
    """
    if not data:
        raise DecodeError("An empty message")
    if data[0] == 0:
        return data[1:]
    dictionary = _DICTIONARIES.get(data[0])
    if dictionary is None:
        raise DecodeError(f"No dictionary {data[0]}")
    stream = zlib.decompressobj(wbits=-zlib.MAX_WBITS, zdict=dictionary)
    try:
        inflated = stream.decompress(memoryview(data)[1:], INFLATED_BYTES + 1)
    except zlib.error as error:
        raise DecodeError(f"Not valid deflate: {error}") from error
    if len(inflated) > INFLATED_BYTES:
        raise DecodeError("Too large")
    if not stream.eof:
        raise DecodeError("Ends early")
    return inflated
