"""RawScan to Clean: separators, stray characters, caps lock, identifier (terminal 4.5)."""

import re
import unicodedata

from labels.gs1 import GS, check_digit_holds
from terminal.scan import aim, layout
from terminal.scan.profile import PLAIN, ScanProfile
from terminal.scan.raw import Clean, RawScan, Source

SPELT = ("{GS}", "<GS>", "[GS]", "␝", "Alt029", "º™ª", "^]", r"\F")
ONLY_IN_GS1 = str.maketrans({"~": GS, "|": GS, "^": GS})
UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")  # noqa: RUF001 - that is the point
BLANKS = "\r\n\t "
LONGEST = 512


def normalise(raw: RawScan, profile: ScanProfile = PLAIN) -> Clean:
    """`raw` as the grammars read it; E-LEN and E-LAYOUT come back as its `fault`."""
    if len(raw.text) > LONGEST:
        return Clean(raw, raw.text[:LONGEST], raw.aim, fault="E-LEN")
    # What was learnt is of the keyboard's path: fingers, cameras and serial lines are none.
    known = profile if raw.source is Source.SCAN else PLAIN
    text = _plain(raw.text, known)
    if known.layout:
        text = text.translate({ord(typed): printed for typed, printed in known.layout})
    text, warnings = _caps(text)
    found, rest = (raw.aim, text) if raw.aim else aim.split(text)
    if found == "]E0" and len(rest) >= 16 and begins_gs1(rest):
        found, rest, warnings = "]e0", rest.swapcase(), ("W-CAPS",)
    rest = _separators(rest, found, profile)
    country = "" if known.layout else layout.wrong_country(rest, found)
    if country:
        return Clean(raw, rest, found, warnings, "E-LAYOUT", country)
    return Clean(raw, rest, found, warnings)


def begins_gs1(text: str) -> bool:
    """Whether `text` starts with a field 00, 01 or 02 whose check digit holds."""
    digits = {"00": 18, "01": 14, "02": 14}.get(text[:2])
    return digits is not None and check_digit_holds(text[2 : 2 + digits])


def _plain(text: str, profile: ScanProfile) -> str:
    text = UNSEEN.sub("", unicodedata.normalize("NFC", text)).translate(FULL_WIDTH).strip(BLANKS)
    return text.removeprefix(profile.prefix).removesuffix(profile.suffix)


def _caps(text: str) -> tuple[str, tuple[str, ...]]:
    """Undo caps lock where it turns unknown identifier letters into known ones."""
    if aim.SHAPE.match(text) and not aim.KNOWN.match(text):
        turned = text.swapcase()
        if aim.KNOWN.match(turned):
            return turned, ("W-CAPS",)
    return text, ()


def _separators(text: str, found: str | None, profile: ScanProfile) -> str:
    for spelt in (*SPELT, *filter(None, [profile.separator])):
        text = text.replace(spelt, GS)
    is_gs1 = aim.grammar(found) is aim.Grammar.GS1
    if is_gs1 or (found is None and begins_gs1(text.lstrip(GS))):
        text = text.translate(ONLY_IN_GS1)
    return text
