"""Catalogues: what is shipped is what was translated, keeps its data, and fits the screen."""

import re
from ast import literal_eval
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

from terminal.errors import CATALOGUE
from terminal.flows.offers import Colour, View
from terminal.flows.view import fault
from terminal.flows.words import counted, literal, say
from terminal.language import LOCALE, catalogue, painted

COLUMNS = 26
LANGUAGES = sorted(folder.name for folder in LOCALE.iterdir() if folder.is_dir())
FIELD = re.compile(r"\{\w+\}")


def entries(file: Path) -> Iterator[tuple[list[str], list[str]]]:
    """What a .po says: each entry's English (one, or one and many) and its translations."""
    for block in file.read_text(encoding="utf-8").split("\n\n")[1:]:
        lines = [line for line in block.splitlines() if line.strip()]
        texts = [(key, literal_eval(text)) for key, text in (line.split(" ", 1) for line in lines)]
        english = [text for key, text in texts if key.startswith("msgid")]
        if english:
            yield english, [text for key, text in texts if key.startswith("msgstr")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_shipped_is_the_one_translated(language: str) -> None:
    known = catalogue(language)
    found = 0
    for english, translated in entries(LOCALE / language / "terminal.po"):
        found += 1
        if len(english) == 1:
            assert known.gettext(english[0]) == translated[0]
        else:
            shown = {known.ngettext(english[0], english[1], n) for n in range(200)}
            assert shown == set(translated)
    assert found > 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_their_data_and_fit(language: str) -> None:
    """East Asian width counts; a line that English itself wraps may be wrapped too."""
    for english, translated in entries(LOCALE / language / "terminal.po"):
        for text in translated:
            assert sorted(FIELD.findall(text)) == sorted(FIELD.findall(english[0]))
            if cell_len(FIELD.sub("", english[0])) <= COLUMNS:
                assert cell_len(FIELD.sub("", text)) <= COLUMNS, text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_is_translated(language: str) -> None:
    known = catalogue(language)._catalog  # type: ignore[attr-defined]
    for each in CATALOGUE.values():
        for text in (each.what, each.act):
            assert not re.search("[a-z]", FIELD.sub("", text)) or text in known


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
    assert shown.keys == ("F2 etikett defekt", "F9")
    assert shown.band.lines == ("Das ist PLATZ {A}-1", "Gesucht: X")
    assert shown.band.colour is Colour.RED


@pytest.mark.parametrize("language", ["en", "zz", "..", ""])
def test_other_languages_read_english(language: str) -> None:
    view = View("RETURN", "SCAN LOT")
    assert painted(view, language) is view
