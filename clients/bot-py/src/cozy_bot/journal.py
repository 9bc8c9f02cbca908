"""Knows which events were received and which are handled, and saves that."""

import asyncio
from collections.abc import Callable

from .cursor_store import CursorStore, Progress
from .places import raise_cursors
from .protocol.objects import Cursors, Place

_IDLE_SAVE = 2.0
"""Seconds after which places of events that no handler wanted are saved too."""


class Journal:
    """Saves are gathered: while one is being written, all that is handled meanwhile goes into the next."""

    def __init__(self, gateway: str, store: CursorStore | None, report: Callable[[Exception], None]) -> None:
        """Takes the address that the places belong to, and who is told of a save that failed; the next one tries again."""
        self._gateway = gateway
        self._store = store
        self._report = report
        self._received: Cursors = {}
        # By partition, in the order of the log: what is being handled, and what was handled after the first of those.
        self._pending: dict[str, dict[int, None]] = {}
        self._done: dict[str, set[int]] = {}
        self._dirty = False
        self._saving: asyncio.Task[None] | None = None
        self._idle: asyncio.TimerHandle | None = None
        self.user_id: str | None = None
        """The bot's own account, once it is known."""

    @property
    def received(self) -> Cursors:
        """The last place of each partition that was taken in."""
        return dict(self._received)

    async def load(self) -> Cursors | None:
        """Reads the progress of an earlier run: cursors to resume from, or None to start afresh."""
        progress = await self._store.load() if self._store else None
        if progress is None or progress.gateway != self._gateway:
            return None
        self.user_id = progress.user_id
        self._received = dict(progress.cursors)
        self._done = {key: set(sequences) for key, sequences in progress.done.items()}
        return self.received

    def restart(self, user_id: str, cursors: Cursors) -> None:
        """Starts from a READY's places; what was known before is forgotten."""
        self.user_id = user_id
        self._received = dict(cursors)
        self._pending.clear()
        self._done.clear()
        self._save()

    def advance(self, cursors: Cursors) -> None:
        """Moves on to places that the server has told, and never back."""
        raise_cursors(self._received, cursors)
        self._save_later()

    def begin(self, place: Place) -> bool:
        """Takes an event in that is to be handled. Gives False when an earlier run has handled it."""
        key, sequence = str(place[0]), place[1]
        self._received[key] = sequence
        if sequence in self._done.get(key, ()):
            return False
        self._pending.setdefault(key, {})[sequence] = None
        return True

    def end(self, place: Place) -> None:
        """An event's handlers have finished."""
        key, sequence = str(place[0]), place[1]
        pending = self._pending.get(key, {})
        if sequence not in pending:
            # The session was restarted meanwhile: the place belongs to the one before.
            return
        del pending[sequence]
        self._done.setdefault(key, set()).add(sequence)
        self._save()

    def skip(self, place: Place) -> None:
        """Takes an event in that nobody handles."""
        self._received[str(place[0])] = place[1]
        self._save_later()

    async def close(self) -> None:
        """Saves what is not saved yet."""
        if self._idle:
            self._save()
        if self._saving:
            await self._saving

    def _snapshot(self, user_id: str) -> Progress:
        cursors = self.received
        for key, pending in self._pending.items():
            if pending:
                cursors[key] = next(iter(pending)) - 1
        for key, sequences in self._done.items():
            self._done[key] = {sequence for sequence in sequences if sequence > cursors.get(key, 0)}
        done = {key: sorted(sequences) for key, sequences in self._done.items() if sequences}
        return Progress(gateway=self._gateway, user_id=user_id, cursors=cursors, done=done)

    def _save_later(self) -> None:
        if self._idle is None:
            self._idle = asyncio.get_running_loop().call_later(_IDLE_SAVE, self._save)

    def _save(self) -> None:
        if self._idle:
            self._idle.cancel()
            self._idle = None
        self._dirty = True
        if self._saving is None and self._store and self.user_id:
            self._saving = asyncio.create_task(self._write(self._store, self.user_id))

    async def _write(self, store: CursorStore, user_id: str) -> None:
        while self._dirty:
            self._dirty = False
            try:
                await store.save(self._snapshot(user_id))
            except Exception as error:
                self._report(error)
        self._saving = None
