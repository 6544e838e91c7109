"""A pipe heard line by line (terminal 9.4)."""

import threading
from collections.abc import Callable
from typing import TextIO


class Lines:
    """A pipe; each line is what was scanned, or as `terminal.hand` has it a key or typing."""

    def __init__(
        self, stream: TextIO, heard: Callable[[str], None], ended: Callable[[], None]
    ) -> None:
        self._stream, self._heard, self._ended = stream, heard, ended
        self._thread = threading.Thread(target=self._run, name="lines", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Nothing: who waits for a line that never comes ends with the program."""

    def _run(self) -> None:
        for line in self._stream:
            self._heard(line.rstrip("\r\n"))
        self._ended()
