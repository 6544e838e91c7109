"""Medical labels: one symbol or two, every date form, and never the wrong one."""

import pytest

from terminal.scan.hibc import ALPHABET, check_character
from terminal.scan.outcome import Accept
from terminal.scan.reading import Kind
from terminal.scan.wanted import Alias, Candidate, Wanted
from tests.terminal.scan.reads import read, refused, taken

BARE = "+A123BJC5D6E71"
PRIMARY = BARE + "G"
"""The example of the standard."""
STENT = Candidate("STENT-3", aliases=(Alias(PRIMARY),))
ITEM = Wanted(Kind.ITEM, one_of=(STENT,))
LOT = Wanted(Kind.LOT, unseen=True, within=STENT)


def signed(body: str) -> str:
    return body + check_character(body)


@pytest.mark.parametrize("known_by", [PRIMARY, "A123BJC5D6E71"])
def test_an_item_answers_by_its_primary_code(known_by: str) -> None:
    candidate = Candidate("STENT-3", aliases=(Alias(known_by),))
    assert taken(PRIMARY, Wanted(Kind.ITEM, one_of=(candidate,))).reading.value == "STENT-3"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("$LOT7", {"lot": "LOT7"}),
        ("$+S99", {"serial": "S99"}),
        ("$$0927XY", {"expiry": "2027-09-30", "lot": "XY"}),
        ("$$2123126XY", {"expiry": "2026-12-31", "lot": "XY"}),
        ("$$3261231XY", {"expiry": "2026-12-31", "lot": "XY"}),
        ("$$426123123XY", {"expiry": "2026-12-31", "lot": "XY"}),
        ("$$526045XY", {"expiry": "2026-02-14", "lot": "XY"}),
        ("$$62604512XY", {"expiry": "2026-02-14", "lot": "XY"}),
        ("$$7XY", {"lot": "XY"}),
        ("$$+7S1", {"serial": "S1"}),
        ("$$824" + "0927XY", {"quantity": "24", "expiry": "2027-09-30", "lot": "XY"}),
        ("$$900500" + "3261231XY", {"quantity": "500", "expiry": "2026-12-31", "lot": "XY"}),
        ("26045XY", {"expiry": "2026-02-14", "lot": "XY"}),
        ("$LOT7/S42/16D20260102", {"lot": "LOT7", "serial": "42", "production": "2026-01-02"}),
    ],
)
def test_one_symbol_says_item_and_the_rest(data: str, said: dict[str, str]) -> None:
    values = taken(signed(f"{BARE}/{data}"), ITEM).reading.values
    assert values == {"item": "STENT-3", "part": PRIMARY, **said}


def test_a_second_symbol_is_tied_to_its_first() -> None:
    assert taken(signed("+$LOT7G"), LOT).reading.value == "LOT7"
    assert refused(signed("+$LOT7H"), LOT).code == "E-CONFLICT"
    assert refused(signed("+$LOT7G"), ITEM).code == "E-HALF"


def test_a_lot_that_is_printed_with_another_item_is_refused() -> None:
    other = signed("+B999OTHER1/$LOT7")
    assert refused(other, LOT).code == "E-CONFLICT"
    assert refused(other, ITEM).code == "E-WRONG"


def test_no_changed_character_is_accepted() -> None:
    symbol = signed(f"{BARE}/$$3261231LOT7")
    for at in range(1, len(symbol)):
        for character in ALPHABET.replace(symbol[at], ""):
            changed = symbol[:at] + character + symbol[at + 1 :]
            assert refused(changed, LOT).code in {"E-CHECK", "E-LAYOUT"}, changed
            assert not isinstance(read(changed, ITEM), Accept), changed


def test_a_blank_as_check_character_counts() -> None:
    lot = next(f"L{n}" for n in range(99) if check_character(f"{BARE}/$L{n}") == " ")
    body = f"{BARE}/${lot}"
    assert taken(f"{body} \r", LOT).reading.value == lot
    assert refused(body, LOT).code == "E-CHECK"


@pytest.mark.parametrize(
    ("data", "code"), [("$$1327X", "E-DATE"), ("$$526400X", "E-DATE"), ("XX", "E-GS1")]
)
def test_what_is_no_field_is_told(data: str, code: str) -> None:
    assert refused(signed(f"{BARE}/{data}"), ITEM).code == code


def test_the_start_of_a_wrong_keyboard_country_may_be_a_labeller() -> None:
    assert refused("+C0LOA03122K", ITEM).code == "E-LAYOUT"
    c0 = signed("+C0A1PROBE1")
    device = Candidate("PROBE", aliases=(Alias(c0),))
    assert taken(c0, Wanted(Kind.ITEM, one_of=(device,))).reading.value == "PROBE"
