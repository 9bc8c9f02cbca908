"""The command-line tool: `cozy-bot new my-bot` makes a bot with a test."""

import argparse
import re
import sys
from collections.abc import Sequence
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

_HIDDEN = {"gitignore": ".gitignore", "env.example": ".env.example"}
"""Files whose names begin with a dot, which packers of packages leave out."""


def make_bot(folder: Path, language: str) -> None:
    """Makes a folder with a bot, its test and its README in a language, `python` or `javascript`.

    Raises ValueError when the folder's name is no name for a bot, FileExistsError when something is there already.
    """
    name = folder.name
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,63}", name):
        raise ValueError(f"{name!r} is no name for a bot: use 1 to 64 small letters, digits, - and _, a letter first.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(f"{folder} is there already. Choose another name, or move it away.")
    folder.mkdir(parents=True, exist_ok=True)
    for source in files("cozy_bot").joinpath("new", language).iterdir():
        if source.is_file():
            text = source.read_text("utf-8").replace("__NAME__", name).replace("__VERSION__", version("cozy-bot"))
            (folder / _HIDDEN.get(source.name, source.name)).write_text(text, "utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the tool and gives its exit code."""
    parser = argparse.ArgumentParser(prog="cozy-bot", description="Makes bots for Cozy.")
    commands = parser.add_subparsers(dest="command", required=True)
    new = commands.add_parser("new", help="make a folder with a bot and its test")
    new.add_argument("folder", type=Path, help="where to; its last part is the bot's name")
    new.add_argument("--language", choices=("python", "javascript"), default="python")
    options = parser.parse_args(arguments)
    try:
        make_bot(options.folder, options.language)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Made {options.folder}. Its README.md says how to go on.")
    return 0
