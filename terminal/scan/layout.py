"""Scans typed through the wrong keyboard country: recognised, never silently repaired."""

from labels.codes import HouseCode, read_house_code
from labels.gs1 import GS, Gs1Error, parse
from terminal.scan import aim, hibc

# What a US-set scanner's keystrokes become on the host's layout, and what was printed.
_TYPED = {
    "FR": "&é\"'(-è_çàqQwWaAzZ,?$",
    "DE": "zZyYß+",
    "ES": "+",
    "UK": '"@£¬#',
}
_PRINTED = {
    "FR": "1234567890aAzZqQwWmM]",
    "DE": "yYzZ-]",
    "ES": "]",
    "UK": '@"#~\\',
}
MAPS = {country: str.maketrans(typed, _PRINTED[country]) for country, typed in _TYPED.items()}
# How the `]` of an identifier looks on a known layout (4.5 normalise rule 3).
STARTS = ("$C", "^C", ")C", "+C0", "+C1", "+E0", "+d2", "+Q")


# What only a keyboard set to the United Kingdom makes of GS1's characters: of `"` and of `~`.
BRITISH = frozenset("@£¬")


def wrong_country(text: str, found: str | None = None) -> str:
    """The country whose layout has typed `text`, or "" where nothing says so.

    Either an identifier's bracket has become another sign, or a house code's check character
    holds only after the map, or a symbol that is surely GS1 holds what GS1 has no sign for.
    """
    if aim.grammar(found) is aim.Grammar.GS1:
        printed = text.translate(MAPS["UK"]).replace("~", GS)
        readable = not isinstance(parse(printed), Gs1Error)
        return "UK" if BRITISH & set(text) and readable else ""
    if found is not None:
        return ""
    if text.startswith(STARTS) and not hibc.holds(text):
        return next((c for c, m in MAPS.items() if aim.split(text.translate(m))[0]), "the host's")
    if isinstance(read_house_code(text), HouseCode):
        return ""
    return next((c for c, m in MAPS.items() if _house(text, text.translate(m))), "")


def _house(text: str, mapped: str) -> bool:
    return mapped != text and isinstance(read_house_code(mapped), HouseCode)
