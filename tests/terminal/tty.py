"""A program in a pty and its screen, for tests that look and type."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import pexpect
import pyte
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TYPING_SECONDS = 0.08
OF_THE_OUTER = {"LINES", "COLUMNS", "COLORTERM", "NO_COLOR", "LC_ALL", "LC_CTYPE", "LANG"}
KEYS = {
    "f1": b"\x1bOP",
    "f2": b"\x1bOQ",
    "f3": b"\x1bOR",
    "f4": b"\x1bOS",
    "f5": b"\x1b[15~",
    "f6": b"\x1b[17~",
    "f7": b"\x1b[18~",
    "f8": b"\x1b[19~",
    "f9": b"\x1b[20~",
    "f10": b"\x1b[21~",
    "f12": b"\x1b[24~",
    "escape": b"\x1b",
    "enter": b"\r",
}


class Tty:
    """A program in a pty and its screen."""

    def __init__(
        self,
        arguments: Sequence[str],
        columns: int = 40,
        rows: int = 16,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.sent = b""
        self._number = 0
        # pytest-xdist sets the size of its own screen, which Textual would take for the pty's.
        inherited = {k: v for k, v in os.environ.items() if k not in OF_THE_OUTER}
        self.program = pexpect.spawn(
            sys.executable,
            list(arguments),
            cwd=str(ROOT),
            dimensions=(rows, columns),
            env=inherited | {"TERM": "xterm-256color"} | dict(environment or {}),
            timeout=20,
        )
        self.program.delaybeforesend = None

    def read(self) -> str:
        try:
            chunk = self.program.read_nonblocking(65536, timeout=0.1)
        except (pexpect.TIMEOUT, pexpect.EOF):
            chunk = b""
        self.sent += chunk
        # pyte knows neither of these private sequences; it would show their letters.
        self._stream.feed(chunk.replace(b"\x1b[<u", b"").replace(b"$p", b"h"))
        return "\n".join(self.screen.display)

    def wait(self, words: str, seconds: float = 60) -> str:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            shown = self.read()
            if words in shown:
                return shown
            if not self.program.isalive():
                break
        pytest.fail(f"{words!r} is not on the screen:\n{self.read()}")

    def settled(self) -> str:
        """The screen, once nothing more has been painted for half a second."""
        quiet, known = 0, len(self.sent)
        while quiet < 5:
            shown = self.read()
            quiet, known = (quiet + 1 if len(self.sent) == known else 0), len(self.sent)
        return shown

    def send(self, data: bytes) -> Self:
        os.write(self.program.child_fd, data)
        return self

    def scan(self, text: str) -> Self:
        return self.send(f"{text}\r".encode())

    def type(self, text: str) -> Self:
        """Slowly enough that nobody takes it for a scanner."""
        for character in f"{text}\r":
            self.send(character.encode())
            time.sleep(TYPING_SECONDS)
        return self

    def key(self, name: str) -> Self:
        return self.send(KEYS[name])

    def kill(self) -> None:
        self.program.kill(9)
        self.program.wait()
        self.program.close(force=True)
