"""What a worker reads, in the language of the badge: catalogues of gettext, English as it stands.

Only the screen is translated, where it is painted: commands, logs and journals stay English.
"""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from msgspec.structs import replace

from terminal.flows.offers import View
from terminal.flows.words import Words

LOCALE = Path(__file__).parent / "locale"


@cache
def catalogue(language: str) -> NullTranslations:
    """The catalogue of two letters; English where there is none. The host's locale is not asked."""
    file = LOCALE / language / "terminal.mo"
    if not (language.isalpha() and file.is_file()):
        return NullTranslations()
    with file.open("rb") as stream:
        return GNUTranslations(stream)


def painted(view: View, language: str) -> View:
    """`view` as somebody of this language reads it; codes, names and digits stay as they are."""
    known = catalogue(language)
    if type(known) is NullTranslations:
        return view
    band = replace(view.band, lines=tuple(_line(each, known) for each in view.band.lines))
    return replace(
        view,
        title=_text(view.title, known),
        ask=_text(view.ask, known),
        target=_given(view.target, known),
        digits=_given(view.digits, known),
        what=tuple(_line(each, known) for each in view.what),
        options=tuple(_line(each, known) for each in view.options),
        ahead=tuple(_given(each, known) for each in view.ahead),
        keys=tuple(_text(each, known) for each in view.keys),
        band=band,
    )


def _given(text: str, known: NullTranslations) -> str:
    """Data unless it is said to be words."""
    return _text(text, known) if isinstance(text, Words) else text


def _line(text: str, known: NullTranslations) -> str:
    """Among data a single word may be an item's name or a lot: only several are looked up."""
    return _text(text, known) if isinstance(text, Words) or " " in text else text


def _text(text: str, known: NullTranslations) -> str:
    if not isinstance(text, Words):
        return _known(text, known)
    if not text.given:
        return _known(text.template, known)
    template = _known(text.template, known)
    count = text.given.get("count")
    if text.plural and isinstance(count, int):
        template = known.ngettext(*text.plural, count)
    given = {
        name: _text(each, known) if isinstance(each, Words) else each
        for name, each in text.given.items()
    }
    return template.format_map(given).strip()


def _known(text: str, known: NullTranslations) -> str:
    """The keys' line says the same words in small letters."""
    found = known.gettext(text) if text else ""
    if found == text and text.islower():
        capital = known.gettext(text.upper())
        return text if capital == text.upper() else capital.lower()
    return found
