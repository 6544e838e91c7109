"""A language that nobody speaks: English with accents, a third longer, in brackets.

What stands on a screen of it without brackets was never given to a translator; what is cut has
no room for languages that are longer than English.
"""

import re
from collections.abc import Collection
from gettext import NullTranslations

PSEUDO = "xx"
LONGER = 0.35
PAD = "~~~~~ "
SHORT = 6  # letters, blanks among them; a word of the smallest kind stays as long as it is
_FIELD = re.compile(r"(\{\w+\})")
_ACCENTS = str.maketrans("aceginorsuyzACEGINORSUYZ", "áçéğíñóŕšúýžÁÇÉĞÍÑÓŔŠÚÝŽ")


class Pseudo(NullTranslations):
    """Translates what is known to the catalogues, and nothing else."""

    def __init__(self, known: Collection[str]) -> None:
        super().__init__()
        self.known = known

    def gettext(self, message: str) -> str:
        return accented(message) if message in self.known else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        said = msgid1 if n == 1 else msgid2
        return accented(said) if msgid1 in self.known else said


def accented(english: str) -> str:
    """`[ŠÇÁÑ LÓÇÁTÍÓÑ~~~]`; what stands in braces is left alone."""
    parts = _FIELD.split(english)
    letters = sum(len(part) for part in parts if not _FIELD.fullmatch(part))
    said = "".join(p if _FIELD.fullmatch(p) else p.translate(_ACCENTS) for p in parts)
    if letters < SHORT:
        return said
    more = max(0, round(letters * LONGER) - 2)  # the brackets are longer already
    whole, rest = divmod(more, len(PAD))
    return f"[{said}{PAD * whole}{PAD[:rest]}]"
