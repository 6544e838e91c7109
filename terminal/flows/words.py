"""What a worker reads, with data in it: English as it stands, and what another language needs."""

from collections.abc import Iterable


class Words(str):
    """English text that knows its `template` and what was `given` for the names in it.

    What of `given` is Words itself is text to translate as well; all else is data. For the screen
    only: msgspec refuses it, so `str(words)` is what a command or a snapshot carries.
    """

    __slots__ = ("given", "template")

    template: str
    given: dict[str, object]


def say(template: str, /, **given: object) -> Words:
    """`template` with what is given put in: `say("PUT {quantity} -> SLOT {slot}", ...)`."""
    words = Words(template.format_map(given))
    words.template, words.given = template, given
    return words


def counted(count: int, one: str, many: str) -> Words:
    """`counted(1, "{count} carton has left", "{count} cartons have left")`."""
    return say(one if count == 1 else many, count=count)


def any_of(names: Iterable[str]) -> Words:
    """`ITEM OR LPN`, each name a word to translate."""
    first, *others = names
    words = say(first)
    for name in others:
        words = say("{one} OR {other}", one=words, other=say(name))
    return words
