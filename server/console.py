"""What the programs of `tallyman` share at a shell: arguments, output, exit codes."""

import argparse
import json
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

from server.settings import Settings, load

DONE, REFUSED, USAGE = 0, 1, 2


class Stop(Exception):
    """Ends the program with exit code 1 and a sentence for whoever typed it."""


Main = Callable[[list[str]], int]


def program(main: Main) -> Main:
    """A `Stop`, or a file or network that is not there, becomes a sentence and exit code 1."""

    @wraps(main)
    def guarded(arguments: list[str]) -> int:
        try:
            return main(arguments)
        except (Stop, OSError) as error:
            return refuse(str(error))
        except KeyboardInterrupt:
            return 130

    return guarded


def configured() -> Settings:
    """The settings; those that do not fit stop the program."""
    try:
        return load()
    except ValueError as error:
        raise Stop(str(error)) from error


def parser(name: str, about: str) -> argparse.ArgumentParser:
    """`about` is the sentence under the usage line of `tallyman NAME --help`."""
    return argparse.ArgumentParser(prog=f"tallyman {name}", description=about)


def json_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the data as JSON")


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def say_json(value: Any) -> None:
    say(json.dumps(value, ensure_ascii=False, indent=2))


def refuse(sentence: str) -> int:
    """Says it on stderr; answers the exit code."""
    sys.stderr.write(sentence + "\n")
    return REFUSED
