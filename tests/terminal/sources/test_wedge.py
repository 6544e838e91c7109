"""Textual's key events to scans, keys and typing."""

from textual import events

from terminal.flows.offers import Key, Scan
from terminal.scan.assemble import Assembled
from terminal.scan.normalise import normalise
from terminal.scan.raw import RawScan
from terminal.sources.wedge import OVERLONG, Wedge, events_of


def strokes(wedge: Wedge, keys: list[tuple[str, str | None]], gap: float) -> list[Assembled]:
    out: list[Assembled] = []
    at = 1.0
    for name, character in keys:
        event = events.Key(name, character)
        event.time = at
        out += wedge.take(event)
        at += gap
    return out


def test_a_control_key_without_its_character_is_still_that_character() -> None:
    keys = [(c, c) for c in "]C1"] + [("ctrl+right_square_bracket", None), ("A", "A")]
    out = strokes(Wedge(lambda: "an-id"), [*keys, ("enter", None)], 0.002)
    assert [each.text for each in out if isinstance(each, RawScan)] == ["]C1\x1dA"]
    assert [each.id for each in out if isinstance(each, RawScan)] == ["an-id"]


def test_what_is_for_a_run_and_what_is_not() -> None:
    wedge = Wedge(lambda: "an-id")
    out = strokes(wedge, [("2", "2"), ("f2", None), ("f4", None)], 0.3)
    assert events_of(out, 5.0) == [Key("f2", "2", 5.0), Key("f4", "", 5.0)]


def test_a_scan_that_is_too_long_reaches_the_run_as_one() -> None:
    out = strokes(Wedge(lambda: "an-id"), [("A", "A")] * 600, 0.0001)
    assert events_of(out, 1.0) == [Scan(OVERLONG, 1.0)]
    assert normalise(OVERLONG).fault == "E-LEN"


def test_a_paste_is_a_scan() -> None:
    out = Wedge(lambda: "an-id").take(events.Paste("]C1010\x1d5\n"))
    assert [each.text for each in out if isinstance(each, RawScan)] == ["]C1010\x1d5"]
