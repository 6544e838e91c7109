"""A robot's eye: what it is asked to scan it finds in the pictures that a printer leaves."""

import time
from contextlib import suppress
from pathlib import Path

from labels.codes import HouseCode, Kind, read_house_code
from terminal.sources.camera import PICTURES, NoCamera, read_picture

LOOK_SECONDS = 0.1
UNREADABLE = "?"


class Pictures:
    """Aims at labels of LPNs and cartons: their text is read from pixels, as a camera does.

    All else has no picture and is scanned by wedge. Each picture is decoded once.
    """

    def __init__(self, folder: Path, patience_seconds: float = 15.0) -> None:
        self._folder = folder
        self._patience = patience_seconds
        self._known: set[Path] = set()
        self._seen: set[str] = set()

    def aim(self, text: str) -> str:
        """`text` where a picture shows it; `?` when none does in time."""
        read = read_house_code(text)
        if not isinstance(read, HouseCode) or read.kind is not Kind.LPN:
            return text
        until = time.monotonic() + self._patience
        while time.monotonic() < until:
            self._look()
            if text in self._seen:
                return text
            time.sleep(LOOK_SECONDS)
        return UNREADABLE

    def _look(self) -> None:
        """Decodes the pictures that have come since the last look."""
        for path in sorted(self._folder.glob("*")):
            if path.suffix in PICTURES and path not in self._known:
                with suppress(NoCamera):  # still being written: the next look reads it
                    self._seen |= {seen.text for seen in read_picture(path)}
                    self._known.add(path)
