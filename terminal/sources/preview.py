"""What a camera sees, as lines of half blocks: enough to hold a label into its view."""

import time
from multiprocessing.queues import Queue as Pipe
from multiprocessing.synchronize import Event as Flag
from queue import Empty, Full

import cv2
import numpy as np

from terminal.sources.variants import Gray

COLUMNS, ROWS = 26, 9
EVERY_SECONDS = 0.2
BLOCKS = " ▄▀█"  # by two bits: the upper half is light, the lower half is light


def half_blocks(image: Gray) -> tuple[str, ...]:
    """`image` in two tones, split where Otsu's method finds its light and its dark."""
    small = cv2.resize(image, (COLUMNS, 2 * ROWS), interpolation=cv2.INTER_AREA)
    _, toned = cv2.threshold(small, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    light = np.asarray(toned, np.uint8).tolist()
    return tuple(
        "".join(BLOCKS[2 * upper + lower] for upper, lower in zip(above, below, strict=True))
        for above, below in zip(light[::2], light[1::2], strict=True)
    )


class Preview:
    """Both ends of it: the camera's process shows, five times a second and only while asked for."""

    def __init__(self, asked: Flag, pipe: "Pipe[tuple[str, ...]]") -> None:
        self._asked, self._pipe = asked, pipe
        self._last = 0.0

    def ask(self, *, wanted: bool) -> None:
        """Begins, or ends: nobody looks any more."""
        if wanted:
            self._asked.set()
        else:
            self._asked.clear()

    def newest(self) -> tuple[str, ...]:
        """What has come since the last look, () for nothing."""
        try:
            return self._pipe.get_nowait()
        except Empty:
            return ()

    def show(self, image: Gray) -> None:
        """In the camera's process, for every frame; one that nobody has fetched is enough."""
        now = time.monotonic()
        if not self._asked.is_set() or now - self._last < EVERY_SECONDS:
            return
        self._last = now
        try:
            self._pipe.put_nowait(half_blocks(image))
        except Full:
            return
