"""Plays events to a bot without a server, for tests."""

from .gateway import Answer, Call
from .kit import TestKit

__all__ = ["Answer", "Call", "TestKit"]
