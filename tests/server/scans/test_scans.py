"""Scans and inquiry: any code says what it is and what is known of it, in the right building."""

from typing import Any

import pytest

from labels.codes import Kind, house_code
from server.counting.wire.counts import OpenCount
from server.places.wire import LocationType
from server.printing.wire import PrintLabel
from server.stock.wire import HoldReason, MoveContainer, SetHold
from tests.server.stock.furnished import a_lot, furnished, pallet, promise, serials
from tests.server.stock.hands import Floor
from tests.site import Site

GTIN = "09501101530003"


@pytest.fixture
def floor(site: Site) -> Floor:
    floor = furnished(site, BENCH={"type": LocationType.BENCH})
    site.post("/items/BOLT/barcodes", {"text": GTIN, "type": "gtin"})
    return floor


def scan(floor: Floor, text: str, **more: Any) -> list[tuple[str, str]]:
    found = floor.site.get("/warehouses/MAIN/scans", text=text, **more)
    return [(one["kind"], one["code"]) for one in found["candidates"]]


def ask(floor: Floor, code: str, **more: Any) -> tuple[str, list[str]]:
    told = floor.site.get("/warehouses/MAIN/inquiry", code=code, **more)
    return told["verdict"], told["lines"]


def test_what_is_printed_here_is_read_back(floor: Floor) -> None:
    code = pallet(floor, "BOLT", "A1", 8)
    assert scan(floor, house_code(Kind.LOCATION, "A1")) == [("LOCATION", "A1")]
    assert scan(floor, code) == [("LPN", code)]
    tote = house_code(Kind.TOTE, "000017")
    assert scan(floor, tote) == [("TOTE", tote)]
    assert scan(floor, house_code(Kind.ORDER, "SO1")) == [("ORDER", "SO1")]


def test_a_misread_is_said_to_be_one(floor: Floor) -> None:
    good = house_code(Kind.LOCATION, "A1")
    wrong = good[:-1] + ("B" if good[-1] == "A" else "A")
    found = floor.site.get("/warehouses/MAIN/scans", text=wrong)
    assert found["candidates"] == []
    assert found["understood"] == "a location code with a wrong check character: scan again"


def test_a_gtin_however_it_is_written(floor: Floor) -> None:
    for text in (GTIN, GTIN[1:], f"]C101{GTIN}", f"(01){GTIN}"):
        assert scan(floor, text) == [("ITEM", "BOLT")]


def test_one_gs1_scan_says_lot_and_expiry_too(floor: Floor) -> None:
    found = floor.site.get("/warehouses/MAIN/scans", text=f"]C101{GTIN}1727010110B7\x1d371")
    [one] = found["candidates"]
    assert one["evidence"] == "aim"
    assert one["values"] == {"item": "BOLT", "lot": "B7", "expiry": "2027-01-01", "quantity": "1"}


def test_lots_and_serials_are_looked_for_within_the_item(floor: Floor) -> None:
    a_lot(floor, "77")
    serials(floor, "A1", "77")
    assert scan(floor, "77") == [("LOT", "77"), ("SERIAL", "77")]
    assert scan(floor, "77", sku="TEA") == [("LOT", "77")]


def test_another_building_is_not_there(floor: Floor) -> None:
    floor.site.post("/warehouses", {"code": "WEST", "name": "West"})
    code = pallet(floor, "BOLT", "A1", 8)
    there = floor.site.get("/warehouses/WEST/scans", text=code)
    assert there["candidates"] == []


def test_a_place_says_what_stands_there_and_for_whom(floor: Floor) -> None:
    floor.put("BOLT", "A1", 10)
    promise(floor, "BOLT", "A1", 4)
    told = ["10 BOLT", "Reserved of it: 4.", "It was never counted."]
    assert ask(floor, "A1") == ("A1 holds 1 item, 10 pieces.", told)
    assert ask(floor, "A2") == ("A2 is empty.", told[2:])


def test_an_item_says_where_it_is_and_how_much_is_free(floor: Floor) -> None:
    floor.put("BOLT", "A1", 10)
    floor.put("BOLT", "A2", 5)
    promise(floor, "BOLT", "A1", 4)
    verdict, lines = ask(floor, GTIN)
    assert verdict == "BOLT Bolt: there are 15, and 11 free."
    assert lines[:3] == ["A1 10", "Reserved of it: 4.", "A2 5"]


def test_a_held_lot_says_so(floor: Floor) -> None:
    floor.put("TEA", "A1", 3, a_lot(floor, "B7"))
    floor.site.do(SetHold(sku="TEA", lot="B7", reason=HoldReason.RECALL, note="glass"))
    verdict, lines = ask(floor, "B7")
    assert verdict == "TEA B7: there are 3, and 0 free."
    held = ["It is on hold, recall: glass.", "A1 3 B7", "It is on hold: recall."]
    assert [line for line in lines if "expires" not in line][:3] == held


def test_serials_pallets_and_orders(floor: Floor) -> None:
    serials(floor, "A1", "S1")
    code = pallet(floor, "BOLT", "A2", 8)
    promise(floor, "BOLT", "A2", 8)
    assert ask(floor, "S1")[0] == "The piece RADIO S1 is in A1."
    verdict, lines = ask(floor, code)
    assert (verdict, lines[0]) == (f"{code} holds 1 item, 8 pieces.", "pallet, in A2, open.")
    verdict, lines = ask(floor, "SO1")
    assert verdict == "Order SO1 is new, to ship by 2026-12-01 01:00."
    assert lines[0] == "1: 0 shipped, 0 packed, 0 picked of 100 BOLT."
    assert lines[-1] == f"SO1/1: 8 in A2 {code}."


def test_who_moved_it_is_told_of_places_pallets_and_items(floor: Floor) -> None:
    code = pallet(floor, "BOLT", "A1", 8)
    floor.site.do(MoveContainer(container=code, target="A2"))
    floor.put("BOLT", "A1", 3)
    for asked, count in ((code, 2), ("A2", 1), ("BOLT", 3)):
        verdict, lines = ask(floor, asked, history=True)
        assert verdict == f"{asked} was moved by these."
        assert len(lines) == count, lines
    _, lines = ask(floor, code)
    assert "8 A1 -> A2" in lines[-2]


def test_items_are_found_by_words_and_labels_are_told(floor: Floor) -> None:
    told = floor.site.get("/warehouses/MAIN/inquiry", code="bol")
    assert [(one["kind"], one["code"]) for one in told["candidates"]] == [("ITEM", "BOLT")]
    assert floor.site.get("/warehouses/MAIN/inquiry", code="bo")["candidates"] == []
    label = floor.site.get("/warehouses/MAIN/inquiry", code="BOLT")["label"]
    assert label == {"design": "item", "facts": {"sku": "BOLT", "name": "Bolt", "gtin": GTIN}}
    floor.site.do(PrintLabel(**label))


def test_whoever_counts_is_told_no_quantity(floor: Floor) -> None:
    floor.put("BOLT", "A1", 7319)
    anna = floor.site.person("worker")
    anna.do(OpenCount(location="A1"))
    told = [anna.get("/warehouses/MAIN/inquiry", code=code) for code in ("A1", "BOLT")]
    assert "7319" not in str(told)
    assert told[0]["verdict"] == "A1: you are counting it."
    assert ask(floor, "A1")[0] == "A1 holds 1 item, 7319 pieces."


def test_nothing_known_says_how_it_was_read(floor: Floor) -> None:
    assert ask(floor, "whatever")[0] == "Nothing known by that: plain text."
    assert ask(floor, "]C1019501101530009")[0].startswith("Nothing known by that: GS1, broken")


def test_a_code_with_two_meanings_asks_which(floor: Floor) -> None:
    a_lot(floor, "A1")
    verdict, _ = ask(floor, "A1")
    assert verdict == "Which one is meant?"
    assert ask(floor, "A1", kind="LOCATION")[0] == "A1 is empty."
