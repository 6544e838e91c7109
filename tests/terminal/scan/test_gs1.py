"""Element strings as attributes: days, measures, places, shipments, what comes with what."""

import pytest

from labels.gs1 import element_string
from terminal.scan.reading import Kind
from terminal.scan.wanted import Alias, Candidate, Wanted
from tests.terminal.scan.reads import refused, taken

GTIN, MEAT = "09501101530003", "99501101530006"
W = Candidate("W", aliases=(Alias(GTIN),))
BEEF = Candidate("BEEF", aliases=(Alias(MEAT),))
ITEM = Wanted(Kind.ITEM, one_of=(W, BEEF))


def symbol(*fields: tuple[str, str]) -> str:
    return "]C1" + element_string(fields).text


@pytest.mark.parametrize(
    ("field", "attribute", "value"),
    [
        (("11", "260102"), "production", "2026-01-02"),
        (("12", "260102"), "due", "2026-01-02"),
        (("13", "260102"), "packed", "2026-01-02"),
        (("15", "260200"), "best_before", "2026-02-28"),
        (("16", "260102"), "sell_by", "2026-01-02"),
        (("17", "260200"), "expiry", "2026-02-28"),
        (("7003", "2601021530"), "expiry", "2026-01-02"),
        (("8008", "260102153000"), "production", "2026-01-02"),
        (("20", "07"), "variant", "07"),
        (("240", "AB-1"), "additional_part", "AB-1"),
        (("241", "CU-1"), "customer_part", "CU-1"),
        (("250", "S2"), "second_serial", "S2"),
        (("30", "12"), "quantity", "12"),
        (("3103", "001250"), "weight_grams", "1250"),
        (("3200", "000002"), "weight_grams", "907"),
        (("3302", "000250"), "gross_grams", "2500"),
        (("3112", "000150"), "length_mm", "1500"),
        (("3123", "000150"), "width_mm", "150"),
        (("3131", "000015"), "height_mm", "1500"),
        (("3142", "000150"), "area_mm2", "1500000"),
        (("3152", "000150"), "volume_ml", "1500"),
        (("3163", "000002"), "volume_ml", "2000"),
        (("403", "123+ABC"), "routing", "123+ABC"),
        (("410", "9501101530003"), "ship_to", "9501101530003"),
        (("412", "9501101530003"), "purchased_from", "9501101530003"),
        (("420", "10115"), "postal_code", "10115"),
        (("422", "276"), "origin", "276"),
        (("91", "X7"), "company_91", "X7"),
    ],
)
def test_a_field_becomes_an_attribute(field: tuple[str, str], attribute: str, value: str) -> None:
    assert taken(symbol(("01", GTIN), field), ITEM).reading.values[attribute] == value


def test_best_before_and_expiry_both_stand() -> None:
    values = taken(symbol(("01", GTIN), ("15", "260131"), ("17", "260228")), ITEM).reading.values
    assert (values["best_before"], values["expiry"]) == ("2026-01-31", "2026-02-28")
    assert taken(symbol(("01", GTIN), ("15", "260131")), ITEM).reading.values["expiry"] == (
        "2026-01-31"
    )


def test_a_consignment_and_a_place_are_nouns() -> None:
    parcel = Wanted(Kind.SHIP, unseen=True)
    assert taken(symbol(("401", "CON-7")), parcel).reading.value == "CON-7"
    place = Wanted(Kind.LOC, unseen=True)
    text = symbol(("414", "9501101530003"), ("254", "-7"))
    assert taken(text, place).reading.value == "9501101530003-7"


def test_a_trade_item_of_variable_measure_says_how_much_it_is() -> None:
    assert taken(symbol(("01", MEAT), ("3103", "001250")), ITEM).reading.value == "BEEF"
    assert taken(symbol(("01", MEAT), ("30", "3")), ITEM).reading.value == "BEEF"
    wrong = refused(symbol(("01", MEAT)), ITEM)
    assert (wrong.code, wrong.arguments["ai"]) == ("E-GS1", "01")


def test_goods_past_their_day_or_off_their_weight_are_refused_before_anything_is_stored() -> None:
    wanted = Wanted(Kind.ITEM, one_of=(W,), until="2026-06-01", grams=(1200, 1300))
    good = symbol(("01", GTIN), ("17", "260601"), ("3103", "001250"))
    assert taken(good, wanted).reading.value == "W"
    assert refused(symbol(("01", GTIN), ("17", "260531")), wanted).code == "E-EXP"
    assert refused(symbol(("01", GTIN), ("3103", "001199")), wanted).code == "E-WT"
