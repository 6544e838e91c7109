"""HIBC supplier labels: item, lot, dates and quantity of medical goods (terminal 4.8).

`+A123BJC5D6E71G` is a primary code: labeller, product, unit of measure, check character. The
secondary stands in a symbol of its own, tied by the primary's check character, or behind a `/` in
the same one. Source: ANSI/HIBC 2.6, Supplier Labeling Standard.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%"
PRIMARY = re.compile(r"\+[A-Z][0-9A-Z]{3}[0-9A-Z]{1,18}[0-9]")
SHAPE = re.compile(rf"(?:{PRIMARY.pattern}(?:/[ -Z]+)?|\+(?:\$|[0-9]{{5}})[ -Z]*)[ -Z]")
MARK = re.compile(r"[0-9A-Z.-]{0,20}")


class Broken(ValueError):
    """A field that the standard does not know; the message is the text at fault."""


class NoDate(Broken):
    """Digits where a date stands, but of no day."""


@dataclass(frozen=True)
class Hibc:
    """What one symbol says. `primary` is whole with its check character, empty in a secondary,
    whose `link` is then the check character of the primary it belongs to.
    """

    primary: str
    link: str
    values: dict[str, str]

    @property
    def identifier(self) -> str:
        """Labeller, product and unit: the device identifier that catalogues store."""
        return self.primary[1:-1]


def check_character(text: str) -> str:
    """Mod 43 over all characters of the symbol.

    >>> check_character("+A123BJC5D6E71")
    'G'
    """
    return ALPHABET[sum(map(ALPHABET.index, text)) % 43]


def holds(text: str) -> bool:
    """Whether `text` has the shape of a HIBC symbol and its check character is right."""
    known = all(character in ALPHABET for character in text)
    return known and bool(SHAPE.fullmatch(text)) and text[-1] == check_character(text[:-1])


def identifier(code: str) -> str | None:
    """The device identifier of a whole primary code, None of anything else."""
    primary = PRIMARY.fullmatch(code[:-1])
    return code[1:-1] if primary and holds(code) else None


def joined(first: str, second: str) -> str | None:
    """Both symbols of one label as the one symbol that says the same; None where they are not.

    >>> joined("+A123BJC5D6E71G", "+$LOT7G5")
    '+A123BJC5D6E71/$LOT74'
    """
    if not identifier(first) or not holds(second) or PRIMARY.match(second):
        return None
    if second[-2] != first[-1]:
        return None
    body = f"{first[:-1]}/{second[1:-2]}"
    return body + check_character(body)


def parse(text: str) -> Hibc | Broken:
    """A symbol whose check character `holds`, with its fields."""
    body = text[:-1]
    try:
        if primary := PRIMARY.match(body):
            whole = primary.group() + check_character(primary.group())
            return Hibc(whole, "", _fields(body[primary.end() :].removeprefix("/")))
        return Hibc("", body[-1], _fields(body[1:-1]))
    except Broken as broken:
        return broken


def _fields(data: str) -> dict[str, str]:
    """Everything between the primary and the check character: parts joined by `/`."""
    found: dict[str, str] = {}
    for part in filter(None, data.split("/")):
        for name, value in _part(part).items():
            if found.setdefault(name, value) != value:
                raise Broken(part)
    return found


def _part(part: str) -> dict[str, str]:
    if part.startswith("$$"):
        return _dated(part[2:])
    if part.startswith("$"):
        return _mark(part[1:])
    if added := re.fullmatch(r"(16D|14D)([0-9]{8})", part):
        return {{"16D": "production", "14D": "expiry"}[added[1]]: day(added[2])}
    if added := re.fullmatch(r"Q([0-9]{1,9})", part):
        return {"quantity": str(int(added[1]))}
    if re.match(r"[0-9]{5}", part):
        return {"expiry": _julian(part[:5]), **_mark(part[5:])}
    if part.startswith("S"):
        return {"serial": part[1:]} if MARK.fullmatch(part[1:]) else _mark(part)
    raise Broken(part)


def _dated(data: str) -> dict[str, str]:
    """Behind `$$`: a quantity (8 or 9), a date by its flag, then the lot, or `+` and a serial."""
    sign, data = ("+", data[1:]) if data.startswith("+") else ("", data)
    found: dict[str, str] = {}
    if counted := re.match(r"8([0-9]{2})|9([0-9]{5})", data):
        found["quantity"] = str(int(counted[1] or counted[2]))
        data = data[counted.end() :]
    if data[:1] == "7":
        data = data[1:]
    elif data and (form := DATES.get(data[0])):
        digits, read = form
        found["expiry"] = read(_digits(data, digits))
        data = data[digits:]
    elif data:
        raise Broken(data)
    return {**found, **_mark(sign + data)}


def _mark(text: str) -> dict[str, str]:
    name, text = ("serial", text[1:]) if text.startswith("+") else ("lot", text)
    if not MARK.fullmatch(text):
        raise Broken(text)
    return {name: text} if text else {}


def _digits(data: str, count: int) -> str:
    if not re.fullmatch(r"[0-9]+", data[:count]) or len(data) < count:
        raise NoDate(data[:count])
    return data[:count]


def day(digits: str) -> str:
    """The ISO date of YYYYMMDD, or of YYMMDD in this century; day 00 is the last of its month."""
    try:
        year = int(digits[:-4]) + (2000 if len(digits) == 6 else 0)
        if digits.endswith("00"):
            return _end_of(year, int(digits[-4:-2]))
        return date(year, int(digits[-4:-2]), int(digits[-2:])).isoformat()
    except ValueError:
        raise NoDate(digits) from None


def _month(digits: str) -> str:
    """MMYY: its last day."""
    try:
        return _end_of(2000 + int(digits[2:]), int(digits[:2]))
    except ValueError:
        raise NoDate(digits) from None


def _end_of(year: int, month: int) -> str:
    return date(year, month, monthrange(year, month)[1]).isoformat()


def _julian(digits: str) -> str:
    """YYJJJ: the day of the year."""
    day = date(2000 + int(digits[:2]), 1, 1) + timedelta(days=int(digits[2:]) - 1)
    if day.year != 2000 + int(digits[:2]):
        raise NoDate(digits)
    return day.isoformat()


# By the first digit behind `$$` and the quantity: how many digits the date takes with its flag.
DATES: dict[str, tuple[int, Callable[[str], str]]] = {
    "0": (4, _month),
    "1": (4, _month),
    "2": (7, lambda digits: day(digits[5:7] + digits[1:5])),
    "3": (7, lambda digits: day(digits[1:])),
    "4": (9, lambda digits: day(digits[1:7])),
    "5": (6, lambda digits: _julian(digits[1:])),
    "6": (8, lambda digits: _julian(digits[1:6])),
}
