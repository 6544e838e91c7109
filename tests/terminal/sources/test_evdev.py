"""A grabbed scanner: key codes to text, strokes to scans, and a device that is not there."""

import time

from terminal.scan.normalise import normalise
from terminal.scan.profile import ScanProfile
from terminal.scan.raw import RawScan, Source
from terminal.sources.evdev import EvdevScanner, Frames, names
from terminal.sources.keycodes import _UPPER, PLAIN, KeyDecoder, Stroke

CODES = {character: code for code, character in sorted(PLAIN.items(), reverse=True)}
SHIFTED = {upper: lower for lower, upper in _UPPER.items()}
SHIFT, CONTROL, ALT, KEYPAD = 42, 29, 56, {"0": 82, "2": 80, "9": 73}


def pressed(*codes: int) -> list[Stroke]:
    """Down in this order, and up again in the other."""
    return [Stroke(c, 1) for c in codes] + [Stroke(c, 0) for c in reversed(codes)]


def strokes(text: str) -> list[Stroke]:
    """As a scanner on a US keyboard types it."""
    out: list[Stroke] = []
    for character in text:
        if character == "\x1d":
            out += pressed(CONTROL, CODES["]"])
        elif character in SHIFTED:
            out += pressed(SHIFT, CODES[SHIFTED[character]])
        elif character.isupper():
            out += pressed(SHIFT, CODES[character.lower()])
        else:
            out += pressed(CODES[character])
    return out


def decoded(given: list[Stroke]) -> str:
    decoder = KeyDecoder()
    return "".join(map(decoder.feed, given))


def test_every_printable_character_and_gs_come_as_they_were_printed() -> None:
    printed = "".join(map(chr, range(0x20, 0x7F))) + "\x1d"
    assert decoded(strokes(printed)) == printed


def test_alt_and_a_number_is_that_character_and_alt_alone_none() -> None:
    alt_029 = [Stroke(ALT, 1), *(s for d in "029" for s in pressed(KEYPAD[d])), Stroke(ALT, 0)]
    assert decoded(alt_029) == "\x1d"
    assert decoded(pressed(ALT)) == ""
    assert decoded([Stroke(ALT, 1), *strokes("999"), Stroke(ALT, 0)]) == ""


def test_caps_lock_turns_letters_only_and_a_held_key_types_once() -> None:
    assert decoded([*pressed(58), *strokes("aB1!")]) == "Ab1!"
    assert decoded([Stroke(CODES["a"], 1), Stroke(CODES["a"], 2), Stroke(CODES["a"], 0)]) == "a"


def test_keys_that_type_nothing_are_nothing() -> None:
    assert decoded([s for code in (1, 59, 103, 125, 240, 9999) for s in pressed(code)]) == ""


def frames(text: str) -> tuple[Frames, list[RawScan]]:
    posted: list[RawScan] = []
    made = Frames(posted.append, lambda: "an-id")
    for n, stroke in enumerate(strokes(text)):
        made.feed(stroke, n / 1000)
    return made, posted


def test_scans_end_by_a_terminator_or_by_silence() -> None:
    made, posted = frames("]C110A\x1d21B\rLOA1\t\r00")
    assert [raw.text for raw in posted] == ["]C110A\x1d21B", "LOA1"]
    made.quiet()
    made.quiet()
    assert [raw.text for raw in posted] == ["]C110A\x1d21B", "LOA1", "00"]
    assert {(raw.source, raw.device) for raw in posted} == {(Source.SERIAL, "evdev")}
    assert posted[0].first < posted[0].last


def test_an_endless_scan_is_cut_where_it_is_too_long_anyway() -> None:
    _, posted = frames("x" * 2000 + "\r")
    assert normalise(posted[0]).fault == "E-LEN"


def test_what_was_learnt_of_a_keyboard_is_not_done_to_what_did_not_come_by_it() -> None:
    learnt = ScanProfile(prefix="LO", suffix="1", layout=(("a", "q"),))
    _, (raw,) = frames("LOa1\r")
    assert normalise(raw, learnt).text == "LOa1"
    assert normalise(RawScan("LOa1", Source.TYPED), learnt).text == "LOa1"
    assert normalise(RawScan("LOa1"), learnt).text == "q"


def test_a_device_that_is_not_there_is_a_fault_and_harms_nobody() -> None:
    posted: list[RawScan] = []
    scanner = EvdevScanner("/dev/input/by-id/none", posted.append, lambda: "an-id")
    scanner.start()
    until = time.monotonic() + 10
    while not scanner.fault and time.monotonic() < until:
        time.sleep(0.01)
    scanner.stop()
    assert scanner.fault.startswith("/dev/input/by-id/none: ")
    assert not scanner.is_alive
    assert posted == []
    assert all(name.startswith("/dev/input/") for name in names())
