"""How what a value should have been reads to a person: in words, never as a pattern or a type."""

import re
from ast import literal_eval
from collections.abc import Iterator
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, get_args, get_type_hints

import msgspec

from server.wire import NAMED, NO_CONTROL

FIRST_YEAR, LAST_YEAR = 2000, 2099
# When a device believes that something happened: its clock may be wrong, the fact is not.
DEVICE_TIME = "happened_at"

_PRINTABLE = "letters, digits, signs and spaces of plain ASCII"
_UNSPACED = "letters, digits and signs of plain ASCII without spaces"
_ENDS = "letters, digits, signs and spaces of plain ASCII, no space at either end"
_CODE = "upper-case letters, digits and . _ + # -, a letter or digit first, at most 40 of them"
_NAME = "lower-case letters, digits and _, a letter first, at most 40 of them"

ALLOWED = {
    NO_CONTROL: "text without control characters",
    NAMED: "text without control characters, and not blanks alone",
    r"\A[A-Z0-9][A-Z0-9._+#-]*\Z": _CODE,
    r"\A([A-Z0-9][A-Z0-9._+#-]*)?\Z": f"nothing, or {_CODE}",
    r"\A[a-z][a-z0-9_]*\Z": _NAME,
    r"\A[ -~]*\Z": _PRINTABLE,
    r"\A[!-~ ]+\Z": _PRINTABLE,
    r"\A[!-~]([ -~]*[!-~])?\Z": _ENDS,
    r"\A[!-~]+\Z": _UNSPACED,
    r"\A[A-Z]{3}\Z": "the three letters of a currency, such as EUR",
    r"\A[A-Z]{2}\Z": "the two letters of a country, such as DE",
    r"\A[a-z]{2}\Z": "the two letters of a language, such as en",
    r"\A(en|de|es|pl|fr)\Z": "a language that the terminals speak: en, de, es, pl or fr",
    r"\A([0-9]{8}|[0-9]{12,14})\Z": "a GTIN of 8, 12, 13 or 14 digits",
    r"\A([0-9a-f]{2})*\Z": "bytes as two of 0 to 9 and a to f each",
    r"\A[0-9]{4}\Z": "four digits",
    r"\A[0-9]{3}\Z": "three digits",
    r"\A[0-9]{6,12}\Z": "6 to 12 digits",
    r"\A([0-9]{4,12})?\Z": "4 to 12 digits, or nothing",
    r"\A[1-9](\.[1-9][A-S]?)?\Z": "a hazard class such as 3 or 4.1",
    r"\AI{1,3}\Z": "I, II or III",
    r"\A[A-C]\Z": "A, B or C",
    r"\A[X-Z]\Z": "X, Y or Z",
    r"\A[A-Za-z0-9_+/-]+\Z": "an IANA time zone such as Europe/Berlin",
    r"\A([A-Z0-9._+#-]|\{(aisle|bay|level|position)(:[1-4])?\})+\Z": (
        "upper-case letters, digits, . _ + # - and {aisle}, {bay}, {level}, {position}, each with"
        " its digits as in {bay:2}"
    ),
    r"\A[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}\Z": "a UUID",
}
"""What each pattern of a wire type lets in; a test knows when one is missing here."""

_MATCHING = re.compile(r"`str` matching regex ('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")")


def in_words(said: str) -> str:
    """The decoder's sentence with what is allowed in place of a regular expression."""
    return _MATCHING.sub(
        lambda found: ALLOWED.get(literal_eval(found[1]), "text of another form"), said
    )


def choices(kind: type[msgspec.Struct], field: str) -> str:
    """`good, damaged or held`: the values of a field that holds one of an enumeration."""
    hint = get_type_hints(kind).get(field)
    for each in (hint, *get_args(hint)):
        if isinstance(each, type) and issubclass(each, Enum):
            *most, last = (str(one.value) for one in each)
            return f"{', '.join(most)} or {last}" if most else last
    return ""


def counted(number: int, one: str) -> str:
    """`1 row`, `2 rows`."""
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


def none_taken(wrong: int) -> str:
    """Why a file was refused whole."""
    return f"{counted(wrong, 'row')} {'is' if wrong == 1 else 'are'} wrong, so none was taken."


def odd_days(said: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """The days and moments in a message that are clearly typing errors: where, and a sentence."""
    if isinstance(said, date):
        if not FIRST_YEAR <= said.year <= LAST_YEAR:
            day = said.isoformat()[:10]
            yield where, f"{day} is a typing error: its year can be {FIRST_YEAR} to {LAST_YEAR}."
    elif isinstance(said, msgspec.Struct):
        for name in _dated(type(said)):
            yield from odd_days(getattr(said, name), f"{where}.{name}".lstrip("."))
    elif isinstance(said, list | tuple):
        for place, one in enumerate(said):
            yield from odd_days(one, f"{where}[{place}]")


@cache
def _dated(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """The fields that are, or hold, a day or a moment: most messages have none."""
    hints = get_type_hints(kind)
    return tuple(
        name for name in kind.__struct_fields__ if name != DEVICE_TIME and _mentions(hints[name])
    )


def _mentions(hint: Any) -> bool:
    if isinstance(hint, type) and not get_args(hint):
        return issubclass(hint, date) or (issubclass(hint, msgspec.Struct) and bool(_dated(hint)))
    return any(_mentions(part) for part in get_args(hint))
