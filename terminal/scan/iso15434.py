"""ISO/IEC 15434 envelopes with ANSI MH10.8.2 data identifiers, PPN included (terminal 4.8).

`[)>` RS `06` GS `1PWIDGET` GS `Q12` GS `1TB7` RS EOT. Wedges lose RS and EOT, which is read past;
without GS nothing tells where a field ends.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from labels.gs1 import GS
from terminal.scan.hibc import NoDate
from terminal.scan.hibc import day as iso

HEAD = "[)>"
RS, EOT = "\x1e", "\x04"
SPELT = {"{RS}": RS, "<RS>": RS, "[RS]": RS, "␞": RS, "{EOT}": EOT, "<EOT>": EOT, "[EOT]": EOT}
IDENTIFIER = re.compile(r"([0-9]{0,3}[A-Z])([ -~]+)")
NAMES = {
    "T": "lot", "1T": "lot", "S": "serial", "K": "order", "Q": "quantity", "V": "supplier",
    "12V": "supplier", "4L": "origin", "P": "part", "1P": "supplier_part", "9N": "part",
}  # fmt: skip
DAYS = {"9D": "production", "16D": "production", "14D": "expiry", "15D": "expiry"}


@dataclass(frozen=True)
class Fault:
    """Which identifier is broken, and how: `code` is one of the catalogue's."""

    code: str
    identifier: str
    value: str


@dataclass(frozen=True)
class Envelope:
    """The `values` of format 06, and the element strings of format 05 where one came along."""

    values: dict[str, str] = field(default_factory=dict)
    elements: str = ""


def parse(text: str) -> Envelope | Fault:
    """What an envelope says. Unknown identifiers are passed over."""
    for spelt, control in SPELT.items():
        text = text.replace(spelt, control)
    body = text.removeprefix(HEAD).strip(RS + EOT)
    if GS not in body:
        return Fault("E-CTRL", "", text)
    values: dict[str, str] = {}
    elements = ""
    for message in filter(None, body.split(RS)):
        form, _, data = message.partition(GS)
        if form == "05":
            elements = data
            continue
        if form not in {"06", "12"}:
            return Fault("E-GS1", form, message)
        for said in _fields(data.rstrip(EOT)):
            if isinstance(said, Fault):
                return said
            if values.setdefault(*said) != said[1]:
                return Fault("E-GS1DUP", said[0], said[1])
    return Envelope(values, elements)


def _fields(data: str) -> Iterator[tuple[str, str] | Fault]:
    parts = [part for part in data.split(GS) if part]
    is_ppn = any(part.startswith("9N") for part in parts)
    for part in parts:
        found = IDENTIFIER.fullmatch(part)
        if found is None:
            yield Fault("E-GS1", part[:3], part)
            return
        identifier, value = found.groups()
        day = DAYS.get(identifier) or ("expiry" if is_ppn and identifier == "D" else "")
        if day:
            yield _dated(identifier, day, value)
        elif _is_odd(identifier, value):
            yield Fault("E-GS1", identifier, part)
        elif identifier in NAMES:
            yield NAMES[identifier], str(int(value)) if identifier == "Q" else value


def _is_odd(identifier: str, value: str) -> bool:
    if identifier == "Q":
        return re.fullmatch(r"[0-9]{1,9}", value) is None
    return identifier == "9N" and not ppn_holds(value)


def _dated(identifier: str, name: str, value: str) -> tuple[str, str] | Fault:
    """YYMMDD or YYYYMMDD; day 00 is the last of its month."""
    if not re.fullmatch(r"[0-9]{6}|[0-9]{8}", value):
        return Fault("E-DATE", identifier, value)
    try:
        return name, iso(value)
    except NoDate:
        return Fault("E-DATE", identifier, value)


def ppn_holds(text: str) -> bool:
    """The two check digits of a Pharmacy Product Number: ASCII times 2, 3, ... mod 97 (IFA).

    >>> ppn_holds("110375286414"), ppn_holds("110375286415")
    (True, False)
    """
    if not re.fullmatch(r"[0-9A-Z]{4,20}[0-9]{2}", text):
        return False
    total = sum(ord(character) * (at + 2) for at, character in enumerate(text[:-2]))
    return int(text[-2:]) == total % 97


def pzn(part: str) -> str | None:
    """The German PZN inside a PPN (agency 11), as shops store it."""
    return part[2:-2] if part.startswith("11") and len(part) == 12 else None
