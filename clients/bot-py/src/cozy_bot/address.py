"""Addresses and names that are made of a bot's options."""

import hashlib
import re
from urllib.parse import urlsplit

from .protocol.codes import DICTIONARY_VERSION, GATEWAY_VERSION

_WHERE_TOKENS_ARE = "In the web client, open Settings → Bots, create the bot or reset its token, and copy it."
WRONG_TOKEN = f"The server refused this bot token. {_WHERE_TOKENS_ARE}"
NO_TOKEN = f"This bot has no token. {_WHERE_TOKENS_ARE}"


def gateway_url(url: str) -> str:
    """Makes a gateway address of an instance's address, `http(s)` or `ws(s)`, with or without `/gateway`.

    Raises ValueError when it is no such address.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https", "ws", "wss") or not parts.hostname:
        raise ValueError(f"url must be an instance's address, such as http://localhost:8080, not {url!r}.")
    path = parts.path.rstrip("/")
    scheme = parts.scheme.replace("http", "ws")
    return f"{scheme}://{parts.netloc}{path if path.endswith('/gateway') else path + '/gateway'}"


def with_query(url: str) -> str:
    """Adds what a connection asks for to a gateway address."""
    return f"{url}?v={GATEWAY_VERSION}&encoding=msgpack&compress=dict&dict={DICTIONARY_VERSION}"


def cursors_file(token: str, shard: tuple[int, int] | None) -> str:
    """Gives the file in which a bot keeps its cursors by default: the id in its token, else a hash, and its shard."""
    match = re.match(r"bot\.(\d+)\.", token)
    name = match[1] if match else hashlib.sha256(token.encode()).hexdigest()[:16]
    part = f"-{shard[0]}-of-{shard[1]}" if shard else ""
    return f".cozy-bot-{name}{part}.json"
