"""The package, as a user installs it."""

import asyncio
import os
import re
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

from .mock import COMMUNITY, IDENTIFY, MEMBER, ROOT, TOKEN, MockHost, Step, answer, request, said, write_script

PACKAGE = Path(__file__).parents[1]

WRONG = """
from cozy_bot import Bot, Context, Message

bot = Bot("http://localhost:8080", None)

@bot.on_message
async def wrong(message: Message, context: Context) -> None:
    print(message.text)

@bot.on("CHANNEL_CREATE")
async def also_wrong(event: Message, context: Context) -> None:
    print(event.content)
"""


def readme_bot(kind: str = "python") -> str:
    """The first block of a kind in the README."""
    match = re.search(rf"```{kind}\n(.*?)```", (PACKAGE / "README.md").read_text(), re.DOTALL)
    assert match
    return match[1]


def output(*command: str | Path, check: bool = True) -> str:
    """Runs a program and gives what it prints."""
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, text=True, check=check)
    return done.stdout


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The interpreter of a fresh environment in which the built wheel is installed."""
    folder = tmp_path_factory.mktemp("user")
    output(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, PACKAGE)
    [wheel] = folder.glob("cozy_bot-*.whl")
    # The environment's own pip would only take seconds to be installed first.
    venv.create(folder / "venv", with_pip=False, symlinks=True)
    python = folder / "venv" / "bin" / "python"
    output(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-compile", wheel)
    yield python


async def test_runs_the_bot_of_the_readme_as_it_is_printed(python: Path, host: MockHost, tmp_path: Path) -> None:
    code = readme_bot()
    assert len(code.strip().splitlines()) < 20
    (tmp_path / "bot.py").write_text(code)
    steps: list[Step] = [
        *IDENTIFY,
        said(101, content="/ping"),
        {**request("message.send", content="pong", reply_to="$message.id"), "as": "first"},
        {"send": "$answer"},
        {"send": {"op": 0, "t": "COMMUNITY_MEMBER_ADD", "s": [3, 102], "d": {**MEMBER, "community_id": COMMUNITY}}},
        request("community.list"),
        answer(communities=["$community"]),
        {**request("message.send", content="Welcome, Ada!"), "as": "first"},
        {"send": "$answer"},
    ]
    async with host.playing(write_script(tmp_path, steps)) as mock:
        process = await asyncio.create_subprocess_exec(
            python,
            "bot.py",
            cwd=tmp_path,
            env={**os.environ, "COZY_URL": mock.url, "COZY_TOKEN": TOKEN},
            stderr=asyncio.subprocess.PIPE,
        )
        await mock.finished()
        process.terminate()
        _, printed = await process.communicate()
    assert b"The bot is ready." in printed
    assert process.returncode == 0, printed
    # The last answer may have come too late for its handler, the ones before were handled and noted.
    saved = (tmp_path / ".cozy-bot-1399999999999990001.json").read_text()
    assert '"cursors":{"3":10' in saved


def test_runs_the_test_of_the_readme_which_needs_no_server(python: Path, tmp_path: Path) -> None:
    (tmp_path / "bot.py").write_text(readme_bot())
    (tmp_path / "test_bot.py").write_text(readme_bot("python test"))
    subprocess.run([python, "-m", "unittest"], cwd=tmp_path, check=True)


def test_has_types_that_catch_mistakes(python: Path, tmp_path: Path) -> None:
    (tmp_path / "right.py").write_text(readme_bot())
    (tmp_path / "wrong.py").write_text(WRONG)
    command = (sys.executable, "-m", "mypy", "--strict", "--config-file=", "--python-executable", python)
    found = output(
        *command, "--cache-dir", tmp_path / "cache", tmp_path / "right.py", tmp_path / "wrong.py", check=False
    )
    assert '"Message" has no attribute "text"' in found
    assert "Found 2 errors in 1 file (checked 2 source files)" in found, found


def test_the_sources_are_clean_and_the_generated_ones_up_to_date() -> None:
    output(sys.executable, "-m", "ruff", "check", PACKAGE)
    output(sys.executable, "-m", "ruff", "format", "--check", PACKAGE)
    output("node", "--import", "tsx", ROOT / "protocol" / "generate" / "python.ts", "--check")


def test_makes_a_bot_whose_test_passes(python: Path, tmp_path: Path) -> None:
    tool = python.with_name("cozy-bot")
    subprocess.run([tool, "new", "my_bot"], cwd=tmp_path, check=True)
    made = tmp_path / "my_bot"
    names = [".env.example", ".gitignore", "README.md", "bot.py", "requirements.txt", "test_bot.py"]
    assert sorted(path.name for path in made.iterdir()) == names
    assert (made / "README.md").read_text().startswith("# my_bot\n")
    subprocess.run([python, "-m", "unittest"], cwd=made, check=True)
    command = (sys.executable, "-m", "mypy", "--strict", "--config-file=", "--python-executable", python)
    output(*command, "--cache-dir", tmp_path / "cache", made / "bot.py", made / "test_bot.py")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["new", "taken"], "taken is there already"),
        (["new", "My Bot"], "is no name for a bot"),
        (["new", "other", "--language", "cobol"], "invalid choice: 'cobol'"),
        ([], "required: command"),
    ],
)
def test_the_tool_says_what_is_wrong(python: Path, tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "bot.py").write_text("precious")
    tool = python.with_name("cozy-bot")
    done = subprocess.run([tool, *arguments], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "taken" / "bot.py").read_text() == "precious"


def test_the_example_bots_pass_their_tests(python: Path) -> None:
    subprocess.run([python, "-m", "unittest"], cwd=PACKAGE / "examples", check=True)
