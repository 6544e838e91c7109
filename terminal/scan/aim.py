"""The AIM symbology identifier: what it is, and which grammar it decides (terminal 4.6)."""

import re
from enum import StrEnum

KNOWN = re.compile(r"\](?:[CEIJQde][0-9]|[AFGLXz][0-9A-Za-z])")
SHAPE = re.compile(r"\][A-Za-z][0-9A-Za-z]")


class Grammar(StrEnum):
    GS1 = "gs1"
    EAN = "ean"
    ITF = "itf"
    PLAIN = "plain"
    UNKNOWN = "unknown"


GRAMMARS = {
    **dict.fromkeys(("]C1", "]e0", "]e1", "]e2", "]d2", "]Q3", "]J1"), Grammar.GS1),
    **dict.fromkeys(("]E0", "]E1", "]E2", "]E3", "]E4"), Grammar.EAN),
    **dict.fromkeys(("]I0", "]I1"), Grammar.ITF),
}

# Plain symbols in which people print brackets around the AIs (4.7 rule 10).
MAY_HOLD_HRI = frozenset({None, "]C0", "]Q1", "]d1"})


def grammar(aim: str | None) -> Grammar:
    """Which grammar `aim` decides, exclusively; PLAIN is never read as bare element strings."""
    return Grammar.UNKNOWN if aim is None else GRAMMARS.get(aim, Grammar.PLAIN)


def split(text: str) -> tuple[str | None, str]:
    """The identifier in front of `text` and the rest; unknown identifier letters stay data."""
    found = KNOWN.match(text)
    return (found.group(), text[found.end() :]) if found else (None, text)
