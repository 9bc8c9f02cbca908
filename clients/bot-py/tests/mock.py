"""The mock gateway of the protocol, run as a process that plays one script."""

import asyncio
import json
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


class Mock:
    """A mock gateway that is running."""

    def __init__(self, process: asyncio.subprocess.Process, url: str) -> None:
        self._process = process
        self.url = url

    async def finished(self) -> None:
        """Waits until the script is over. Raises AssertionError with what was expected and what came."""
        line = await read_line(self._process)
        assert line == {"done": True}, line

    async def stop(self) -> None:
        """Ends the process."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()


async def read_line(process: asyncio.subprocess.Process) -> dict[str, Any]:
    """Reads the next line of JSON that a process prints."""
    assert process.stdout
    line = await asyncio.wait_for(process.stdout.readline(), 30)
    assert line, "The process ended."
    value: dict[str, Any] = json.loads(line)
    return value


@asynccontextmanager
async def playing(script: Path) -> AsyncIterator[Mock]:
    """Runs the mock gateway with a script file."""
    process = await asyncio.create_subprocess_exec(
        "node",
        "--import",
        "tsx",
        str(ROOT / "protocol" / "mock" / "main.ts"),
        str(script),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    mock = Mock(process, "")
    try:
        mock.url = (await read_line(process))["url"]
        yield mock
    finally:
        await mock.stop()


def write_script(folder: Path, *connections: list[Step]) -> Path:
    """Writes a script of a test's own."""
    path = folder / "script.json"
    path.write_text(json.dumps({"about": "A test", "uses": str(FRAMES), "connections": connections}))
    return path
