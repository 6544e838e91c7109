"""What a worker reads, with data in it: English as it stands, and what another language needs."""

from calendar import month_abbr
from collections.abc import Iterable
from datetime import date


class Words(str):
    """English text that knows its `template` and what was `given` for the names in it.

    What of `given` is Words itself is text to translate as well; all else is data. For the screen
    only: msgspec refuses it, so `str(words)` is what a command or a snapshot carries.
    """

    __slots__ = ("given", "plural", "template")

    template: str
    given: dict[str, object]
    plural: tuple[str, str] | tuple[()]


def say(template: str, /, **given: object) -> Words:
    """`template` with what is given put in: `say("PUT {quantity} -> SLOT {slot}", ...)`."""
    return _words(template.format_map(given).strip(), template, given)


def literal(text: str) -> str:
    """`text` with nothing to put in, which another language may know; Words stay as they are."""
    return text if isinstance(text, Words) else _words(text, text, {})


def _words(text: str, template: str, given: dict[str, object]) -> Words:
    words = Words(text)
    words.template, words.given, words.plural = template, given, ()
    return words


class Day(Words):
    """`31 DEC 2026`, which is written as days are where the worker's language is spoken."""

    __slots__ = ("day",)

    day: date


def dated(day: date) -> Day:
    """The month is a word in English, so that no two countries read it differently."""
    words = Day(f"{day.day} {month_abbr[day.month].upper()} {day.year}")
    words.template, words.given, words.plural, words.day = str(words), {}, (), day
    return words


def named(code: str) -> Words:
    """A code of the wire as a word to translate: `put_away` is PUT AWAY."""
    return say(code.replace("_", " ").upper())


def at_most(text: str, length: int) -> str:
    """`text` as long as a field of the wire may be; Words that fit stay Words."""
    return text if len(text) <= length else text[:length]


def counted(count: int, one: str, many: str) -> Words:
    """`counted(1, "{count} carton has left", "{count} cartons have left")`."""
    words = say(one if count == 1 else many, count=count)
    words.plural = (one, many)
    return words


def any_of(names: Iterable[str]) -> Words:
    """`ITEM OR LPN`, each name a word to translate."""
    first, *others = names
    words = say(first)
    for name in others:
        words = say("{one} OR {other}", one=words, other=say(name))
    return words
