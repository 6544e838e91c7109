"""Industry and pharmacy envelopes, whole and with what wedges lose of them."""

import pytest

from terminal.scan.reading import Kind
from terminal.scan.wanted import Alias, Candidate, Wanted
from tests.terminal.scan.reads import refused, taken

BOLT = Candidate("BOLT", aliases=(Alias("4711-A"), Alias("03752864")))
ITEM = Wanted(Kind.ITEM, one_of=(BOLT,))
FIELDS = "1P4711-A\x1dQ12\x1d1TB7\x1dS9\x1d14D20261231"
SAID = {
    "item": "BOLT",
    "supplier_part": "4711-A",
    "quantity": "12",
    "lot": "B7",
    "serial": "9",
    "expiry": "2026-12-31",
}
PPN = "110375286414"
"""The example of the PPN specification."""


@pytest.mark.parametrize(
    "text",
    [
        f"[)>\x1e06\x1d{FIELDS}\x1e\x04",
        f"]d1[)>\x1e06\x1d{FIELDS}\x1e\x04",
        f"[)>06\x1d{FIELDS}",
        f"[)>{{RS}}06{{GS}}{FIELDS}{{RS}}{{EOT}}",
    ],
)
def test_an_envelope_says_item_quantity_lot_serial_and_day(text: str) -> None:
    assert taken(text, ITEM).reading.values == SAID


def test_a_pharmacy_number_answers_by_itself_and_by_what_shops_store() -> None:
    text = f"[)>\x1e06\x1d9N{PPN}\x1d1TCH7\x1dD271200\x1dS77\x1e\x04"
    values = taken(text, ITEM).reading.values
    assert (values["item"], values["lot"], values["expiry"]) == ("BOLT", "CH7", "2027-12-31")
    assert refused(text.replace(PPN, "110375286415"), ITEM).code == "E-GS1"


def test_element_strings_travel_in_it_too() -> None:
    item = Candidate("W", aliases=(Alias("9501101530003"),))
    text = "[)>\x1e05\x1d010950110153000310A7\x1e\x04"
    assert taken(text, Wanted(Kind.ITEM, one_of=(item,))).reading.values["lot"] == "A7"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[)>061P4711-AQ12", "E-CTRL"),
        ("[)>06\x1d1P4711-A\x1dQmany", "E-GS1"),
        ("[)>06\x1d1P4711-A\x1d14D20261340", "E-DATE"),
        ("[)>06\x1d1TA\x1d1TB", "E-GS1DUP"),
        ("[)>99\x1dwhatever", "E-GS1"),
    ],
)
def test_what_is_broken_says_how(text: str, code: str) -> None:
    assert refused(text, ITEM).code == code


def test_a_lot_that_came_with_another_part_is_refused() -> None:
    wanted = Wanted(Kind.LOT, unseen=True, within=BOLT)
    assert taken(f"[)>06\x1d{FIELDS}", wanted).reading.value == "B7"
    assert refused("[)>06\x1d1P9999\x1d1TB7", wanted).code == "E-CONFLICT"
