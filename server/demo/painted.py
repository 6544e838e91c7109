"""The painted terminal at work: the real app in a pty, read as eyes read it, with F12 to scan."""

import time
from collections.abc import Callable
from pathlib import Path

import pexpect
import pyte

from server.console import Stop
from server.demo.crew import Worker
from server.demo.served import environment
from server.demo.shifts import terminal

ROWS, COLUMNS = 24, 80
F12, LEAVE = "\x1b[24~", "\x1b"
HOME = "SCAN ANYTHING"
LOOK_SECONDS = 0.15
START_SECONDS = 60
NOTHING_SECONDS = 30
FINGER_SECONDS = 0.25  # faster digits are a scanner's


class Painted:
    """A worker in front of the screen: looks, scans the badge, types the PIN, presses F12."""

    def __init__(self, folder: Path, url: str, worker: Worker) -> None:
        self._command = [*terminal(worker, url), "--practice"]
        self._folder = folder
        self.worker = worker
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self._child: pexpect.spawn | None = None

    def sign_in(self) -> None:
        """Starts the app and stands at home."""
        self._child = pexpect.spawn(
            self._command[0],
            self._command[1:],
            env=environment(self._folder) | {"TERM": "xterm-256color"},
            dimensions=(ROWS, COLUMNS),
            timeout=START_SECONDS,
        )
        self._wait("SCAN BADGE", START_SECONDS)
        self._type(self.worker.badge + "\r")
        self._wait("PIN", NOTHING_SECONDS)
        for digit in self.worker.pin:
            self._type(digit)
            time.sleep(FINGER_SECONDS)
        self._type("\r")
        self._wait(HOME, NOTHING_SECONDS)

    def work(self, digit: str, go_on: Callable[[], bool]) -> None:
        """Chooses a kind of work by its digit and scans what is asked, while `go_on` says so."""
        while go_on():
            self._look()
            if self.sees("> "):  # two digits at once are no choice
                self._type(LEAVE)
            elif self.sees(HOME):
                self._type(digit)
                time.sleep(FINGER_SECONDS)
            else:
                self._type(LEAVE if self.sees("SCAN PO") else F12)
            self._rest()

    def leave(self) -> None:
        """Switches the app off; who was signed in there still is when it is started again."""
        if self._child is not None:
            self._child.close(force=True)
            self._child = None

    def sees(self, words: str) -> bool:
        return any(words in line for line in self._screen.display)

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self._screen.display if line.strip())

    def _wait(self, words: str, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.sees(words):
            if time.monotonic() > until:
                raise Stop(f"The painted terminal never showed {words!r}, but:\n{self.text}")
            self._look()

    def _look(self) -> None:
        """Paints what the app has written since; a quiet app leaves the screen as it is."""
        if self._child is None:
            return
        try:
            self._stream.feed(self._child.read_nonblocking(1 << 16, LOOK_SECONDS))
        except pexpect.TIMEOUT:
            return
        except pexpect.EOF as ended:
            raise Stop(f"The painted terminal ended:\n{self.text}") from ended

    def _rest(self) -> None:
        """Looks until nothing new is painted."""
        before = ""
        while before != (now := self.text):
            before = now
            self._look()

    def _type(self, text: str) -> None:
        if self._child is not None:
            self._child.send(text)
