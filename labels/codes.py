"""House codes: what Tallyman prints on its own things, and how a scan of one is read back."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

INVARIANT = "BCDEFGHIJKLNOPRSTUVX"
"""The letters that stand on the same key of US, UK, German, Spanish and French keyboards, so that a
scanner set to the wrong country still types them."""

NUMBER_LETTERS = "BCDEFGHIJK"
"""B is 0 ... K is 9: numbers for people without digit keys."""

PREFIX = "XCTL"
_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))
ANCHORS = "BCDE"
"""What each code of the calibration sheet begins and ends with, twice: no layout changes these."""
CALIBRATION = (
    _PRINTABLE[:24],
    _PRINTABLE[24:48],
    _PRINTABLE[48:60] + " " + _PRINTABLE[60:71],
    _PRINTABLE[71:83] + "\x1d" + _PRINTABLE[83:],
)
"""Every printable ASCII character and GS: they show what a scanner's path changes. The blank and
GS stand within, for at the ends many a scanner drops them.
"""
CALIBRATION_CODES = tuple(
    2 * anchor + characters + 2 * anchor
    for anchor, characters in zip(ANCHORS, CALIBRATION, strict=True)
)

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SEPARATORS = str.maketrans("", "", " -./_")


class NotACode(ValueError):
    """A body that no label of this kind can carry; the message names what was expected."""


class Kind(StrEnum):
    LOCATION = "LO"
    LPN = "LP"
    TOTE = "TO"
    CART_SLOT = "TS"
    CART = "CR"
    TASK = "TK"
    ORDER = "OR"
    PURCHASE_ORDER = "PO"
    RECEIPT = "RC"
    SHIPMENT = "SH"
    LOAD = "LD"
    DOOR = "DR"
    COUNT = "CN"
    RETURN = "RN"
    PRINTER = "PR"
    STATION = "ST"
    CONTAINER_TYPE = "CT"
    BADGE = "BG"


KINDS: dict[str, Kind] = {kind.value: kind for kind in Kind}

# What stands between the two letters and the check character, where it is not free.
SHAPES = {
    Kind.LPN: (re.compile(r"[0-9]{10}"), "10 digits"),
    Kind.TOTE: (re.compile(r"[0-9]{6}"), "6 digits"),
    Kind.CART: (re.compile(r"[0-9]{4}"), "4 digits"),
    Kind.CART_SLOT: (re.compile(r"[0-9]{4}[0-9A-Z]{1,4}"), "the cart's 4 digits and the slot"),
    Kind.BADGE: (re.compile(rf"[{INVARIANT}]{{20}}"), f"20 letters of {INVARIANT}"),
}
FREE = (re.compile(r"[0-9A-Z]{1,40}"), "1 to 40 letters A-Z and digits")


class Verb(StrEnum):
    """Commands that are scanned: `XCTL` and the verb. What each means stands in the terminal."""

    OK = "OK"
    NO = "NO"
    UNDO = "UNDO"
    PREV = "PREV"
    TOP = "TOP"
    NEXT = "NEXT"
    SKIP = "SKIP"
    STOP = "STOP"
    SHORT = "SHORT"
    NIL = "NIL"
    DIFF = "DIFF"
    BROKEN = "BROKEN"
    TORN = "TORN"
    FULL = "FULL"
    STUCK = "STUCK"
    HOLD = "HOLD"
    SPLIT = "SPLIT"
    OPEN = "OPEN"
    CLOSE = "CLOSE"
    PRINT = "PRINT"
    COUNT = "COUNT"
    INFO = "INFO"
    TELL = "TELL"
    LIST = "LIST"
    HELP = "HELP"
    TEST = "TEST"
    LOCK = "LOCK"
    LOGOUT = "LOGOUT"
    BLIND = "BLIND"


VERBS: dict[str, Verb] = {verb.value: verb for verb in Verb}


@dataclass(frozen=True)
class HouseCode:
    """A house code whose check character holds. `body` has no separators: `A03122`."""

    kind: Kind
    body: str


@dataclass(frozen=True)
class BadCheck:
    """The letters and the shape of a house code with a wrong check character: most likely a
    misread. A number from outside may look the same, so aliases are asked before it is shown.
    """

    kind: Kind
    text: str


@dataclass(frozen=True)
class Number:
    value: int


@dataclass(frozen=True)
class Reason:
    """Two letters of `NUMBER_LETTERS`; which reason they name stands with the procedure."""

    letters: str


def check_character(text: str) -> str:
    """The check character of ISO/IEC 7064 MOD 37,36 over upper-case letters and digits.

    >>> check_character("A12425GABC1234002")
    'M'
    """
    product = 36
    for character in text:
        product = ((product + ALPHABET.index(character)) % 36 or 36) * 2 % 37
    return ALPHABET[(37 - product) % 36]


def house_code(kind: Kind, body: str) -> str:
    """The text of the barcode; separators in `body` are left out, lower case is raised.

    >>> house_code(Kind.LOCATION, "A-03-12-2")
    'LOA03122K'
    """
    stripped = body.translate(SEPARATORS).upper()
    shape, wanted = SHAPES.get(kind, FREE)
    if not shape.fullmatch(stripped):
        raise NotACode(f"A {kind.name.lower()} code needs {wanted}, got {body!r}.")
    bare = kind + stripped
    return bare + check_character(bare)


def read_house_code(text: str) -> HouseCode | BadCheck | None:
    """What a scanned text says as a house code; None when it is none. Lower case is read too.

    A fixed shape must match up to its check character, else the text is somebody else's.
    """
    code = text.strip().upper()
    kind, body = KINDS.get(code[:2]), code[2:-1]
    if kind is None or not text.isascii() or code[-1] not in ALPHABET:
        return None
    shape, _ = SHAPES.get(kind, FREE)
    if not shape.fullmatch(body):
        return None
    if code[-1] != check_character(code[:-1]):
        return BadCheck(kind, code)
    return HouseCode(kind, body)


def badge_code(choose: Callable[[str], str]) -> str:
    """A new badge: `choose` picks one letter of a text (`secrets.choice`; 86 bits in all).

    Drawn again until the check character is an invariant letter too.
    """
    while True:
        code = house_code(Kind.BADGE, "".join(choose(INVARIANT) for _ in range(20)))
        if code[-1] in INVARIANT:
            return code


def command_code(verb: Verb) -> str:
    return PREFIX + verb


def number_code(value: int) -> str:
    """The card of a number of 0 or more.

    >>> number_code(12)
    'XCTLNCD'
    """
    if value < 0:
        raise NotACode(f"A number card carries 0 or more, got {value}.")
    return f"{PREFIX}N" + "".join(NUMBER_LETTERS[int(digit)] for digit in str(value))


def reason_code(letters: str) -> str:
    if not re.fullmatch(rf"[{NUMBER_LETTERS}]{{2}}", letters):
        raise NotACode(f"A reason is two letters of {NUMBER_LETTERS}, got {letters!r}.")
    return f"{PREFIX}R{letters}"


def read_command(text: str) -> Verb | Number | Reason | None:
    """What a scanned text says as a command; None when it is none. Lower case is read too."""
    code = text.strip().upper()
    if not code.isascii() or not code.startswith(PREFIX):
        return None
    said = code.removeprefix(PREFIX)
    if said in VERBS:
        return VERBS[said]
    if re.fullmatch(rf"R[{NUMBER_LETTERS}]{{2}}", said):
        return Reason(said[1:])
    if re.fullmatch(rf"N[{NUMBER_LETTERS}]{{1,9}}", said):
        return Number(int("".join(str(NUMBER_LETTERS.index(letter)) for letter in said[1:])))
    return None


def digits_hash(visit: str, digits: str) -> str:
    """What a visit to a location (a pick list's line, a put-away) tells of its check digits.

    SHA-256 in hex of `visit:digits`: it keeps the digits from a glance, not from an attacker, as
    there are a thousand of them.
    """
    return sha256(f"{visit}:{digits}".encode(errors="replace")).hexdigest()
