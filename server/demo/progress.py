"""How far the demonstration is: one line per stage, alive where somebody looks at a terminal."""

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


class Stage:
    """One line; `tell` says how far it is."""

    def __init__(self, name: str, out: TextIO) -> None:
        self.name, self.out = name, out
        self.began = time.monotonic()
        self.words = ""

    def tell(self, words: str) -> None:
        """Painted over the last words at a terminal; elsewhere only the end is printed."""
        self.words = words
        if self.out.isatty():
            line = f"  {self.name:<12} {words}"[: shutil.get_terminal_size().columns - 1]
            self.out.write(f"\r\x1b[K{line}")
            self.out.flush()

    def end(self, sign: str) -> None:
        seconds = time.monotonic() - self.began
        start = "\r\x1b[K" if self.out.isatty() else ""
        self.out.write(f"{start}{sign} {self.name:<12} {self.words} ({seconds:.1f} s)\n")
        self.out.flush()


@contextmanager
def stage(name: str) -> Iterator[Stage]:
    """Progress goes to stderr: stdout is for what the demonstration answers."""
    made = Stage(name, sys.stderr)
    made.tell("...")
    try:
        yield made
    except BaseException:
        made.end("!")
        raise
    made.end("+")
