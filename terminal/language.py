"""What a worker reads, in the language of the badge: catalogues of gettext, English as it stands.

Only the screen is translated, where it is painted: commands, logs and journals stay English.
"""

import re
from datetime import date
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from msgspec.structs import replace

from terminal.flows.offers import Band, View
from terminal.flows.words import Day, Words, dated
from terminal.forms import Forms, forms_of
from terminal.pseudo import PSEUDO, Pseudo
from terminal.sentences import Sentences, messages

LOCALE = Path(__file__).parent / "locale"
DAYS = frozenset({"expires_on", "known", "needed", "expected_on", "ship_on", "counted_on"})
COUNTED = re.compile(r"([0-9]+) ([a-z]+?)s?")
"""What the server counts in a sentence: `3 times`."""
ERRAND = "errand"
"""A kind of task in a sentence of the server: the word that home's menu has for it."""
DOMAINS = ("terminal", "server")
"""The words of the screen, and the server's sentences."""


@cache
def catalogue(language: str, domain: str = "terminal") -> NullTranslations:
    """The catalogue of two letters; English where there is none. The host's locale is not asked."""
    if language == PSEUDO:
        return Pseudo({*messages(catalogue("de", domain))})
    file = LOCALE / language / f"{domain}.mo"
    if not (language.isalpha() and file.is_file()):
        return NullTranslations()
    with file.open("rb") as stream:
        return GNUTranslations(stream)


def word(text: str, language: str) -> str:
    """A word of the screen itself, that no view holds."""
    return tongue(language).text(text)


class Tongue:
    """How one language says what English says."""

    def __init__(self, language: str) -> None:
        self._known, self._server = (catalogue(language, domain) for domain in DOMAINS)
        self._forms: Forms = forms_of(language)
        self._capitals = language == "de"
        self._sentences = Sentences((self._known, self._server))

    def text(self, text: str) -> str:
        """Words with what is given in them, or a text that the catalogue has as it stands."""
        if isinstance(text, Day):
            return text.day.strftime(self._forms.dated) if self._forms.dated else str(text)
        if not isinstance(text, Words):
            return self._word(text)
        if not text.given:
            return self.sentence(text.template)
        template = self._word(text.template)
        count = text.given.get("count")
        if text.plural and isinstance(count, int):
            template = self._known.ngettext(*text.plural, count)
        given = {name: self._value(each) for name, each in text.given.items()}
        return template.format_map(given).strip()

    def given(self, text: str) -> str:
        """Data unless it is said to be words."""
        return self.text(text) if isinstance(text, Words) else text

    def line(self, text: str) -> str:
        """Among data a single word may be an item's name or a lot: only several are looked up."""
        if isinstance(text, Words):
            return self.text(text)
        return self.sentence(text) if " " in text else text

    def sentence(self, text: str) -> str:
        """What the server says, where the catalogue has that sentence with other values."""
        said = self._word(text)
        said = said if said != text or not text else self._server.gettext(text)
        return said if said != text else self._sentences.said(text, self._quoted)

    def _value(self, value: object) -> str:
        if isinstance(value, float):
            return self._forms.number(value)
        if not isinstance(value, str) or isinstance(value, Words):
            return self.text(value) if isinstance(value, str) else str(value)
        return self.sentence(value) if value.endswith(".") else value

    def _quoted(self, name: str, value: str) -> str:
        """A value of the server's sentence: a day, a state, another sentence; else data."""
        if name.rpartition("_2")[0] in DAYS or name in DAYS:
            return self._day(value)
        if name == ERRAND:
            return self._word(value.upper())
        if often := COUNTED.fullmatch(value):
            one = f"{{count}} {often[2]}"
            told = self._server.ngettext(one, f"{one}s", int(often[1]))
            return told.format(count=often[1])
        plain = value.replace("_", " ")
        said = self._server.gettext(plain) if value.islower() else plain
        return said if said != plain else self._value(value)

    def _day(self, iso: str) -> str:
        try:
            return self.text(dated(date.fromisoformat(iso)))
        except ValueError:
            return iso

    def _word(self, text: str) -> str:
        """The keys' line says the same words in small letters."""
        found = self._known.gettext(text) if text else ""
        if found == text and text.islower():
            capital = self._known.gettext(text.upper())
            if capital == text.upper():
                return text
            return capital.capitalize() if self._capitals else capital.lower()
        return found


@cache
def tongue(language: str) -> Tongue:
    return Tongue(language)


def painted(view: View, language: str) -> View:
    """`view` as somebody of this language reads it; codes, names and digits stay as they are."""
    own = tongue(language)
    band = Band(view.band.colour, tuple(own.line(each) for each in view.band.lines), view.band.code)
    return replace(
        view,
        title=own.text(view.title),
        ask=own.text(view.ask),
        target=own.given(view.target),
        digits=own.given(view.digits),
        what=tuple(own.line(each) for each in view.what),
        options=tuple(own.line(each) for each in view.options),
        ahead=tuple(own.given(each) for each in view.ahead),
        keys=tuple(own.text(each) for each in view.keys),
        band=band,
    )
