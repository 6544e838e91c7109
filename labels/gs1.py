"""GS1 element strings read and written, SSCCs made, GTINs brought to one key of 14 digits.

The fields come from biip's message parser; what it lets pass is judged here: check digits inside
AIs, impossible dates, fields that run into the next, one AI with two values. Nothing raises on any
text: the answer is a message or a `Gs1Error`. Source: GS1 General Specifications 3, 7.8-7.12.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import cycle, islice

from biip import ParseConfig, ParseError
from biip.gs1_application_identifiers import GS1ApplicationIdentifier
from biip.gs1_element_strings import GS1ElementString
from biip.upc import Upc

GS = "\x1d"
LONGEST = 512
MOST_READINGS = 20
CHARACTERS = re.compile(r"[!\"%-?A-Z_a-z\x1d]*")  # GS1 character set 82, and the separator
CHECKED = frozenset({"00", "01", "02", "8017", "8018", *map(str, range(410, 418))})
DATED = frozenset({"11", "12", "13", "15", "16", "17"}) | {
    *("4324", "4325", "4326", "7003", "7006", "7007", "7011", "8008")
}
# What a missing separator is guessed to have stood in front of (a scan of goods, no coupons).
GUESSED = re.compile(r"00|01|02|10|1[1-7]|20|21|240|241|30|31..|32..|33..|37|400|422")
POUND = Decimal("453.59237")
UNIT_GRAMS = {"310": Decimal(1000), "330": Decimal(1000), "320": POUND, "340": POUND}
CONFIG = ParseConfig(gs1_element_strings_verify_date=False)


class NotGs1(ValueError):
    """A number or field that no GS1 symbol may carry; the message says which and why."""


@dataclass(frozen=True)
class Gs1Error:
    """Why a text is no element string. `code`: `gs1_broken`, `gs1_check_digit`, `gs1_duplicate`,
    `gs1_date`, `gs1_pair`; `ai` is the field at fault, empty where none could be read.
    """

    code: str
    ai: str
    sentence: str


@dataclass(frozen=True)
class Element:
    """One field. `amount` is in the AI's own unit with its decimals: 3103 001250 is 1.250 kg."""

    ai: str
    title: str
    value: str
    variable: bool
    day: date | None = None
    moment: datetime | None = None
    amount: Decimal | None = None


@dataclass(frozen=True)
class Message:
    """The fields of one symbol in their order. Warning `count_beside_gtin`: 01 stands with 37."""

    elements: tuple[Element, ...]

    def element(self, ai: str) -> Element | None:
        return next((element for element in self.elements if element.ai == ai), None)

    def get(self, ai: str) -> str | None:
        found = self.element(ai)
        return found.value if found else None

    @property
    def text(self) -> str:
        """As a symbol carries it: GS only behind a variable field that another follows."""
        parts = [f"{e.ai}{e.value}{GS if e.variable else ''}" for e in self.elements]
        return "".join(parts).removesuffix(GS)

    @property
    def hri(self) -> str:
        """As people read it: `(01)09501101530003(10)AB`."""
        return "".join(f"({element.ai}){element.value}" for element in self.elements)

    @property
    def warnings(self) -> tuple[str, ...]:
        odd = self.get("37") and self.get("01") and not (self.get("00") or self.get("02"))
        return ("count_beside_gtin",) if odd else ()


# --- reading --------------------------------------------------------------------------------------


def parse(text: str) -> Message | Gs1Error:
    """The fields of what a GS1 symbol carries (AIM identifier already taken off, GS is 0x1D)."""
    if len(text) > LONGEST:
        return Gs1Error("gs1_broken", "", f"{len(text)} characters; at most {LONGEST} are read.")
    if not CHARACTERS.fullmatch(text):
        return Gs1Error("gs1_broken", "", "A character stands in it that GS1 does not allow.")
    elements: list[Element] = []
    rest = text.strip(GS)
    while rest:
        element = _first(rest)
        if isinstance(element, Gs1Error):
            return element
        elements.append(element)
        rest = rest[len(element.ai) + len(element.value) :].lstrip(GS)
    if not elements:
        return Gs1Error("gs1_broken", "", "There is no field in it.")
    return _twice(elements) or Message(tuple(dict.fromkeys(elements)))


def parse_hri(text: str) -> Message | Gs1Error:
    """The fields of typed text with brackets: `(01) 09501101530003 (10) AB`."""
    bare = "".join(text.split())
    if not re.fullmatch(r"(\([0-9]{2,4}\)[^()]+)+", bare):
        return Gs1Error("gs1_broken", "", "Expected (AI)value(AI)value.")
    pairs = re.findall(r"\(([0-9]+)\)([^()]+)", bare)
    message = parse(GS.join(ai + value for ai, value in pairs))
    if isinstance(message, Message) and {e.ai for e in message.elements} != {ai for ai, _ in pairs}:
        return Gs1Error("gs1_broken", pairs[0][0], f"{bare} names an AI that does not exist.")
    return message


def unpaired(message: Message, *, item_known: bool) -> Gs1Error | None:
    """The first field that lacks the one it belongs to; `item_known` when the step has an item."""
    has = {element.ai for element in message.elements}
    if "02" in has and "37" not in has:
        return Gs1Error("gs1_pair", "02", "Content (02) needs its count (37).")
    if "37" in has and not has & {"00", "01", "02"}:
        return Gs1Error("gs1_pair", "37", "A count (37) needs what it counts (00, 02).")
    if item_known or has & {"01", "02"}:
        return None
    for ai in sorted(has):
        if ai in {"10", "11", "15", "17", "21"} or ai.startswith("310"):
            return Gs1Error("gs1_pair", ai, f"({ai}) needs the item that it belongs to (01).")
    return None


def other_readings(message: Message) -> tuple[Message, ...]:
    """What else the scan may say when a separator was lost inside its last, variable field.

    The caller takes the one whose lot or serial it knows, or asks. At most `MOST_READINGS`.
    """
    *head, last = message.elements
    if not last.variable:
        return ()
    found = (
        Message((*head, *tail))
        for tail in _cut(last)
        if len({element.ai for element in (*head, *tail)}) == len(head) + len(tail)
    )
    return tuple(islice(found, MOST_READINGS))


def weight_grams(element: Element) -> int | None:
    """Net (310n, 320n) or gross (330n, 340n) weight; pounds are rounded to whole grams."""
    unit = UNIT_GRAMS.get(element.ai[:3])
    if element.amount is None or unit is None:
        return None
    return int((element.amount * unit).quantize(Decimal(1), ROUND_HALF_EVEN))


def _first(rest: str) -> Element | Gs1Error:
    try:
        ai = GS1ApplicationIdentifier.extract(rest)
    except ParseError:
        return Gs1Error("gs1_broken", rest[:2], f"{rest[:4]} begins no field that GS1 knows.")
    field = rest[len(ai.ai) :].partition(GS)[0]
    try:
        found = GS1ElementString.extract(rest, config=CONFIG)
    except (ParseError, ValueError):
        if ai.ai in DATED:
            return Gs1Error("gs1_date", ai.ai, f"({ai.ai}) {field[:12]} is not a date.")
        return Gs1Error("gs1_broken", ai.ai, f"({ai.ai}) {field[:30]} is not {ai.format}.")
    return _fault(found, field) or Element(
        ai.ai,
        ai.data_title,
        found.value,
        ai.separator_required,
        found.date,
        found.datetime,
        found.decimal,
    )


def _fault(found: GS1ElementString, field: str) -> Gs1Error | None:
    """What biip lets pass."""
    ai, value = found.ai.ai, found.value
    if not value:
        return Gs1Error("gs1_broken", ai, f"({ai}) holds nothing.")
    if found.ai.separator_required and len(value) < len(field):
        return Gs1Error("gs1_broken", ai, f"({ai}) {field[:30]} is longer than {found.ai.format}.")
    if ai in DATED and found.date is None:
        return Gs1Error("gs1_date", ai, f"({ai}) {value} is not a date.")
    if ai in CHECKED and not check_digit_holds(value):
        wanted = check_digit(value[:-1])
        sentence = f"({ai}) {value} ends in {value[-1]}, its check digit is {wanted}."
        return Gs1Error("gs1_check_digit", ai, sentence)
    return None


def _twice(elements: Iterable[Element]) -> Gs1Error | None:
    seen: dict[str, str] = {}
    for element in elements:
        first = seen.setdefault(element.ai, element.value)
        if first != element.value:
            sentence = f"({element.ai}) stands twice: {first} and {element.value}."
            return Gs1Error("gs1_duplicate", element.ai, sentence)
    return None


def _cut(last: Element, deeper: int = 3) -> Iterator[tuple[Element, ...]]:
    """Every way to end `last` earlier so that the rest reads as fields, themselves cut as well."""
    for at in range(1, len(last.value) - 2):
        head, rest = last.value[:at], last.value[at:]
        tail = parse(rest) if GUESSED.match(rest) else None
        if not isinstance(tail, Message) or not _first_fits(last.ai, head):
            continue
        front = (Element(last.ai, last.title, head, variable=True), *tail.elements)
        yield front
        if deeper and front[-1].variable:
            yield from ((*front[:-1], *more) for more in _cut(front[-1], deeper - 1))


def _first_fits(ai: str, value: str) -> bool:
    return isinstance(_first(ai + value), Element)


# --- numbers --------------------------------------------------------------------------------------


def check_digit(digits: str) -> str:
    """The GS1 mod 10 digit that belongs behind `digits` (General Specifications 7.9.1).

    >>> check_digit("950110153000")
    '3'
    """
    if not re.fullmatch(r"[0-9]+", digits):
        raise NotGs1(f"A check digit is made over digits, got {digits!r}.")
    total = sum(int(digit) * weight for digit, weight in zip(digits[::-1], cycle((3, 1))))
    return str(-total % 10)


def check_digit_holds(digits: str) -> bool:
    return re.fullmatch(r"[0-9]{2,}", digits) is not None and (
        digits[-1] == check_digit(digits[:-1])
    )


def gtin14(text: str, *, upc_e: bool = False) -> str | Gs1Error:
    """GTIN-8, -12, -13 and -14 as one key of 14 digits; `upc_e` when the symbol was a UPC-E.

    >>> gtin14("9501101530003")
    '09501101530003'
    """
    try:
        digits = Upc.parse(text).as_upc_a() if upc_e else text
    except ParseError:
        return Gs1Error("gs1_broken", "01", f"{text[:20]!r} is not a UPC-E.")
    if not re.fullmatch(r"[0-9]{8}|[0-9]{12,14}", digits):
        return Gs1Error(
            "gs1_broken", "01", f"A GTIN has 8, 12, 13 or 14 digits, got {text[:20]!r}."
        )
    if not check_digit_holds(digits):
        sentence = f"{digits} ends in {digits[-1]}, its check digit is {check_digit(digits[:-1])}."
        return Gs1Error("gs1_check_digit", "01", sentence)
    return digits.zfill(14)


def make_sscc(company_prefix: str, serial: int, *, extension: int = 0) -> str:
    """The 18 digits of a logistic unit: extension, GS1 company prefix, serial, check digit.

    >>> make_sscc("9501101", 42)
    '095011010000000421'
    """
    if not re.fullmatch(r"[0-9]{4,12}", company_prefix):
        raise NotGs1(f"A GS1 company prefix has 4 to 12 digits, got {company_prefix!r}.")
    room = 16 - len(company_prefix)
    if not 0 <= serial < 10**room or not 0 <= extension <= 9:
        raise NotGs1(f"Serial {serial} of extension {extension} does not fit in {room} digits.")
    digits = f"{extension}{company_prefix}{serial:0{room}}"
    return digits + check_digit(digits)


def element_string(fields: Iterable[tuple[str, str]]) -> Message:
    """The message of these (AI, value) fields, checked as if it had been scanned."""
    wanted = list(fields)
    message = parse(GS.join(ai + value for ai, value in wanted))
    if isinstance(message, Gs1Error):
        raise NotGs1(message.sentence)
    if [(element.ai, element.value) for element in message.elements] != wanted:
        raise NotGs1(f"{wanted} would be read as {message.hri}.")
    return message
