"""`tallyman terminal --plain`: a line per prompt, for screen readers, braille and pipes (9.4)."""

import os
import sys
import time
from collections import deque
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Protocol, TextIO

from textual.events import Key, Paste

from terminal.flows.offers import Entering, Leave, Sound, Tick, View
from terminal.language import painted
from terminal.said import prompt, result
from terminal.scan.assemble import Assembled, Typing
from terminal.settings import DeviceProfile, scan_profile
from terminal.sounds import Sounds, backend
from terminal.sources.line import Lines
from terminal.sources.wedge import Wedge, events_of
from terminal.speech import Reader, speech
from terminal.turns import Turns
from terminal.uuid7 import uuid7

TICK_SECONDS = 0.05
SEND_SECONDS = 10.0


class Heard(Protocol):
    """Where keys or lines come from."""

    def start(self) -> None: ...
    def stop(self) -> None: ...


class Plain(Turns):
    """A shell of the desk like the painted one, with the same wedge; nothing is ever repainted.

    On a tty keys are heard as on the painted screen. From a pipe a line is heard when the one
    before it is dealt with; at the end of the pipe what was written is sent, and the program ends.
    """

    def __init__(self, folder: Path, profile: DeviceProfile, out: TextIO | None = None) -> None:
        super().__init__(folder, profile)
        self._out = out or sys.stdout
        if isinstance(self._out, TextIOWrapper):
            self._out.reconfigure(errors="replace")
        self._view = View()
        self._said = ("", "")
        self._typed = ""
        self._lines: deque[str] = deque()
        self._ended = False
        self._wedge = Wedge(lambda: str(uuid7()), scan_profile(profile, os.environ))
        self._sounds = Sounds(backend(profile.sound if sys.stdin.isatty() else "none", self._ring))
        self._reader = Reader(speech(profile.speech))

    def work(self) -> None:
        """Until the tty is closed or the pipe is empty."""
        source = self._source()
        source.start()
        self.station.open()
        try:
            while not (self._ended and not self._lines and self.is_ready):
                self._turn()
            self.send_all(time.monotonic() + SEND_SECONDS)
        finally:
            source.stop()
            self.station.close()
            self._sounds.stop()
            self._reader.stop()

    def _source(self) -> Heard:
        if not sys.stdin.isatty() or sys.platform == "win32":
            return Lines(sys.stdin, self._lines.append, self._end)
        made: Heard = import_module("terminal.sources.keyboard").Keyboard(
            sys.stdin.fileno(), lambda key: self.soon(lambda: self._key(key)), self._end
        )
        return made

    def _end(self) -> None:
        self._ended = True

    def _turn(self) -> None:
        if self.hear(0.0):
            return
        if self._lines and self.is_ready:
            self.say(self._lines.popleft() or "key:enter")
        elif not self.hear(TICK_SECONDS):
            at = time.monotonic()  # keys that come while the desk is busy are not late
            self._take(self._wedge.tick(at))
            self.station.desk.offer(Tick(at))

    def _key(self, event: Key | Paste) -> None:
        self._take(self._wedge.take(event))

    def _take(self, out: list[Assembled]) -> None:
        events = events_of(out, time.monotonic())
        if events:
            self._end_line()
        for event in events:
            self.station.desk.offer(event)
        if out and not events and isinstance(out[-1], Typing):
            self._echo(out[-1].text)

    def _echo(self, text: str) -> None:
        """What is typed, letter by letter: a reader speaks what is new."""
        kept = len(self._typed) if text.startswith(self._typed) else 0
        gone = 0 if kept else len(self._typed)
        new = text[kept:]
        shown = "*" * len(new) if self._view.entry is Entering.DOTS else new
        self._typed = text
        self._write("\b \b" * gone + shown)

    def _end_line(self) -> None:
        if self._typed:
            self._typed = ""
            self._write("\n")

    def _ring(self) -> None:
        self._write("\a")

    def _write(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()

    # --- the shell of the desk --------------------------------------------------------------------

    def paint(self, view: View) -> None:
        """Writes what is new of it: the result, then the question."""
        self.station.workplace.greet(view)
        language = self.station.workplace.language
        view = painted(view, language)
        self._view, self._wedge.instant = view, view.instant
        says, asks = result(view.band, language), prompt(view, language)
        new = [each for each, was in zip((says, asks), self._said, strict=True) if each != was]
        self._said = (says, asks)
        lines = [line for line in new if line]
        if lines:
            self._end_line()
            self._write("\n".join(lines) + "\n")
        self._reader.paint(view, language)

    def sound(self, sound: Sound) -> None:
        self._sounds.play(sound)

    def left(self, leave: Leave) -> None:
        self.soon(lambda: self.station.workplace.left(leave))
