"""Catalogues: all that is said is translated, what is shipped is that, keeps its data, and fits."""

import re
from datetime import date
from gettext import GNUTranslations
from io import BytesIO

import pytest
from babel.messages.catalog import Message as Entry
from msgspec import ValidationError, convert
from rich.cells import cell_len

from server.wire import Spoken
from terminal.flows import quantity
from terminal.flows.ask import Ask
from terminal.flows.entered import read
from terminal.flows.offers import Colour, View
from terminal.flows.view import fault
from terminal.flows.words import counted, dated, literal, say
from terminal.language import DOMAINS, LOCALE, catalogue, painted
from terminal.pseudo import PSEUDO
from terminal.scan.outcome import Accept
from terminal.scan.reading import Kind
from terminal.sentences import messages as known_to
from terminal.settings import DeviceProfile, scan_profile
from tests import catalogues
from tests.messages import TERMINAL, Message, files, unsaid

COLUMNS = 26
LANGUAGES = catalogues.LANGUAGES
FIELD = re.compile(r"\{\w+\}")
SAID = catalogues.wanted()
EACH = [(language, domain) for language in LANGUAGES for domain in DOMAINS]
# Bare f-strings that no worker reads: paths, SQL, files, codes of commands and of symbols.
UNREAD = re.compile(
    r"f['\"](EXP\{|advice:|\{goods\.quantity\} of|/?warehouses|\{base\}/|\{domain\}\.mo)"
    r".*|f['\"](person:|[A-Z]+ ).*"
)


def entries(language: str, domain: str) -> dict[Message, tuple[str, ...]]:
    """What a .po says: each message and its translations, one for each plural form."""
    read = catalogues.read(catalogues.po(language, domain), language)
    return {_message(each): _strings(each) for each in read if each.id}


def _message(entry: Entry) -> Message:
    return Message(*entry.id) if isinstance(entry.id, tuple | list) else Message(entry.id)


def _strings(entry: Entry) -> tuple[str, ...]:
    return (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())


def test_the_languages_are_those_that_a_person_may_have() -> None:
    assert sorted(folder.name for folder in LOCALE.iterdir()) == sorted(LANGUAGES)
    for language in ("en", *LANGUAGES):
        assert convert(language, Spoken) == language
    for language in ("it", PSEUDO, "deu", ""):
        with pytest.raises(ValidationError):
            convert(language, Spoken)


@pytest.mark.parametrize(("language", "domain"), EACH)
def test_every_message_is_in_the_catalogue_and_nothing_else(language: str, domain: str) -> None:
    """`python -m tests.catalogues` adds what is new and drops what nobody says any more."""
    known, said = entries(language, domain), SAID[domain]
    assert [message for message in said if message not in known] == []
    assert [message for message in known if message not in said] == []


@pytest.mark.parametrize(("language", "domain"), EACH)
def test_every_message_is_translated_and_keeps_its_data(language: str, domain: str) -> None:
    for message, texts in entries(language, domain).items():
        assert all(texts), message
        for text in texts:
            assert sorted(set(FIELD.findall(text))) == sorted(set(FIELD.findall(message.one)))


def test_polish_has_three_plurals_the_others_two() -> None:
    for language, forms in {"de": 2, "es": 2, "fr": 2, "pl": 3}.items():
        found = {
            len(texts) for message, texts in entries(language, "terminal").items() if message.many
        }
        assert found == {forms}
    lines = counted(5, "{count} line", "{count} lines")
    shown = [
        painted(View(what=(counted(n, "{count} line", "{count} lines"),)), "pl").what[0]
        for n in (1, 2, 5, 12, 22)
    ]
    assert shown == ["1 linia", "2 linie", "5 linii", "12 linii", "22 linie"]
    assert painted(View(what=(lines,)), "fr").what == ("5 lignes",)


@pytest.mark.parametrize(("language", "domain"), EACH)
def test_the_catalogue_shipped_is_the_one_translated(language: str, domain: str) -> None:
    file = catalogues.po(language, domain)
    made = GNUTranslations(BytesIO(catalogues.compiled(file, language)))
    assert known_to(catalogue(language, domain)).keys() - {""} == known_to(made).keys() - {""}
    for message in SAID[domain]:
        assert catalogue(language, domain).gettext(message.one) == made.gettext(message.one)
        for n in range(30) if message.many else ():
            assert catalogue(language, domain).ngettext(*message, n) == made.ngettext(*message, n)


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_fit(language: str) -> None:
    """East Asian width counts; a line that English itself wraps may be wrapped too."""
    wide = [
        text
        for message, texts in entries(language, "terminal").items()
        for text in texts
        if cell_len(FIELD.sub("", message.one)) <= COLUMNS < cell_len(FIELD.sub("", text))
    ]
    assert wide == []


def test_nothing_is_said_in_a_bare_f_string() -> None:
    found = [said for file in files() for said in unsaid(file)]
    assert [said for said in found if not UNREAD.fullmatch(said.split(" ", 1)[1])] == []
    assert (TERMINAL / "flows" / "pick.py") in files()


def test_the_pseudo_locale_is_longer_than_english_and_in_brackets() -> None:
    view = View(say("PUT AWAY {number}", number="PA-1"), "SCAN LOCATION", what=("Bolt thing",))
    shown = painted(view, PSEUDO)
    assert (shown.title, shown.ask) == ("[PÚT ÁWÁÝ PA-1~]", "[ŠÇÁÑ LÓÇÁTÍÓÑ~~~]")
    assert shown.what == ("Bolt thing",)
    longest = max(known_to(catalogue("de")), key=len)
    assert 1.3 < cell_len(painted(View(ask=longest), PSEUDO).ask) / cell_len(longest) < 1.4


def test_german_is_painted_and_data_stays_as_it_is() -> None:
    view = View(
        say("PUT AWAY {number}", number="PA-1"),
        say("SCAN {what}", what=say("LOCATION")),
        target="PALLET",
        what=(literal("EMPTY"), "FULL", counted(1, "{count} line", "{count} lines")),
        options=(say("{digit} {words}", digit=1, words=literal("LABEL TORN")),),
        keys=(say("F2 {words}", words=literal("label torn")), "F9"),
        band=fault("E-KIND", {"kind": "LOCATION", "value": "{A}-1", "need": "X"}),
    )
    shown = painted(view, "de")
    assert (shown.title, shown.ask, shown.target) == ("EINLAGERN PA-1", "SCAN PLATZ", "PALLET")
    assert shown.what == ("LEER", "FULL", "1 Zeile")
    assert shown.options == ("1 ETIKETT DEFEKT",)
    assert shown.keys == ("F2 Etikett defekt", "F9")
    assert shown.band.lines == ("Das ist PLATZ {A}-1", "Gesucht: X")
    assert shown.band.colour is Colour.RED


def test_what_was_kept_as_english_is_known_again_by_its_words() -> None:
    """A sentence that came over a restart or from a server that speaks English."""
    shown = painted(View(what=("A-01 is counted.", "Bolt is free", "A-01 is here.")), "pl")
    assert shown.what == ("A-01 policzone.", "Bolt is free", "A-01 is here.")


@pytest.mark.parametrize(
    ("language", "day", "number"),
    [
        ("en", "31 DEC 2026", "1.5"),
        ("de", "31.12.2026", "1,5"),
        ("es", "31/12/2026", "1,5"),
        ("pl", "31.12.2026", "1,5"),
        ("fr", "31/12/2026", "1,5"),
    ],
)
def test_days_and_numbers_have_the_form_of_the_language(
    language: str, day: str, number: str
) -> None:
    view = View(target=dated(date(2026, 12, 31)), digits="2026-12-31", what=(say("{n} kg", n=1.5),))
    shown = painted(view, language)
    assert (shown.target, shown.digits, shown.what) == (day, "2026-12-31", (f"{number} kg",))


@pytest.mark.parametrize("language", ["en", "zz", "..", ""])
def test_other_languages_read_english(language: str) -> None:
    view = View("RETURN", "SCAN LOT")
    assert painted(view, language) == view


@pytest.mark.parametrize(
    ("typed", "day_first", "month_first"),
    [
        ("311226", "2026-12-31", None),
        ("123126", None, "2026-12-31"),
        ("03.04.26", "2026-04-03", "2026-03-04"),
        ("03/04/2026", "2026-04-03", "2026-03-04"),
        ("DEC26", "2026-12-31", "2026-12-31"),
        ("dez26", "2026-12-31", "2026-12-31"),
        ("Déc 26", "2026-12-31", "2026-12-31"),
        ("GRU26", "2026-12-31", "2026-12-31"),
        ("ene26", "2026-01-31", "2026-01-31"),
        ("paź26", "2026-10-31", "2026-10-31"),
        ("JUI26", None, None),
        ("290227", None, None),
    ],
)
def test_days_are_typed_as_the_place_has_them(
    typed: str, day_first: str | None, month_first: str | None
) -> None:
    assert quantity.day(typed) == day_first
    assert quantity.day(typed, month_first=True) == month_first


def test_a_device_says_which_comes_first() -> None:
    ask = Ask(Kind.DATE)
    for dates, iso in (("dmy", "2026-04-03"), ("mdy", "2026-03-04")):
        profile = scan_profile(convert({"dates": dates}, DeviceProfile), {})
        answer = read("030426", ask, month_first=profile.month_first)
        assert isinstance(answer, Accept)
        assert answer.reading.value == iso


def test_a_decimal_is_typed_with_a_comma_or_a_point_and_thousands_with_neither() -> None:
    assert [quantity.grams(typed) for typed in ("1,25", "1.25 kg", "1250")] == [1250] * 3
    assert quantity.grams("1.250,5") is None
    assert quantity.quantity("1.000", {}) is None
