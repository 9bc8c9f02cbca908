"""The places up to which a client has everything."""

from .protocol.objects import Cursors


def raise_cursors(cursors: Cursors, told: Cursors) -> bool:
    """Moves `cursors` on to places that a server has told, and never back. Gives False when none of them lies ahead."""
    ahead = {key: sequence for key, sequence in told.items() if sequence > cursors.get(key, 0)}
    cursors.update(ahead)
    return bool(ahead)
