"""The server's sentences in another language: known by their words, said with their values."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations

from terminal.pseudo import Pseudo

Value = Callable[[str, str], str]
"""What a value is in the language, by the name of its field."""
FIELD = re.compile(r"\{(\w+)\}")
VALUE = r"(?:(?!\. ).)+?"  # another sentence is no value
ENDS = (".", "?")
ENDED = re.compile(r"(?<=[.?]) (?=\S)")
REMEMBERED = 512
LONGEST = 1000


class Sentences:
    """All sentences with values in them that the catalogues know.

    What only looks like one is left as it is: a sentence ends with a full stop or a question mark
    and has words of its own.
    """

    def __init__(self, catalogues: Iterable[NullTranslations]) -> None:
        said = [each for known in catalogues for each in messages(known).items() if each[1]]
        self._plain = {one: other for one, other in said if one.endswith(ENDS)}
        found = [each for each in self._plain.items() if FIELD.search(each[0])]
        # The one with most words of its own first: `{a} of {b}` would take what is another's.
        found.sort(key=lambda each: -len(FIELD.sub("", each[0])))
        self._known = [(re.compile(_pattern(english)), said) for english, said in found]
        self._find = lru_cache(REMEMBERED)(self._found)

    def said(self, text: str, value: Value) -> str:
        """`text` in this language; as it stands where no sentence of the catalogue is like it.

        Several sentences are told one behind the other; the longest run that is known is one.
        """
        parts, out, at = ENDED.split(text), list[str](), 0
        while at < len(parts):
            ends = range(len(parts), at, -1)
            runs = ((end, self._one(" ".join(parts[at:end]), value)) for end in ends)
            at, one = next((run for run in runs if run[1] is not None), (at + 1, parts[at]))
            out.append(one or "")
        return " ".join(out)

    def _one(self, text: str, value: Value) -> str | None:
        if text in self._plain:
            return self._plain[text]
        found = self._find(str(text)[:LONGEST])
        if found is None:
            return None
        template, given = found
        return template.format_map({name: value(name, each) for name, each in given.items()})

    def _found(self, text: str) -> tuple[str, dict[str, str]] | None:
        if not text.endswith(ENDS):
            return None
        for pattern, template in self._known:
            if match := pattern.fullmatch(text):
                return template, match.groupdict()
        return None


def messages(known: NullTranslations) -> Mapping[str, str]:
    """English and its translation; gettext has no public way to list what a catalogue holds."""
    if isinstance(known, Pseudo):
        return {message: known.gettext(message) for message in known.known}
    if not isinstance(known, GNUTranslations):
        return {}
    found = vars(known)["_catalog"].items()
    return {english[0] if isinstance(english, tuple) else english: said for english, said in found}


def _pattern(english: str) -> str:
    """Each value is as short as it can be; a field that stands twice has the same value."""
    parts, seen = [], set[str]()
    for n, part in enumerate(FIELD.split(english)):
        if n % 2 == 0:
            parts.append(re.escape(part))
        else:
            parts.append(f"(?P={part})" if part in seen else f"(?P<{part}>{VALUE})")
            seen.add(part)
    return "".join(parts)
