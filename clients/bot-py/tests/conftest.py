"""What the tests share."""

from collections.abc import Iterator

import pytest

from .mock import MockHost


@pytest.fixture(scope="session")
def host() -> Iterator[MockHost]:
    """The process that plays the mock gateway's scripts."""
    host = MockHost()
    yield host
    host.close()
