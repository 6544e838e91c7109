"""Parcel numbers: known by shape and check digit where one is wanted, never taken for goods."""

import pytest

from terminal.scan.outcome import Query
from terminal.scan.raw import Source
from terminal.scan.reading import Kind
from terminal.scan.wanted import Alias, Candidate, Wanted
from tests.terminal.scan.reads import read, refused, taken

LABEL = Wanted(Kind.SHIP, also=(Kind.LPN, Kind.SSCC), unseen=True)
ITEM = Wanted(Kind.ITEM)
USPS = "9400111201080805483016"
# Numbers from the carriers' own documents.
NUMBERS = [
    ("1Z999AA10123456784", "1Z999AA10123456784"),
    ("1Z5R89390357567127", "1Z5R89390357567127"),
    (f"]C142012345{USPS}", USPS),
    (f"]C142012345\x1d{USPS}", USPS),
    (f"420123456789{USPS}", USPS),
    (USPS, USPS),
    ("]C01001921334250001000300779017972697", "779017972697"),
    ("]C19622001900000000000000776632517510", "776632517510"),
    ("986578788855", "986578788855"),
    ("041441760228964", "041441760228964"),
    ("RB123456785GB", "RB123456785GB"),
    ("JJD000390001234567890", "JJD000390001234567890"),
    ("1234567891", "1234567891"),
]
CHECKED = [(text, number) for text, number in NUMBERS if not number.startswith("JJD")]


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_a_parcel_label_answers_by_the_carriers_number(text: str, number: str) -> None:
    reading = taken(text, LABEL).reading
    assert (reading.kind, reading.value) == (Kind.SHIP, number)


@pytest.mark.parametrize(("text", "number"), CHECKED)
def test_a_number_with_another_check_digit_is_never_taken(text: str, number: str) -> None:
    # UPU S10 ends in its country: the check digit stands before it.
    at = len(text) - 3 if number.endswith("GB") else len(text) - 1
    for digit in set("0123456789") - {text[at]}:
        outcome = read(text[:at] + digit + text[at + 1 :], LABEL)
        assert not hasattr(outcome, "reading"), outcome


@pytest.mark.parametrize("text", ["1Z999AA10123456784", f"]C142012345{USPS}"])
def test_what_is_surely_a_parcel_is_told_where_goods_are_wanted(text: str) -> None:
    assert refused(text, ITEM).code == "E-KIND"
    lot = Wanted(Kind.LOT, unseen=True, within=Candidate("W"))
    assert refused(text, lot).code == "E-KIND"


@pytest.mark.parametrize("text", ["RB123456785GB", "986578788855", "1234567891"])
def test_what_may_be_anything_is_asked_where_goods_are_wanted(text: str) -> None:
    query = read(text, ITEM)
    assert isinstance(query, Query)
    assert all(reading.kind is not Kind.SHIP for reading in query.readings)


def test_a_trade_item_that_passes_a_carriers_check_is_no_parcel() -> None:
    upc = "612345123681"  # good as UPC-A and as FedEx Express
    assert isinstance(read(upc, LABEL), Query)
    assert taken(upc, LABEL, Source.TYPED).reading.kind is Kind.SHIP
    item = Candidate("W", aliases=(Alias(upc),))
    assert taken(upc, Wanted(Kind.ITEM, also=(Kind.SHIP,), one_of=(item,))).reading.value == "W"


def test_a_logistic_unit_is_a_parcel_where_only_a_parcel_is_wanted() -> None:
    unit = "]C100095011010000000421"
    assert taken(unit, Wanted(Kind.SHIP, unseen=True)).reading.value == unit[3:]
    assert taken(unit, LABEL).reading.kind in {Kind.LPN, Kind.SSCC}
