"""The error that commands end with."""

from msgspec import UNSET

from .protocol.codes import ERROR_MESSAGES, RETRYABLE
from .protocol.objects import ErrorBody


class CozyError(Exception):
    """An error of the server, with its stable code.

    `retry_after` is in seconds. `errors` says for each field's path what it must be.
    """

    def __init__(
        self,
        code: str,
        message: str | None = None,
        *,
        retry_after: float | None = None,
        errors: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message or ERROR_MESSAGES.get(code, code))
        self.code = code
        self.retry_after = retry_after
        self.errors = errors

    @property
    def retryable(self) -> bool:
        """Whether the same request may succeed later without any change."""
        return self.code in RETRYABLE

    @classmethod
    def from_body(cls, body: ErrorBody) -> "CozyError":
        """Makes the error of what came over the wire."""
        retry_after = None if body.retry_after is UNSET else body.retry_after
        errors = None if body.errors is UNSET else body.errors
        return cls(body.code, body.message, retry_after=retry_after, errors=errors)
