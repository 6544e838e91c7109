"""Keyboard characters and their times to frames: told apart from typing (terminal 4.5, 3.2)."""

import statistics
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

from msgspec import Struct

from terminal.scan.aim import SHAPE
from terminal.scan.normalise import LONGEST
from terminal.scan.profile import PLAIN, ScanProfile
from terminal.scan.raw import RawScan, Source

ENDS = frozenset("\r\n\t")
LONGEST_SECONDS = 2.0
SETTLED_SECONDS = 0.12
FAST_SECONDS = 0.035
MEAN_SECONDS = 0.07
LEAST_BURST = 4
# An Enter that comes this soon after a frame ended by its gap is that frame's late terminator.
LATE_END_SECONDS = 0.4


class Typing(Struct, frozen=True):
    """What the entry line shows now."""

    text: str


class Pressed(Struct, frozen=True):
    """A key that acts, with what was typed before it."""

    name: str
    before: str = ""


Assembled: TypeAlias = RawScan | Typing | Pressed
Timed: TypeAlias = tuple[str, float]


class Assembler:
    """One keyboard. `instant`: a single typed digit needs no Enter (a choice is shown).

    Times are monotonic seconds of arrival. Feed every character, tick about every 50 ms.
    """

    def __init__(self, profile: ScanProfile = PLAIN) -> None:
        self.profile = profile
        self.instant = False
        self._buffer: list[Timed] = []
        self._split = 0
        self._skipping = False
        self._after_cr = False
        self._gap_ended: float | None = None
        self._echoed = ""
        self._seq = 0

    def feed(self, character: str, at: float) -> list[Assembled]:
        """One character, control characters included."""
        crlf = character == "\n" and self._after_cr and not self._buffer
        self._after_cr = character == "\r"
        if crlf:
            return []
        if character in ENDS:
            return self._end(character, at)
        if self._skipping:
            return []
        out = self._cut(character, at)
        self._buffer.append((character, at))
        return out + self._limit(at)

    @property
    def is_waiting(self) -> bool:
        """Whether the passing of time can end or show anything."""
        return len(self._buffer) > self._split

    def tick(self, at: float) -> list[Assembled]:
        """What the passing of time ends or shows."""
        tail = self._buffer[self._split :]
        if not tail:
            return []
        quiet = at - tail[-1][1]
        if quiet > self.profile.gap_seconds and is_burst(tail):
            self._gap_ended = at
            return self._frame()
        if quiet > SETTLED_SECONDS and self.instant and self._is_digit():
            return self._frame()
        return self._echo() if quiet > FAST_SECONDS else []

    def key(self, name: str, at: float) -> list[Assembled]:
        """A key without a character; inside a burst it is ignored."""
        if self._buffer and at - self._buffer[-1][1] <= SETTLED_SECONDS:
            return []
        if self._buffer and name == "escape":
            self._clear()
            return self._echo()
        if name == "backspace":
            self._buffer = self._buffer[:-1]
            self._split = min(self._split, len(self._buffer))
            return self._echo()
        before = _text(self._buffer)
        self._clear()
        return [Pressed(name, before), *self._echo()]

    def paste(self, text: str, at: float) -> list[Assembled]:
        """Text that arrives as a paste is a scan, if it is one line."""
        line = text.strip("\r\n\t")
        if not line or any(end in line for end in "\r\n"):
            return []
        return [self._raw(line[: LONGEST + 1], Source.SCAN, at, at)]

    def _cut(self, character: str, at: float) -> list[Assembled]:
        """End a burst, or mark where typing stopped, when a gap lies before `character`."""
        if not self._buffer:
            return []
        gap, tail = at - self._buffer[-1][1], self._buffer[self._split :]
        scanned = is_burst(tail)
        if gap > self.profile.gap_seconds and scanned:
            return self._frame()
        if scanned or _text(tail).startswith("]"):
            return []
        if gap > SETTLED_SECONDS or (character == "]" and gap > FAST_SECONDS):
            self._split = len(self._buffer)
        return []

    def _limit(self, at: float) -> list[Assembled]:
        """What is past its limit is a scan too long to mean anything (E-LEN); the rest up to the
        next end is thrown away.
        """
        tail = self._buffer[self._split :]
        lasting = at - tail[0][1] > LONGEST_SECONDS and is_burst(tail)
        if len(self._buffer) <= LONGEST and not lasting:
            return []
        overlong = _text(self._buffer).ljust(LONGEST + 1)
        self._clear()
        self._skipping = True
        return [self._raw(overlong, Source.SCAN, at, at), *self._echo()]

    def _end(self, character: str, at: float) -> list[Assembled]:
        if self._skipping:
            self._skipping = False
            return []
        if self._buffer:
            return self._frame()
        late = self._gap_ended is not None and at - self._gap_ended < LATE_END_SECONDS
        self._gap_ended = None
        return [] if late or character == "\t" else [Pressed("enter")]

    def _frame(self) -> list[Assembled]:
        head, tail = self._buffer[: self._split], self._buffer[self._split :]
        if not is_scan(tail, self.profile):
            head, tail = [], self._buffer
        source = Source.SCAN if is_scan(tail, self.profile) else Source.TYPED
        raw = self._raw(_text(tail), source, tail[0][1], tail[-1][1], _text(head))
        self._clear()
        return [raw, *self._echo()]

    def _raw(
        self, text: str, source: Source, first: float, last: float, before: str = ""
    ) -> RawScan:
        self._seq += 1
        return RawScan(text, source, first=first, last=last, seq=self._seq, before=before)

    def _echo(self) -> list[Assembled]:
        shown = "" if is_burst(self._buffer[self._split :]) else _text(self._buffer)
        if shown == self._echoed:
            return []
        self._echoed = shown
        return [Typing(shown)]

    def _is_digit(self) -> bool:
        return len(self._buffer) == 1 and self._buffer[0][0] in "0123456789"

    def _clear(self) -> None:
        self._buffer, self._split = [], 0


def is_burst(timed: Sequence[Timed]) -> bool:
    """Whether these came as fast as only a scanner types: n >= 4, median gap <= 35 ms."""
    if len(timed) < LEAST_BURST:
        return False
    return statistics.median(_gaps(timed)) <= FAST_SECONDS


def is_scan(timed: Sequence[Timed], profile: ScanProfile) -> bool:
    """Identifier-shaped start, a GS, the profile's prefix, or a burst with a mean <= 70 ms."""
    text = _text(timed)
    if SHAPE.match(text) or "\x1d" in text or (profile.prefix and text.startswith(profile.prefix)):
        return True
    return is_burst(timed) and statistics.mean(_gaps(timed)) <= MEAN_SECONDS


def _gaps(timed: Sequence[Timed]) -> list[float]:
    return [later[1] - earlier[1] for earlier, later in pairwise(timed)]


def _text(timed: Sequence[Timed]) -> str:
    return "".join(character for character, _ in timed)
