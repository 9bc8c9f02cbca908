"""Runs jobs of one key one after another, and jobs of different keys at the same time."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")
Job = Callable[[], Awaitable[None]]


class KeyedQueue:
    """Jobs that wait for those of the same key."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Job]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopped = False
        self.size = 0
        """Jobs that wait or run."""

    @property
    def stopped(self) -> bool:
        """Whether `stop` was called."""
        return self._stopped

    def busy(self, key: str) -> bool:
        """Tells whether a key has a job that waits or runs."""
        return key in self._waiting

    def push(self, key: str, job: Job) -> None:
        """Adds a job behind those of the same key. It reports its own errors."""
        if self._stopped:
            return
        self.size += 1
        if key in self._waiting:
            self._waiting[key].append(job)
            return
        self._waiting[key] = deque([job])
        task = asyncio.create_task(self._drain(key))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def run(self, key: str, job: Callable[[], Awaitable[T]]) -> T:
        """Adds a job as `push` does and gives its result or error."""
        result: asyncio.Future[T] = asyncio.get_running_loop().create_future()

        async def settle() -> None:
            try:
                value = await job()
            except Exception as error:
                if not result.done():
                    result.set_exception(error)
            else:
                if not result.done():
                    result.set_result(value)

        self.push(key, settle)
        return await result

    async def stop(self, longest: float) -> None:
        """Drops the jobs that wait, takes no more, and waits for those that run, at most `longest` seconds; then cancels them."""
        self._stopped = True
        for jobs in self._waiting.values():
            while len(jobs) > 1:
                jobs.pop()
                self.size -= 1
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=longest)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _drain(self, key: str) -> None:
        # The running job stays first, so that a key has an entry as long as it has work.
        jobs = self._waiting[key]
        while jobs:
            await jobs[0]()
            jobs.popleft()
            self.size -= 1
        del self._waiting[key]
