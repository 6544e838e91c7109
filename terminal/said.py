"""A view in words: the lines of the plain terminal, and what is read aloud (terminal 9.3, 9.4)."""

import re

from terminal.flows.offers import Band, Colour, View
from terminal.language import word
from terminal.widgets.safe import display_safe

RESULT = {
    Colour.GREEN: "OK",
    Colour.AMBER: "NOTE",
    Colour.RED: "WRONG",
    Colour.MAGENTA: "MESSAGE",
}
# A longer number, or one that begins with 0 behind letters, is a code: heard digit by digit.
LONGEST_NUMBER = 3


def prompt(view: View, language: str = "en") -> str:
    """All that a screen would show of the question, in one line."""
    title = view.title if view.online else f"{word('OFFLINE', language)} {view.title}"
    asked = f"{title}: {view.ask}" if title.strip() else view.ask
    parts = (asked, view.target, view.digits, *view.what, *view.options)
    return _line("; ".join(filter(None, parts)))


def result(band: Band, language: str = "en") -> str:
    """The band in one line, empty where it says nothing."""
    said = ". ".join(filter(None, band.lines))
    if not said.strip("."):
        return ""
    judged = f"{word(RESULT[band.colour], language)}: " if band.colour in RESULT else ""
    return _line(f"{judged}{said}{f' ({band.code})' if band.code else ''}")


def spoken(view: View, before: View) -> str:
    """What is worth hearing of a view behind the one `before`: a bad result, a new question."""
    heard = []
    if view.band != before.band and view.band.colour not in {Colour.GREEN, Colour.PLAIN}:
        heard += [line for line in view.band.lines if line.strip(".")]
    if _asked(view) != _asked(before):
        heard += [view.ask.lower(), aloud(view.target), view.digits]
        heard += [option.lower() for option in view.options]
    return ", ".join(filter(None, map(display_safe, heard)))


def aloud(code: str) -> str:
    """A code as a person says it: A-03-12-2 is `A, 3, 12, 2`, TO000001U is `T O 0 0 0 0 0 1 U`."""
    return ", ".join(_part(part) for part in re.split(r"[^0-9A-Za-z]+", code) if part)


def _part(part: str) -> str:
    if part.isdigit() and len(part) <= LONGEST_NUMBER:
        return str(int(part))
    return " ".join(part)


def _asked(view: View) -> tuple[object, ...]:
    return view.ask, view.target, view.digits, view.options


def _line(text: str) -> str:
    return " ".join(display_safe(text).split())
