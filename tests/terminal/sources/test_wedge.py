"""Textual's key events to scans, keys and typing."""

import time

from textual import events

from terminal.flows.offers import Key, Scan
from terminal.scan.assemble import Assembled
from terminal.scan.normalise import normalise
from terminal.scan.raw import RawScan
from terminal.sources.wedge import Wedge, WedgedApp, events_of


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
    (event,) = events_of(out, 1.0)
    assert isinstance(event, Scan)
    assert (event.raw.id, normalise(event.raw).fault) == ("an-id", "E-LEN")


def test_a_paste_is_a_scan() -> None:
    out = Wedge(lambda: "an-id").take(events.Paste("]C1010\x1d5\n"))
    assert [each.text for each in out if isinstance(each, RawScan)] == ["]C1010\x1d5"]


class Busy(WedgedApp):
    """An app whose first scan takes it longer than the gap that ends a scan."""

    def __init__(self) -> None:
        super().__init__(Wedge(lambda: "an-id"))
        self.scans: list[str] = []

    def assembled(self, out: list[Assembled]) -> None:
        for each in out:
            if isinstance(each, RawScan):
                if not self.scans:
                    time.sleep(0.3)
                self.scans.append(each.text)


async def test_a_scan_that_waits_for_a_busy_screen_is_not_torn() -> None:
    app = Busy()
    async with app.run_test() as pilot:
        assert app.ticker is not None
        for part in ("LOA00105V\rLOA001", "07P\r"):
            for character in part:
                key = "enter" if character == "\r" else character
                app.post_message(events.Key(key, character))
            app.post_message(events.Timer(app.ticker, time.monotonic()))
        await pilot.pause(0.5)
        assert app.scans == ["LOA00105V", "LOA00107P"]


async def test_a_scan_without_terminator_ends_by_its_gap() -> None:
    app = Busy()
    async with app.run_test() as pilot:
        for character in "LOA00105V":
            app.post_message(events.Key(character, character))
        await pilot.pause(1.0)
        assert app.scans == ["LOA00105V"]
