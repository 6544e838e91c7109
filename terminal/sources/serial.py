"""A scanner on a serial line or USB-COM: raw bytes, no keyboard layout is in the way (T2)."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress

import serial

from terminal.flows.offers import Sound
from terminal.scan.normalise import LONGEST
from terminal.scan.raw import RawScan, Source
from terminal.sounds import Backend

GAP_SECONDS = 0.12
"""What comes after such a silence is another scan, for scanners that send no CR."""
LEAST_WAIT, MOST_WAIT = 0.5, 30.0
ENDS = b"\r\n"

BEEPS: dict[str, dict[Sound, bytes]] = {
    "datalogic": {Sound.BAD: b"F"},
    "bel": {Sound.BAD: b"\x07\x07\x07", Sound.WARN: b"\x07"},
}
"""What makes the scanner itself say no: Datalogic, PSC and Intermec know `F`, not on file."""


class SerialScanner:
    """Reads `port` (`/dev/ttyACM0`, `COM3`) at so many `baud` and posts RawScans.

    A line that is gone is opened again after 0.5 to 30 s; until then `fault` says why, and
    `is_alive` is False, for the bar.
    """

    def __init__(
        self, port: str, baud: int, post: Callable[[RawScan], None], mint: Callable[[], str]
    ) -> None:
        self._port, self._baud, self._post, self._mint = port, baud, post, mint
        self._line: serial.Serial | None = None
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="serial", daemon=True)
        self._seq = 0
        self.fault = ""

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(3)

    @property
    def is_alive(self) -> bool:
        return self._line is not None

    def tell(self, command: bytes) -> bool:
        """Sends it to the scanner; False where no line is open to send it on."""
        line = self._line
        if line is None:
            return False
        with suppress(serial.SerialException, OSError):
            line.write(command)
            return True
        return False

    def _run(self) -> None:
        wait = LEAST_WAIT
        while not self._stopping.is_set():
            try:
                with serial.Serial(self._port, self._baud, timeout=GAP_SECONDS) as line:
                    self._line, self.fault, wait = line, "", LEAST_WAIT
                    self._read(line)
            except (serial.SerialException, OSError) as error:
                self.fault = f"{self._port}: {error}"
            finally:
                self._line = None
            self._stopping.wait(wait)
            wait = min(wait * 2, MOST_WAIT)

    def _read(self, line: serial.Serial) -> None:
        """Frames until the line breaks or the terminal stops; a torn one is not delivered."""
        frame, first = bytearray(), 0.0
        while not self._stopping.is_set():
            came = line.read(max(1, line.in_waiting))
            now = time.monotonic()
            if not came:
                self._end(frame, first, now)
            for byte in came:
                if byte in ENDS:
                    self._end(frame, first, now)
                    continue
                first = first if frame else now
                if len(frame) <= LONGEST:  # longer is answered with E-LEN, whatever follows
                    frame.append(byte)

    def _end(self, frame: bytearray, first: float, last: float) -> None:
        if not frame:
            return
        self._seq += 1
        scan = RawScan(
            text_of(bytes(frame)),
            Source.SERIAL,
            self._mint(),
            None,
            first,
            last,
            "serial",
            self._seq,
        )
        frame.clear()
        self._post(scan)


class HostBeeper:
    """The scanner in the hand says no; all other sounds, and all where it can't, are another's."""

    def __init__(self, scanner: SerialScanner, model: str, otherwise: Backend) -> None:
        self._scanner, self._tones, self._otherwise = scanner, BEEPS[model], otherwise

    def play(self, sound: Sound) -> None:
        tone = self._tones.get(sound)
        if tone is None or not self._scanner.tell(tone):
            self._otherwise.play(sound)


def text_of(frame: bytes) -> str:
    """UTF-8 where it is that, else Latin-1, which has a character for every byte."""
    try:
        return frame.decode()
    except UnicodeDecodeError:
        return frame.decode("latin-1")
