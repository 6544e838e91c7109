"""A POSIX tty heard key by key, without a screen (terminal 9.4)."""

import os
import select
import termios
import threading
from collections.abc import Callable

from textual import events
from textual._xterm_parser import XTermParser

from terminal.driver import tolerant  # also what makes the parser survive a scanner's bytes

Heard = Callable[[events.Key | events.Paste], None]
WAIT_SECONDS = 0.1
READ = 4096


class Keyboard:
    """A tty without echo, lines and signals: each key is heard, and its time is kept."""

    def __init__(self, fd: int, heard: Heard, ended: Callable[[], None]) -> None:
        self._fd, self._heard, self._ended = fd, heard, ended
        self._before = termios.tcgetattr(fd)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="keyboard", daemon=True)

    def start(self) -> None:
        raw = termios.tcgetattr(self._fd)
        raw[0] &= ~(termios.IXON | termios.ICRNL | termios.INLCR | termios.ISTRIP)
        raw[3] &= ~(termios.ICANON | termios.ECHO | termios.ISIG | termios.IEXTEN)
        termios.tcsetattr(self._fd, termios.TCSADRAIN, raw)
        self._thread.start()

    def stop(self) -> None:
        """As it was before."""
        self._stop.set()
        self._thread.join(2 * WAIT_SECONDS)
        termios.tcsetattr(self._fd, termios.TCSADRAIN, self._before)

    def _run(self) -> None:
        parser, decode = XTermParser(), tolerant("utf-8")().decode
        while not self._stop.is_set():
            found = list(parser.tick())
            if select.select([self._fd], [], [], WAIT_SECONDS)[0]:
                try:
                    data = os.read(self._fd, READ)
                except OSError:  # the other end of a pty is gone
                    data = b""
                if not data:
                    self._ended()
                    return
                found += parser.feed(decode(data))
            for event in found:
                if isinstance(event, events.Key | events.Paste):
                    self._heard(event)
