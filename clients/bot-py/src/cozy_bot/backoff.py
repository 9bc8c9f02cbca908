"""How long to wait before the next try."""

import random

from .protocol.codes import BACKOFF_FIRST, BACKOFF_LONGEST


def backoff_delay(attempt: int, floor: float = 0.0) -> float:
    """Gives seconds to wait: exponential with full jitter, so that clients that lost a node do not come back together.

    `attempt` counts failed tries from 0; `floor` is what the server asked to wait at least. Those that it asked come back
    spread over as long again, so that it has not all of them at once a second time.
    Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
    """
    ceiling: float = min(BACKOFF_LONGEST, BACKOFF_FIRST * 2 ** min(attempt, 16))
    return floor + max(ceiling, floor) * random.random()
