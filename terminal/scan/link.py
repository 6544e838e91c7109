"""GS1 Digital Link: a web address that says the same as element strings (terminal 4.7 rule 11).

Read here, never opened. Source: GS1 Digital Link Standard, URI Syntax 1.4.
"""

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, unquote, urlsplit

from labels.gs1 import GS, Gs1Error, Message, parse
from terminal.scan.outcome import Reject

ADDRESS = re.compile(r"(?i)https?://")
PRIMARY = frozenset({"01", "00", "414", "8004"})
# Names that stood for the identifiers before 2022, and what a compressed link looks like: both
# need somebody's table or a request to be read.
NAMES = frozenset({"gtin", "itip", "cpid", "sscc", "gln", "grai", "giai"})
COMPRESSED = re.compile(r"(?=.*[A-Z0-9])[A-Za-z0-9_-]{10,}")


def read(text: str) -> Message | Gs1Error | Reject:
    """The element strings of the address; E-URL for any other, W-URL where it is shortened."""
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "")[:40]
    except ValueError:
        return Reject("E-URL", {"value": text})
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    fields = _fields(segments)
    if fields:
        asked = parse_qsl(parts.query.replace(";", "&"), max_num_fields=None)
        fields += [(ai, value) for ai, value in asked if re.fullmatch(r"[0-9]{2,4}", ai)]
        return parse(GS.join(ai + _padded(ai, value) for ai, value in fields))
    named = NAMES & {segment.lower() for segment in segments}
    if named or (len(segments) == 1 and COMPRESSED.fullmatch(segments[0])):
        return Reject("W-URL", {"value": host})
    return Reject("E-URL", {"value": text})


def _fields(segments: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs from the last primary key on; whatever path the owner put before it."""
    for at in range(len(segments) - 2, -1, -1):
        ais, values = segments[at::2], segments[at + 1 :: 2]
        numbers = all(re.fullmatch(r"[0-9]{2,4}", ai) for ai in ais)
        if segments[at] in PRIMARY and len(ais) == len(values) and numbers:
            return list(zip(ais, values, strict=True))
    return []


def _padded(ai: str, value: str) -> str:
    """A GTIN may be written with 8, 12 or 13 digits in a link."""
    return value.zfill(14) if ai == "01" and value.isdigit() else value
