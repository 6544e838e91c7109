"""Views in words: whole, in one line, without a control byte; what is worth hearing, once."""

import sys
import time
from pathlib import Path

import pytest

from terminal.flows.offers import Band, Colour, View
from terminal.said import aloud, prompt, result, spoken
from terminal.speech import Mute, Reader, Voice, speech
from tests.terminal.widgets.test_sweep import every_view

PICK = View(
    title="PICK W42 3/17",
    ask="SCAN LOCATION",
    target="A-03-12-2",
    digits="2",
    what=("Widget blue", "LOT\x1dB7"),
)


def test_a_prompt_is_one_line_with_all_that_the_screen_has() -> None:
    assert prompt(PICK) == "PICK W42 3/17: SCAN LOCATION; A-03-12-2; 2; Widget blue; LOT␝B7"
    assert prompt(View(title="PICK", ask="PIN", online=False)) == "OFFLINE PICK: PIN"
    assert prompt(View(ask="SCAN BADGE")) == "SCAN BADGE"


def test_every_view_is_whole_in_its_line() -> None:
    for view in every_view():
        line = prompt(view)
        words = " ".join((view.title, view.ask, view.target, *view.what, *view.options)).split()
        assert [word for word in words if word not in line] == []
        assert "\n" not in line
        assert [word for words in view.band.lines for word in words.split()] == [
            word
            for words in view.band.lines
            for word in words.split()
            if word.strip(".") in result(view.band)
        ]


@pytest.mark.parametrize(
    ("band", "line"),
    [
        (Band(Colour.GREEN, ("BOLT x1", "Bolt")), "OK: BOLT x1. Bolt"),
        (Band(Colour.RED, ("This is LOT B7",), "E-WRONG"), "WRONG: This is LOT B7 (E-WRONG)"),
        (Band(Colour.AMBER, ("slow network",)), "NOTE: slow network"),
        (Band(Colour.AMBER, ("...",)), ""),
        (Band(Colour.MAGENTA, ("Come to the dock",)), "MESSAGE: Come to the dock"),
        (Band(), ""),
    ],
)
def test_a_result_is_told_in_a_word_not_by_colour(band: Band, line: str) -> None:
    assert result(band) == line


def test_codes_are_said_as_a_person_says_them() -> None:
    assert aloud("A-03-12-2") == "A, 3, 12, 2"
    assert aloud("TO01U") == "T O 0 1 U"
    assert aloud("4711") == "4 7 1 1"


def test_a_question_is_heard_once_and_a_refusal_without_the_question_again() -> None:
    assert spoken(PICK, View()) == "scan location, A, 3, 12, 2, 2"
    assert spoken(PICK, PICK) == ""
    wrong = View(
        ask=PICK.ask,
        target=PICK.target,
        digits=PICK.digits,
        band=Band(Colour.RED, ("This is LOT B7", "Need LOT A3")),
    )
    assert spoken(wrong, PICK) == "This is LOT B7, Need LOT A3"
    good = View(ask="SCAN ITEM x2", band=Band(Colour.GREEN, ("A-03",)))
    assert spoken(good, wrong) == "scan item x2"


@pytest.fixture
def loud(tmp_path: Path) -> tuple[Path, Voice]:
    """A voice that writes down what it says, a tenth of a second for each."""
    heard = tmp_path / "heard"
    program = (
        "import sys, time; text = sys.stdin.read(); time.sleep(0.1);"
        " open(sys.argv[1], 'a').write(text + '\\n')"
    )
    return heard, Voice((sys.executable, "-c", program, str(heard)))


def test_a_voice_says_each_view_once_and_breaks_off_what_is_old(loud: tuple[Path, Voice]) -> None:
    heard, voice = loud
    reader = Reader(voice)
    reader.paint(View(ask="SCAN TOTE"))
    reader.paint(View(ask="SCAN TOTE"))
    reader.paint(PICK)
    until = time.monotonic() + 20
    while not heard.exists() and time.monotonic() < until:
        time.sleep(0.05)
    reader.stop()
    assert heard.read_text() == "scan location, A, 3, 12, 2, 2\n"


def test_a_voice_that_is_not_there_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = Voice(("/nowhere/espeak-ng",))
    gone.speak("a")
    gone.speak("b")
    gone.stop()
    monkeypatch.setenv("PATH", "")
    assert isinstance(speech("auto"), Mute)
    assert isinstance(speech("none"), Mute)


def test_the_voice_of_the_machine_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "espeak-ng"
    program.write_text('#!/bin/sh\n[ "$*" = "--stdin -v pl" ] && cat > "$0.heard"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    voice = speech("auto")
    voice.speak("skanuj towar", "pl")
    until = time.monotonic() + 20
    heard = tmp_path / "espeak-ng.heard"
    while not (heard.exists() and heard.read_text()) and time.monotonic() < until:
        time.sleep(0.05)
    voice.stop()
    assert heard.read_text() == "skanuj towar"
