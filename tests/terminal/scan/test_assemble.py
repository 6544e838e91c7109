"""Frames out of characters: what is a scan, what was typed, what is a key."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terminal.scan.assemble import Assembled, Assembler, Pressed, Typing
from terminal.scan.normalise import normalise
from terminal.scan.profile import ScanProfile
from terminal.scan.raw import RawScan, Source

SCANNER, PERSON = 0.002, 0.18


def play(keyboard: Assembler, text: str, at: float, gap: float) -> tuple[list[Assembled], float]:
    out: list[Assembled] = []
    for character in text:
        out += keyboard.feed(character, at)
        at += gap
    return out, at


def scans(out: list[Assembled]) -> list[tuple[str, Source, str]]:
    return [(raw.text, raw.source, raw.before) for raw in out if isinstance(raw, RawScan)]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\t"])
def test_a_burst_with_any_end_is_one_scan(end: str) -> None:
    out, _ = play(Assembler(), "]C10109501101530003" + end, 1.0, SCANNER)
    assert scans(out) == [("]C10109501101530003", Source.SCAN, "")]
    assert [each for each in out if isinstance(each, Pressed)] == []


def test_control_characters_inside_a_scan_are_data() -> None:
    out, _ = play(Assembler(), "X\x11Y\x03\x1dZ\r", 1.0, SCANNER)
    assert scans(out) == [("X\x11Y\x03\x1dZ", Source.SCAN, "")]


def test_what_a_person_types_is_typed_and_echoed() -> None:
    keyboard = Assembler()
    out, at = play(keyboard, "4711", 1.0, PERSON)
    assert keyboard.tick(at) == [Typing("4711")]
    out = keyboard.feed("\r", at + 0.2)
    assert scans(out) == [("4711", Source.TYPED, "")]
    assert out[-1] == Typing("")


def test_a_burst_is_not_echoed() -> None:
    keyboard = Assembler()
    out, at = play(keyboard, "12345678", 1.0, SCANNER)
    assert out + keyboard.tick(at + 0.05) == []


def test_digits_before_a_scan_are_its_pending_quantity() -> None:
    keyboard = Assembler()
    _, at = play(keyboard, "12", 1.0, PERSON)
    out, _ = play(keyboard, "LOA03122K\r", at + 0.4, SCANNER)
    assert scans(out) == [("LOA03122K", Source.SCAN, "12")]


def test_a_burst_without_terminator_ends_by_its_gap_and_swallows_a_late_one() -> None:
    keyboard = Assembler()
    _, at = play(keyboard, "LOA03122K", 1.0, SCANNER)
    assert scans(keyboard.tick(at + 0.05)) == []
    assert scans(keyboard.tick(at + 0.15)) == [("LOA03122K", Source.SCAN, "")]
    assert keyboard.feed("\r", at + 0.3) == []
    assert keyboard.feed("\r", at + 2.0) == [Pressed("enter")]


def test_over_ssh_a_stall_of_a_quarter_second_does_not_cut() -> None:
    keyboard = Assembler(ScanProfile(gap_seconds=0.3))
    _, at = play(keyboard, "]C101095011", 1.0, SCANNER)
    keyboard.tick(at + 0.2)
    out, _ = play(keyboard, "01530003\r", at + 0.25, SCANNER)
    assert scans(out) == [("]C10109501101530003", Source.SCAN, "")]


def test_keys_act_only_outside_a_burst() -> None:
    keyboard = Assembler()
    _, at = play(keyboard, "2", 1.0, PERSON)
    assert keyboard.key("f2", at) == [Pressed("f2", "2")]
    _, at = play(keyboard, "ABCD", 9.0, SCANNER)
    assert keyboard.key("f4", at) == []


def test_escape_clears_what_was_typed_before_it_acts() -> None:
    keyboard = Assembler()
    _, at = play(keyboard, "99", 1.0, PERSON)
    keyboard.tick(at)
    assert keyboard.key("escape", at + 1) == [Typing("")]
    assert keyboard.key("escape", at + 2) == [Pressed("escape")]


def test_backspace_takes_one_character_back() -> None:
    keyboard = Assembler()
    _, at = play(keyboard, "99", 1.0, PERSON)
    assert keyboard.key("backspace", at + 1) == [Typing("9")]


def test_one_digit_answers_a_choice_without_enter() -> None:
    keyboard = Assembler()
    keyboard.instant = True
    keyboard.feed("2", 1.0)
    assert scans(keyboard.tick(1.1)) == []
    assert scans(keyboard.tick(1.2)) == [("2", Source.TYPED, "")]


def test_more_than_512_characters_are_refused_up_to_the_next_end() -> None:
    keyboard = Assembler()
    out, at = play(keyboard, "A" * 600 + "\r", 1.0, 0.001)
    assert [normalise(raw).fault for raw in out if isinstance(raw, RawScan)] == ["E-LEN"]
    out, _ = play(keyboard, "LOA03122K\r", at, SCANNER)
    assert scans(out) == [("LOA03122K", Source.SCAN, "")]


def test_a_pasted_line_is_a_scan() -> None:
    keyboard = Assembler()
    assert scans(keyboard.paste("]C1010\x1d5\n", 1.0)) == [("]C1010\x1d5", Source.SCAN, "")]
    assert keyboard.paste("two\nlines", 1.0) == []
    (long,) = keyboard.paste("A" * 2000, 1.0)
    assert isinstance(long, RawScan)
    assert (len(long.text), normalise(long).fault) == (513, "E-LEN")


def test_twelve_scans_back_to_back_are_twelve() -> None:
    keyboard = Assembler()
    text = "".join(f"LP{n:010}X\r" for n in range(12))
    out, _ = play(keyboard, text, 1.0, 0.0001)
    assert [raw for raw, _, _ in scans(out)] == [f"LP{n:010}X" for n in range(12)]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(max_size=3), st.floats(0, 1), st.sampled_from(["feed", "key", "tick", "paste"])
        )
    )
)
def test_no_input_raises_and_an_end_leaves_nothing_behind(
    steps: list[tuple[str, float, str]],
) -> None:
    keyboard, at = Assembler(), 0.0
    for text, gap, what in steps:
        at += gap
        if what == "feed":
            for character in text:
                keyboard.feed(character, at)
        elif what == "tick":
            keyboard.tick(at)
        else:
            getattr(keyboard, what)(text, at)
    keyboard.feed("\r", at + 5)
    out, _ = play(keyboard, "LOA03122K\r", at + 6, SCANNER)
    assert scans(out) == [("LOA03122K", Source.SCAN, "")]
