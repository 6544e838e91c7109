"""How much: the grammar of typed quantities, weights and dates, and what a rule allows (5.6)."""

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from terminal.flows.ask import Ask, Flow, Raised, Rule
from terminal.flows.months import month
from terminal.flows.words import Words, say
from terminal.scan.outcome import Reject

# The letter behind a number, and the pack level's word (terminal 5.6).
UNITS = {"e": "EA", "i": "INNER", "c": "CASE", "l": "LAYER", "p": "PALLET"}
TYPED = re.compile(r"([0-9]{1,6})([a-z]?)", re.ASCII)
WEIGHT = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,3}))? ?(kg|g)?", re.ASCII)
FAR_TOO_MANY = 9_999


def quantity(text: str, units: Mapping[str, int]) -> int | None:
    """`12`, `2c`, `3e`, each letter one of UNITS: base units; None when it is no quantity here.

    Decimal and thousand separators are refused.
    """
    found = TYPED.fullmatch(text.strip().lower())
    if found is None:
        return None
    pack = {"": 1, "e": 1, **units}.get(found[2])
    return None if pack is None else int(found[1]) * pack


def packs(amount: int, units: Mapping[str, int]) -> Words | None:
    """`30 EA = 5 INNER + 0`, in the largest unit that divides it, else the largest that it fills.

    None where it fills none.
    """
    sizes = [(amount % size == 0, size, u) for u, size in units.items() if 1 < size <= amount]
    if not sizes:
        return None
    _, size, letter = max(sizes)
    whole, rest = divmod(amount, size)
    unit = say(UNITS[letter])
    return say(
        "{amount} EA = {whole} {unit} + {rest}", amount=amount, whole=whole, unit=unit, rest=rest
    )


def typed_units(units: Mapping[str, int]) -> Words | None:
    """`1c = 12 EA, 1p = 480 EA`: what may be typed besides digits; None: nothing."""
    told: Words | None = None
    for letter, size in sorted(units.items(), key=lambda unit: unit[1]):
        if size > 1:
            one = say("1{letter} = {size} EA", letter=letter, size=size)
            told = say("{one}, {other}", one=told, other=one) if told else one
    return told


def grams(text: str) -> int | None:
    """`1250` and `1250 g` are grams, `1.25`, `1,25` and `1.25 kg` kilograms."""
    found = WEIGHT.fullmatch(text.strip().lower())
    if found is None or (found[3] == "g" and found[2]):
        return None
    factor = 1000 if found[2] or found[3] == "kg" else 1
    return int(Decimal(f"{found[1]}.{found[2] or 0}") * factor)


def day(text: str, *, month_first: bool = False) -> str | None:
    """DDMMYY, DDMMYYYY, ISO or `DEC26` (its last day) as an ISO date; None when it is no date.

    `month_first`: MMDDYY and MMDDYYYY, as at a device in the United States.
    """
    bare = re.sub(r"[ ./]", "", text.strip().upper())
    if found := re.fullmatch(r"([^\W\d_]{3})([0-9]{2})", bare):
        number = month(found[1])
        return _iso(2000 + int(found[2]), number, 0) if number else None
    if found := re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", bare, re.ASCII):
        return _iso(int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(r"([0-9]{2})([0-9]{2})(20)?([0-9]{2})", bare, re.ASCII):
        first, second = int(found[1]), int(found[2])
        number, on = (first, second) if month_first else (second, first)
        return _iso(2000 + int(found[4]), number, on)
    return None


def judge(amount: int, rule: Rule) -> Reject | None:
    """E-QTY above `most`, E-LOW below `least`."""
    if rule.most is not None and amount > rule.most:
        return Reject("E-QTY", {"value": str(amount), "need": str(rule.most)})
    if amount < rule.least:
        return Reject("E-LOW", {"value": str(amount), "need": str(rule.least)})
    return None


def is_odd(amount: int, rule: Rule) -> bool:
    """Ten times what is expected or may be there, or above 9,999: rather a barcode than a count."""
    usual = rule.expected or rule.plenty
    return amount > FAR_TOO_MANY or (bool(usual) and amount >= 10 * (usual or 0))


def inside(values: Mapping[str, str]) -> int | None:
    """Base units that a scan itself tells: its count (30, 37) times its pack, or its pack."""
    pack, count = int(values.get("pack", "1")), values.get("quantity")
    if count is not None:
        return int(count) * pack
    return pack if pack > 1 else None


def serials(ask: Ask, count: int, before: Iterable[str] = ()) -> Flow[tuple[str, ...] | Raised]:
    """`count` different serials, one scan each; one that was taken before is E-DUP."""
    taken: tuple[str, ...] = ()
    while len(taken) < count:
        shown = replace(ask.show, digits=f"{len(taken)}/{count}")
        answer = yield from replace(ask, already=(*before, *taken), counting=True, show=shown)
        if isinstance(answer, Raised):
            return answer
        taken = (*taken, answer.value)
    return taken


def _iso(year: int, month: int, number: int) -> str | None:
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    return date(year, month, number or last).isoformat() if 0 <= number <= last else None
