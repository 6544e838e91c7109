"""The server's sentences in another language: known by their words, said with their values."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations

FIELD = re.compile(r"\{(\w+)\}")
REMEMBERED = 512
LONGEST = 1000


class Sentences:
    """All sentences with values in them that the catalogues know.

    What only looks like one is left as it is: a sentence ends with a full stop or a question mark
    and has words of its own.
    """

    def __init__(self, catalogues: Iterable[NullTranslations]) -> None:
        found = [each for known in catalogues for each in _templates(known)]
        # The one with most words of its own first: `{a} of {b}` would take what is another's.
        found.sort(key=lambda each: -len(FIELD.sub("", each[0])))
        self._known = [(re.compile(_pattern(english)), said) for english, said in found]
        self._find = lru_cache(REMEMBERED)(self._found)

    def said(self, text: str, value: Callable[[object], str]) -> str:
        """`text` in this language; as it stands where no sentence of the catalogue is like it."""
        found = self._find(str(text)[:LONGEST])
        if found is None:
            return text
        template, given = found
        return template.format_map({name: value(each) for name, each in given.items()})

    def _found(self, text: str) -> tuple[str, dict[str, str]] | None:
        if not text.endswith((".", "?", "!")):
            return None
        for pattern, template in self._known:
            if match := pattern.fullmatch(text):
                return template, match.groupdict()
        return None


def messages(known: NullTranslations) -> Mapping[str, str]:
    """English and its translation; gettext has no public way to list what a catalogue holds."""
    if not isinstance(known, GNUTranslations):
        return {}
    found = vars(known)["_catalog"].items()
    return {english[0] if isinstance(english, tuple) else english: said for english, said in found}


def _templates(known: NullTranslations) -> Iterator[tuple[str, str]]:
    for one, said in messages(known).items():
        if one.endswith((".", "?", "!")) and FIELD.search(one) and said:
            yield one, said


def _pattern(english: str) -> str:
    """Each value is as short as it can be; a field that stands twice has the same value."""
    parts, seen = [], set[str]()
    for n, part in enumerate(FIELD.split(english)):
        if n % 2 == 0:
            parts.append(re.escape(part))
        else:
            parts.append(f"(?P={part})" if part in seen else f"(?P<{part}>.+?)")
            seen.add(part)
    return "".join(parts)
