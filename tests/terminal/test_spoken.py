"""Whatever a worker can be shown is translated, and each question fits two lines of 26 columns."""

import re

import pytest
from rich.cells import cell_len

from terminal.flows.offers import Band, View
from terminal.language import catalogue, painted
from terminal.pseudo import PSEUDO, Pseudo
from terminal.scan.reading import Kind
from terminal.sentences import FIELD
from terminal.widgets.safe import fold
from tests.catalogues import LANGUAGES
from tests.messages import messages
from tests.sentences import sentences
from tests.terminal.widgets.test_sweep import NAMES, every_view

COLUMNS, ROWS = 26, 2
# What the floor of the tests is called, and what is the same in every language.
NOUNS = "ANNA BLUE BOLT BOX MILK NUT OLD PHONE PILL SHOE TALLYMAN"
SAME = "ASN DEC EUR EXP Enter Esc FEB JAN LPN LPNS NOV PIN RMA SSCC confirm pick"
DATA = NAMES | {*NOUNS.split(), *SAME.split()}
# What the server puts together from parts stays as it says it: losses.
WHOLE = re.compile(r"BOLT in location A-01: 150 -> 50 \(-100\), lost\.|BOLT in A-02: 200 -> 150")
# Longest believable values of what is said in a question; numbers of documents have 8 to 10 signs.
LONGEST = {
    "count": 9999,
    "expected": 9999,
    "fits": 9999,
    "line": 120,
    "lines": 120,
    "slot": 12,
    "digit": 10,
    "letter": "c",
    "size": 480,
    "amount": 9999,
    "first": 41,
    "last": 48,
    "n": 4,
    "all": 4,
    "time": 12.5,
    "before": 9999,
    "after": 9999,
    "service": "STANDARD",
    "found": 9999,
    "rest": 11,
    "ready": 120,
    "active": 120,
    "late": 120,
    "words": "Bolt",
    "whole": 833,
    "number": "PL00001234",
    "order": "SO00001234",
    "document": "PA00001234",
    "place": "A-03-12-2",
    "to": "A-03-12-2",
    "into": "A-03-12-2",
    "lpn": "LP00000421",
    "tote": "TO00000421",
    "carton": "CT00000421",
    "item": "MUG-110-BLUE",
    "sku": "MUG-110-BLUE",
    "lot": "L6915-B",
    "scan": "4006381333931",
    "value": "4006381333931",
    "ai": "3103",
    "points": "7E",
    "text": "ABC",
    "country": "DE",
    "ends": "CR",
    "how": "CR",
    "person": "ANNA",
    "name": "Anna",
    "who": "ANNA",
}


def ascii_words(text: str) -> list[str]:
    """Of what has a digit in it nothing is a word: A-01, STAGE-1, x12."""
    plain = " ".join(each for each in text.split() if not any(map(str.isdigit, each)))
    return [word for word in re.findall(r"\w+", plain) if word.isascii() and word.isalpha()]


def unspoken(view: View) -> list[str]:
    """English words of a view in the pseudo-locale that nobody gave to a translator."""
    lines = (view.title, view.ask, view.target, *view.what, *view.options, *view.keys)
    said = [WHOLE.sub("", line) for line in (*lines, *view.band.lines, *view.ahead)]
    apart = [word for line in said for word in ascii_words(_outside(line))]
    return [word for word in apart if len(word) > 1 and word not in DATA]


def _outside(line: str) -> str:
    """What stands in no bracket: a message may hold data, and is bracketed with it."""
    depth, out = 0, []
    for character in line:
        depth += (character == "[") - (character == "]")
        out.append(" " if depth or character == "]" else character)
    return "".join(out)


def test_nothing_is_shown_that_no_catalogue_knows() -> None:
    left = {
        name: words
        for view, name in every_view().items()
        if (words := unspoken(painted(view, PSEUDO)))
    }
    assert left == {}


def test_what_no_catalogue_knows_is_found() -> None:
    assert unspoken(painted(View(ask="SCAN THE MOON"), PSEUDO)) == ["SCAN", "THE", "MOON"]
    assert unspoken(painted(View(ask="SCAN LOCATION", what=("A-01", "Bolt")), PSEUDO)) == []


def filled(template: str, language: str) -> str:
    """With the longest value of each field; a noun or another message is in the language."""
    own = catalogue(language).gettext
    noun = max((own(kind.value) for kind in Kind), key=cell_len)
    fields = FIELD.findall(template)
    if "lot" in fields:  # only goods have one
        noun = max(map(own, ("ITEM", "LOT", "SERIAL")), key=cell_len)
    given = {name: LONGEST.get(name, noun) for name in fields}
    return template.format_map(given)


@pytest.mark.parametrize("language", [*LANGUAGES, PSEUDO])
def test_every_question_fits_two_lines(language: str) -> None:
    """So does each answer, result and title; sentences take the rows that they need. East Asian
    width counts.
    """
    known, long = catalogue(language), {}
    for message in (each for each in messages() if not each.one.endswith(".")):
        forms = (
            {known.ngettext(*message, n) for n in range(30)}
            if message.many
            else {known.gettext(message.one)}
        )
        rows = max(len(fold(filled(form, language), COLUMNS)) for form in forms)
        if rows > ROWS + isinstance(known, Pseudo):
            long[message.one] = forms
    assert long == {}


@pytest.mark.parametrize("language", [*LANGUAGES, PSEUDO])
def test_every_sentence_of_the_server_is_known_by_its_words(language: str) -> None:
    """With other values in it, alone and behind another sentence."""
    known = catalogue(language, "server")
    for template in sentences():
        if not template.endswith((".", "?")):
            continue
        values = {name: f"X-{n}7" for n, name in enumerate(sorted(set(FIELD.findall(template))))}
        english, own = template.format_map(values), known.gettext(template).format_map(values)
        assert said(english, language) == own
        assert said(f"LOT B7 is odd. {english}", language).endswith(own)


def said(sentence: str, language: str) -> str:
    return painted(View(band=Band(lines=(sentence,))), language).band.lines[0]


def test_a_sentence_is_said_with_its_days_states_and_the_sentence_inside_it() -> None:
    short = "MILK came with expiry 2026-12-01; it must last until 2027-01-31 at least."
    assert said(f"{short} A supervisor has to sign that it is taken.", "de") == (
        "MILK kam mit MHD 01.12.2026; es muss mindestens bis 31.01.2027 halten."
        " Ein Vorarbeiter muss zeichnen, dass es angenommen wird."
    )
    assert said("Pick list PL1 is cancelled already.", "fr") == "La liste PL1 est déjà annulé."
    assert said("Location A-01 is a pick_face, no cart.", "es") == (
        "La ubicación A-01 es un hueco de preparación, no un carro."
    )
    odd = "The moon is 384400 km away."
    assert said(odd, "pl") == odd
