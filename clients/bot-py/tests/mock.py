"""The mock gateway of the protocol, run as a process that plays one script."""

import asyncio
import json
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
CONVERSATIONS = ROOT / "protocol" / "mock" / "conversations"
FRAMES = ROOT / "protocol" / "mock" / "frames.json"
TOKEN = "bot.1399999999999990001.secret"
COMMUNITY = "1399999999999990010"
CHANNEL = "1399999999999990011"
ADA = "1399999999999990002"

Step = dict[str, Any]

IDENTIFY: list[Step] = [{"send": "$hello"}, {"expect": {"op": 2, "d": {"token": TOKEN}}}, {"send": "$ready"}]
MEMBER: dict[str, object] = {
    "community_id": COMMUNITY,
    "user": "$ada",
    "nick": None,
    "roles": [],
    "joined_at": "2026-01-02T03:04:05.678Z",
}


def resume(cursors: dict[str, int]) -> list[Step]:
    """A connection that resumes from these cursors."""
    return [{"send": "$hello"}, {"expect": {"op": 6, "d": {"cursors": cursors}}}]


def said(sequence: int, **fields: object) -> Step:
    """A message of Ada's."""
    return {"send": {"...": "$created", "s": [3, sequence], "d": {"...": "$message", **fields}}}


def request(name: str, **fields: object) -> Step:
    """A command that the bot must call."""
    return {"expect": {"op": 20, "t": name, "d": fields}}


def answer(**fields: object) -> Step:
    """The answer to the last command."""
    return {"send": {"op": 21, "n": "$last.n", "d": fields}}


def refuse(code: str) -> Step:
    """An error for the last command."""
    return {"send": {"op": 21, "n": "$last.n", "e": {"code": code, "message": "No."}}}


class MockHost:
    """The process that plays scripts, one at a time."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            ["node", "--import", "tsx", str(Path(__file__).with_name("mock-host.ts"))],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @asynccontextmanager
    async def playing(self, script: Path) -> AsyncIterator["Mock"]:
        """Runs the mock gateway with a script file."""
        self._write(str(script))
        try:
            yield Mock(self, (await self.read())["url"])
        finally:
            self._write("")
            while "stopped" not in await self.read():
                pass

    async def read(self) -> dict[str, Any]:
        """Reads the next line. The scripts have time limits of their own, so one always comes."""
        assert self._process.stdout
        line = await asyncio.to_thread(self._process.stdout.readline)
        assert line, "The mock gateway has ended."
        value: dict[str, Any] = json.loads(line)
        return value

    def close(self) -> None:
        """Ends the process."""
        self._process.communicate()

    def _write(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()


class Mock:
    """A mock gateway that plays a script."""

    def __init__(self, host: MockHost, url: str) -> None:
        self._host = host
        self.url = url

    async def finished(self) -> None:
        """Waits until the script is over. Raises AssertionError with what was expected and what came."""
        assert await self._host.read() == {"done": True}


def write_script(folder: Path, *connections: list[Step]) -> Path:
    """Writes a script of a test's own."""
    path = folder / "script.json"
    path.write_text(json.dumps({"about": "A test", "uses": str(FRAMES), "connections": connections}))
    return path
