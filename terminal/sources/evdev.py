"""A scanner at an input device of Linux, for this terminal alone: proof against layout, focus."""

import select
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from importlib import import_module
from typing import Any

from terminal.scan.normalise import LONGEST
from terminal.scan.raw import RawScan, Source
from terminal.sources.keycodes import KeyDecoder, Stroke

try:
    evdev: Any = import_module("evdev")
except ImportError:  # pip install 'tallyman[evdev]'; builds from source, on Linux only
    evdev = None

GAP_SECONDS = 0.12
LEAST_WAIT, MOST_WAIT = 0.5, 30.0
ENDS = "\r\n\t"
KEYS = 1
"""EV_KEY: all other kinds of events are the bookkeeping of the device."""


class EvdevScanner:
    """Grabs `path` (`/dev/input/by-id/usb-...-event-kbd`) and posts RawScans.

    What it types reaches no other program. A device that is gone is opened again after 0.5 to 30 s;
    until then `fault` says why, and `is_alive` is False, for the bar.
    """

    def __init__(self, path: str, post: Callable[[RawScan], None], mint: Callable[[], str]) -> None:
        self._path = path
        self._frames = Frames(post, mint)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="evdev", daemon=True)
        self.is_alive = False
        self.fault = ""

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(3)

    def _run(self) -> None:
        wait = LEAST_WAIT
        while not self._stopping.is_set():
            try:
                with closing(_opened(self._path)) as device:
                    self.is_alive, self.fault, wait = True, "", LEAST_WAIT
                    self._read(device)
            except OSError as error:
                self.fault = f"{self._path}: {error}"
            finally:
                self.is_alive = False
            self._stopping.wait(wait)
            wait = min(wait * 2, MOST_WAIT)

    def _read(self, device: Any) -> None:
        """Until it is unplugged or the terminal stops; closing it lets go of the grab."""
        self._frames.begin()
        while not self._stopping.is_set():
            ready, _, _ = select.select([device.fd], [], [], GAP_SECONDS)
            if not ready:
                self._frames.quiet()
                continue
            for event in device.read():
                if event.type == KEYS:
                    self._frames.feed(Stroke(event.code, event.value), time.monotonic())


class Frames:
    """Strokes of one device to scans: ended by CR, LF or TAB, or by silence."""

    def __init__(self, post: Callable[[RawScan], None], mint: Callable[[], str]) -> None:
        self._post, self._mint = post, mint
        self._seq = 0
        self.begin()

    def begin(self) -> None:
        """A device that was just opened: a torn scan of before is not delivered."""
        self._decoder = KeyDecoder()
        self._text, self._first, self._last = "", 0.0, 0.0

    def feed(self, stroke: Stroke, at: float) -> None:
        typed = self._decoder.feed(stroke)
        if not typed:
            return
        if typed in ENDS:
            self.quiet()
            return
        self._first, self._last = (self._first if self._text else at), at
        if len(self._text) <= LONGEST:  # longer is answered with E-LEN, whatever follows
            self._text += typed

    def quiet(self) -> None:
        """The end of a scan, where one has begun."""
        if not self._text:
            return
        self._seq += 1
        text, self._text = self._text, ""
        self._post(
            RawScan(
                text, Source.SERIAL, self._mint(), None, self._first, self._last, "evdev", self._seq
            )
        )


def names() -> list[str]:
    """Each input device that this user may read, as `PATH (what it says it is)`."""
    if evdev is None:
        return []
    found = []
    for path in evdev.list_devices():
        with suppress(OSError), closing(evdev.InputDevice(path)) as device:
            found.append(f"{path} ({device.name})")
    return found


def _opened(path: str) -> Any:
    """Grabbed for us alone; raises OSError where that can't be."""
    if evdev is None:
        raise OSError("needs: pip install 'tallyman[evdev]'")
    device = evdev.InputDevice(path)
    try:
        device.grab()
    except OSError:
        device.close()
        raise
    return device
