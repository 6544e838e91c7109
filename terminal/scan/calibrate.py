"""What a scanner's path changes, learnt from a printed sheet of every character (terminal 4.2)."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import mean
from typing import NamedTuple

from msgspec import Struct

from labels.codes import ANCHORS, CALIBRATION_CODES
from labels.gs1 import GS
from terminal.scan import aim
from terminal.scan.layout import MAPS
from terminal.scan.profile import ScanProfile

ENDS = "\r\n\t"
LONGEST_GAP, TIMES_THE_LARGEST = 0.3, 3.0
SLOW_SECONDS = 0.035
FROM_PREFIX = 20  # characters of a prefix at most

# The cures; each fits two lines of 26 columns.
SWALLOWED = "Keys are swallowed: set the scanner's country"
CAPS = "Caps lock is on: turn it off, scan again"
OTHER_CODE = "That is another code: scan the one that is asked"
SLOW = "Slow: set the scanner's delay to 0"
NO_END = "No end: set the suffix to CR"
OTHER_END = "Set the suffix to CR only"
NO_AIM = "Switch the AIM identifier on"
GS_LOST = "GS is lost: use GS, or ~ in its place"


class Heard(NamedTuple):
    """One scan as it came: its characters with their times, terminators included."""

    text: str
    ends: str
    gaps: tuple[float, ...]


class Part(NamedTuple):
    """One code of the sheet as it came: what stood before and behind, and its characters."""

    prefix: str
    body: str
    suffix: str


class Learnt(Struct, frozen=True):
    """`country` is that of the host's keyboard where it is a known one, "?" where it is another;
    `gs` is what stands for GS ("" where it is lost); `cures` what should be set at the scanner.
    """

    profile: ScanProfile
    identifies: bool
    country: str
    gs: str
    ends: str
    mean_seconds: float
    cures: tuple[str, ...]


def heard(strokes: Sequence[tuple[str, float]]) -> Heard:
    """`strokes` are characters with their time in seconds, up to and with the terminator."""
    text = "".join(character for character, _ in strokes)
    bare = text.rstrip(ENDS)
    times = [at for _, at in strokes[: len(bare)]]
    gaps = tuple(b - a for a, b in pairwise(times))
    return Heard(bare, text[len(bare) :], gaps)


def part(number: int, scan: Heard) -> Part | str:
    """The `number`th code of the sheet out of a scan; a cure where it can't be that."""
    anchor = ANCHORS[number] * 2
    text, printed = scan.text, CALIBRATION_CODES[number][2:-2]
    first, last = text.find(anchor, 0, FROM_PREFIX + len(anchor)), text.rfind(anchor)
    if first < 0 or last <= first:
        return CAPS if anchor.lower() in text[: FROM_PREFIX + len(anchor)] else OTHER_CODE
    body = text[first + 2 : last]
    if len(body) < len(printed) - printed.count(GS):
        return SWALLOWED
    if len(body) > len(printed) and GS not in printed:
        return OTHER_CODE
    return Part(text[:first], body, text[last + 2 :])


def learn(scans: Sequence[Heard], least_gap: float = ScanProfile().gap_seconds) -> Learnt | str:
    """The profile of a scanner from scans of all codes of the sheet, in their order.

    A str is the cure of what can't be learnt: a code that is not the asked one, caps lock, and
    keys that the layout swallows or makes the same. `least_gap` seconds is that of the path: 0.3
    over SSH.
    """
    parts = [part(number, scan) for number, scan in enumerate(scans[: len(CALIBRATION_CODES)])]
    good = [each for each in parts if isinstance(each, Part)]
    if len(good) < len(CALIBRATION_CODES):
        return next((each for each in parts if isinstance(each, str)), OTHER_CODE)
    pairs = _pairs(good)
    if len(set(pairs.values())) < len(pairs) or pairs.keys() & {GS}:
        return SWALLOWED
    return _learnt(scans, good, pairs, least_gap)


def _learnt(
    scans: Sequence[Heard], parts: list[Part], printed: dict[str, str], least_gap: float
) -> Learnt:
    typed = {as_typed: character for character, as_typed in printed.items()}
    layout = tuple((key, meant) for key, meant in sorted(typed.items()) if key != meant)
    table = str.maketrans(typed)
    identifies = all(aim.KNOWN.match(each.prefix.translate(table)) for each in parts)
    separator = _separator(parts).translate(table)
    gaps = [gap for scan in scans for gap in scan.gaps] or [0.0]
    profile = ScanProfile(
        gap_seconds=max(least_gap, min(LONGEST_GAP, TIMES_THE_LARGEST * max(gaps))),
        prefix="" if identifies else _common(each.prefix for each in parts),
        suffix=_common(each.suffix for each in parts),
        separator="" if separator == GS else separator,
        layout=layout,
    )
    ends = scans[0].ends
    cures = _cures(separator, ends + profile.suffix, mean(gaps), identifies=identifies)
    return Learnt(profile, identifies, _country(layout), separator, ends, mean(gaps), cures)


def _pairs(parts: list[Part]) -> dict[str, str]:
    """What each printed character came as, GS apart."""
    came: dict[str, str] = {}
    for code, each in zip(CALIBRATION_CODES, parts, strict=True):
        head, found, tail = code[2:-2].partition(GS)
        came.update(zip(head, each.body, strict=False))
        if found:
            came.update(zip(reversed(tail), reversed(each.body), strict=False))
    return came


def _separator(parts: list[Part]) -> str:
    """What stands between the characters around GS."""
    (number,) = (n for n, code in enumerate(CALIBRATION_CODES) if GS in code)
    head, _, tail = CALIBRATION_CODES[number][2:-2].partition(GS)
    body = parts[number].body
    return body[len(head) : len(body) - len(tail)]


def _common(each: Iterable[str]) -> str:
    """What they all are; nothing where they differ."""
    texts = set(each)
    return texts.pop() if len(texts) == 1 else ""


def _country(layout: tuple[tuple[str, str], ...]) -> str:
    """The known country whose map agrees with every key that it knows."""
    if not layout:
        return ""
    own = {ord(key): ord(meant) for key, meant in layout}
    agree = (
        country
        for country, known in MAPS.items()
        if all(own.get(key, key) == meant for key, meant in known.items() if key in own)
        and known.keys() & own.keys()
    )
    return next(agree, "?")


def _cures(separator: str, ends: str, seconds: float, *, identifies: bool) -> tuple[str, ...]:
    found = {
        NO_AIM: not identifies,
        NO_END: not ends,
        OTHER_END: bool(ends) and ends != "\r",
        GS_LOST: not separator,
        SLOW: seconds > SLOW_SECONDS,
    }
    return tuple(cure for cure, holds in found.items() if holds)
