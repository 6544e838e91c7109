"""Textual drivers that survive scanners: hostile bytes, no Kitty keys, no paste mode, no mouse.

Made for the Textual version pinned in pyproject.toml: `tests/terminal/test_driver.py` compares the
seams that are used here, and sends the bytes through a real pty. Import this module before an App
is made; it changes what the drivers look up by name in their modules:

- the decoder, so that one Latin-1 byte becomes a mark instead of killing the input thread;
- Kitty's keyboard protocol, which delivers control keys without their character;
- the start mark of a bracketed paste, whose lost end would swallow every later key;
- the selector of the reading thread, to know which keys had come before they were read.
"""

import codecs
import os
import re
import select as wait
import selectors
import sys
import time
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any

from textual import _xterm_parser, constants
from textual.driver import Driver
from textual.drivers import linux_driver, web_driver
from textual.drivers.linux_driver import LinuxDriver
from textual.drivers.web_driver import WebDriver
from textual.message import Message

MOUSE = re.compile(r"\x1b\[\?10(?:00|03|06|15|16)h")


def tolerant(encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
    """An incremental decoder that replaces what it can't read."""
    return partial(codecs.getincrementaldecoder(encoding), errors="replace")


class Arrival:
    """When the keys that are read now have come: the reader may be late, the scanner was not.

    Textual stamps a key when it is read. Where the thread that reads has to wait longer than a
    scan's gap, the rest of a scan would look like another one.
    """

    def __init__(self) -> None:
        self._selected = 0.0
        self._before: float | None = None
        self._reads = False

    def waits(self, select: Callable[[float | None], Any], timeout: float | None) -> Any:
        """What can be read; notes whether it was there before it was asked for."""
        self._reads = False
        ready = select(0)
        self._before = self._selected if ready else None
        ready = ready or select(timeout)
        self._selected, self._reads = time.monotonic(), bool(ready)
        return ready

    def stamp(self, message: Message) -> None:
        """What was there already came after the read before; no more is known of it."""
        if self._before is not None:
            message.time = self._before

    def is_behind(self, file: int) -> bool:
        """Whether keys have come that are not delivered yet: no time to call a scan ended."""
        return self._reads or bool(wait.select([file], [], [], 0)[0])


class Watched(selectors.SelectSelector):
    """The selector of the thread that reads keys."""

    arrival = Arrival()

    def select(self, timeout: float | None = None) -> Any:
        return Watched.arrival.waits(super().select, timeout)


def survive_scanners() -> None:
    """Put our decoder, our keys and our paste handling under Textual's names."""
    os.environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"
    vars(constants)["DISABLE_KITTY_KEY"] = True
    for module in (linux_driver, web_driver):
        vars(module)["getincrementaldecoder"] = tolerant
    watched = {**vars(selectors), "SelectSelector": Watched}
    vars(linux_driver)["selectors"] = SimpleNamespace(**watched)
    vars(_xterm_parser)["BRACKETED_PASTE_START"] = ""


survive_scanners()


class ScanDriver(LinuxDriver):
    """A tty on POSIX."""

    @property
    def is_behind(self) -> bool:
        """Whether keys have come that are not delivered yet."""
        return Watched.arrival.is_behind(self.fileno)

    def process_message(self, message: Message) -> None:
        Watched.arrival.stamp(message)
        super().process_message(message)

    def _enable_bracketed_paste(self) -> None:
        """Never: a scan pasted is a scan cut at its separators."""

    def _enable_mouse_support(self) -> None:
        """Never: a reader's stray bytes would be clicks."""

    def _enable_mouse_pixels(self) -> None:
        """Never, as above; Textual asks for it where the terminal reports its size in band."""


class Battery(Message):
    """Percent of charge, told by the page."""

    def __init__(self, percent: int) -> None:
        super().__init__()
        self.percent = percent


class ScanWebDriver(WebDriver):
    """Under textual-serve; it writes a mouse mode by itself, which is cut out."""

    def _enable_bracketed_paste(self) -> None:
        """Never."""

    def _enable_mouse_support(self) -> None:
        """Never."""

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """The page also tells how full the battery of its device is."""
        percent = payload.get("percent")
        if packet_type == "battery" and isinstance(percent, int):
            self._app.post_message(Battery(max(0, min(100, percent))))
        else:
            super().on_meta(packet_type, payload)

    def write(self, data: str) -> None:
        kept = MOUSE.sub("", data)
        if kept:
            super().write(kept)


def driver_class() -> type[Driver] | None:
    """The driver for where we run; None (Textual's own) on Windows.

    textual-serve names its web driver in TEXTUAL_DRIVER, which an explicit class overrides.
    """
    if "TEXTUAL_DRIVER" in os.environ:
        return ScanWebDriver
    return None if sys.platform == "win32" else ScanDriver
