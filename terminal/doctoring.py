"""The scanner doctor: shows what a scanner types, takes the sheet, keeps what it learns."""

import time
from collections import deque
from collections.abc import Callable, Sequence

from msgspec import Struct
from textual import events

from labels.codes import CALIBRATION_CODES
from terminal.flows.offers import Band, Colour, Sound, View
from terminal.flows.words import say
from terminal.scan.assemble import Assembled
from terminal.scan.calibrate import ENDS, Heard, Learnt, heard, learn, part
from terminal.scan.profile import ScanProfile
from terminal.scan.raw import RawScan
from terminal.sources.wedge import character_of

END_SECONDS, NO_END_SECONDS = 0.12, 0.4
BURST_SECONDS = 0.12
SHOWN = 20
RULER = "1234567890" * 2 + "123456"
BADGE = "BG"
NAMES = {"\r": "CR", "\n": "LF", "\t": "TAB"}


class Around(Struct, frozen=True):
    """What the doctor tells beside the scans, and the least gap of the path, in seconds."""

    decoders: tuple[str, ...]
    least_gap: float
    look: Callable[[], tuple[str, ...]] = lambda: ()
    """What the camera sees, when there is something new."""


class Doctor:
    """Takes the keyboard's place as a source: nothing that is scanned here is obeyed.

    `paint` shows, `tone` sounds, `keep` takes the profile, `close` goes back (Esc).
    """

    instant = False
    is_waiting = True  # also for what the camera sees

    def __init__(
        self,
        around: Around,
        paint: Callable[[View], None],
        tone: Callable[[Sound], None],
        keep: Callable[[ScanProfile], None],
        close: Callable[[], None],
    ) -> None:
        self._around, self._paint, self._tone = around, paint, tone
        self._keep, self._close = keep, close
        self._strokes: list[tuple[str, float]] = []
        self._scans: list[Heard] = []
        self._lines: deque[tuple[str, ...]] = deque(maxlen=SHOWN)
        self._learnt: Learnt | None = None
        self._network: str = ""
        self._sight: tuple[str, ...] = ()
        self._band = Band()

    def open(self) -> None:
        self._show(Band())

    def measured(self, seconds: float | None) -> None:
        """The round trip to the server; None where there is none."""
        self._network = say("no server")
        if seconds is not None:
            self._network = say("server {time} ms", time=round(seconds * 1000))
        self._show(Band())

    def take(self, event: events.Key | events.Paste) -> list[Assembled]:
        if isinstance(event, events.Paste):
            self._strokes += [(character, event.time) for character in event.text]
        elif event.key == "escape":
            if not self._strokes or event.time - self._strokes[-1][1] > BURST_SECONDS:
                self._close()
        elif character := character_of(event):
            self._strokes.append((character, event.time))
        return []

    def tick(self, at: float) -> list[Assembled]:
        """A scan has ended when nothing comes behind its terminator, or for longer without."""
        if sight := self._around.look():
            self._sight = sight
            self._show(self._band)
        if self._strokes:
            last, when = self._strokes[-1]
            if at - when > (END_SECONDS if last in ENDS else NO_END_SECONDS):
                strokes, self._strokes = self._strokes, []
                self._heard(heard(strokes))
        return []

    def seen(self, raw: RawScan) -> None:
        """From the camera or a serial line: no keyboard is in the way, so nothing is to learn."""
        self._lines.appendleft(_told(raw.source.name, (raw.aim or "") + raw.text, ""))
        self._tone(Sound.GOOD)
        self._show(Band(Colour.GREEN, (raw.source.name,)))

    def _heard(self, scan: Heard) -> None:
        """The next code of the sheet, or a scan that is only shown; Enter alone begins anew."""
        if not scan.text:
            self._scans, self._learnt = [], None
            self._show(Band())
            return
        self._lines.appendleft(_told("", scan.text, _timing(scan)))
        if self._learnt is not None:
            self._scans, self._learnt = [], None
        self._tell(part(len(self._scans), scan), scan)

    def _tell(self, came: object, scan: Heard) -> None:
        if isinstance(came, str):
            self._refuse(came)
            return
        self._scans.append(scan)
        if len(self._scans) < len(CALIBRATION_CODES):
            self._tone(Sound.GOOD)
            self._show(Band(Colour.GREEN, (say("Code {n} read", n=len(self._scans)),)))
            return
        got = learn(self._scans, self._around.least_gap)
        if isinstance(got, str):
            self._scans = []
            self._refuse(got)
            return
        self._learnt = got
        self._keep(got.profile)
        self._tone(Sound.GOOD)
        self._show(Band(Colour.AMBER if got.cures else Colour.GREEN, ("Learnt and kept",)))

    def _refuse(self, cure: str) -> None:
        self._tone(Sound.BAD)
        self._show(Band(Colour.RED, tuple(_halves(cure))))

    def _show(self, band: Band) -> None:
        self._band = band
        number = len(self._scans) + 1
        ask = say("SCAN CODE {n} OF {all}", n=number, all=len(CALIBRATION_CODES))
        if self._learnt is not None:
            ask = say("DONE: ESC")
        told = () if self._learnt is None else _findings(self._learnt)
        scans = tuple(line for lines in self._lines for line in lines)
        about = (", ".join(self._around.decoders) or "no decoders", self._network, RULER)
        what = (*self._sight, *told, *scans, *filter(None, about))
        self._paint(View("DOCTOR", ask, what=what, band=band, keys=("Esc back",), step="doctor"))


def _findings(got: Learnt) -> tuple[str, ...]:
    profile = got.profile
    found = (
        *got.cures,
        say("layout {country}", country=got.country or say("right")),
        say("GS {points}", points=_points(got.gs) or say("lost")),
        say("ends {how}", how=_names(got.ends) or say("by its gap")),
        say("gap {time} ms", time=round(profile.gap_seconds * 1000)),
        say("prefix {text}", text=profile.prefix) if profile.prefix else "",
        say("suffix {text}", text=profile.suffix) if profile.suffix else "",
        "identifier on" if got.identifies else "",
    )
    return tuple(filter(None, found))


def _told(source: str, text: str, timing: str) -> tuple[str, ...]:
    """A scan as it is shown; a badge is a secret, of which nothing is."""
    if BADGE in text[:5]:
        return (say("{source} badge", source=source),)
    return tuple(filter(None, (timing or source, _points(text))))


def _timing(scan: Heard) -> str:
    each = sum(scan.gaps) / len(scan.gaps) * 1000 if scan.gaps else 0.0
    ends = _names(scan.ends) or say("no end")
    return say("{count} in {time} ms, {ends}", count=len(scan.text), time=round(each, 1), ends=ends)


def _names(ends: str) -> str:
    return " ".join(NAMES[end] for end in ends)


def _points(text: str) -> str:
    """Code points in hex; the first of many."""
    return " ".join(f"{ord(character):02X}" for character in text[:64])


def _halves(sentence: str) -> Sequence[str]:
    """On two lines of 26 columns."""
    if len(sentence) <= len(RULER):
        return (sentence,)
    cut = sentence.rindex(" ", 0, len(RULER) + 1)
    return (sentence[:cut], sentence[cut + 1 :])


def round_trip(alive: Callable[[], bool]) -> float | None:
    """Seconds to the server and back; None where it does not answer."""
    began = time.monotonic()
    return time.monotonic() - began if alive() else None
