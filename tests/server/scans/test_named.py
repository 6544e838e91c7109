"""What others have numbered, and fixed equipment: found in the right building, by who may ask."""

from typing import Any

import pytest

from labels.codes import Kind, house_code
from labels.gs1 import make_sscc
from tests.server.shipping.desk import Desk, piece, stocked
from tests.site import Site

SCANS = "/warehouses/{warehouse}/scans"
HIBC = "+A123BJC5D6E71G"
UNIT = make_sscc("9501101", 42)


@pytest.fixture
def desk(site: Site) -> Desk:
    return stocked(site)


def scan(site: Site, text: str, **more: Any) -> list[tuple[str, str]]:
    found = site.get(SCANS, text=text, **more)
    return [(one["kind"], one["code"]) for one in found["candidates"]]


def bought(site: Site, number: str, part: str, sku: str = "BOLT") -> None:
    line = {"number": 1, "sku": sku, "quantity": 5, "supplier_part": part}
    body = {"number": number, "supplier": "ACME", "lines": [line]}
    site.post("/warehouses/{warehouse}/purchase-orders", body)


def test_a_carton_answers_by_its_parcel_number(desk: Desk) -> None:
    order = desk.picked("WEB-1", ("BOLT", 3))
    code = desk.close(order, piece(1, 3), tracking="1Z999AA10123456784")["carton"]
    found = desk.site.get(SCANS, text="1z999aa10123456784")["candidates"]
    assert [(one["kind"], one["code"]) for one in found] == [("TRACKING", "1Z999AA10123456784")]
    assert found[0]["values"] == {"lpn": code}
    # A label with routing in front is read at the terminal, which sends the number along.
    long = "]C1420123451Z999AA10123456784"
    assert scan(desk.site, long) == []
    assert scan(desk.site, long, codes=["1Z999AA10123456784"]) == [
        ("TRACKING", "1Z999AA10123456784")
    ]


@pytest.mark.parametrize("stored", [UNIT, f"00{UNIT}"])
def test_a_parcel_that_is_numbered_like_a_logistic_unit(desk: Desk, stored: str) -> None:
    order = desk.picked("WEB-1", ("BOLT", 3))
    desk.close(order, piece(1, 3), tracking=stored)
    for text in (f"]C100{UNIT}", f"00{UNIT}", UNIT):
        assert scan(desk.site, text) == [("TRACKING", stored)]


def test_a_return_answers_by_its_label_and_its_number(desk: Desk) -> None:
    body = {"reference": ""}
    number = desk.site.post("/warehouses/{warehouse}/returns", body)["return_number"]
    for text in (house_code(Kind.RETURN, number), number):
        assert scan(desk.site, text) == [("RMA", number)]


def test_a_suppliers_part_is_known_while_it_is_expected(desk: Desk) -> None:
    desk.site.post("/suppliers", {"code": "ACME", "name": "Acme"})
    bought(desk.site, "PO-7", "AC 4711")
    assert scan(desk.site, "ac 4711") == [("ITEM", "BOLT")]
    bought(desk.site, "PO-8", "AC 4711", sku="NUT")
    assert scan(desk.site, "AC 4711") == [("ITEM", "BOLT"), ("ITEM", "NUT")]
    envelope = "[)>\x1e06\x1d1PAC 4711\x1dQ5\x1e\x04"
    assert scan(desk.site, envelope) == []
    assert scan(desk.site, envelope, codes=["AC 4711"]) == [("ITEM", "BOLT"), ("ITEM", "NUT")]
    assert scan(desk.site, "[)>06", codes=["bolt"]) == [("ITEM", "BOLT")]


def test_doors_printers_and_stations_answer_by_their_labels(desk: Desk) -> None:
    desk.place_at("DOOR-1", "door")
    printer = {"code": "ZD-1", "name": "Zebra", "address": "folder:/tmp/out", "language": "zpl"}
    desk.site.post("/warehouses/{warehouse}/printers", printer | {"station": "PACK-1"})
    for kind, code, shown in (
        (Kind.DOOR, "DOOR-1", "DOOR"),
        (Kind.PRINTER, "ZD-1", "PRINTER"),
        (Kind.STATION, "PACK-1", "STATION"),
        (Kind.STATION, "BENCH", "STATION"),
    ):
        assert scan(desk.site, house_code(kind, code)) == [(shown, code)]
    assert scan(desk.site, house_code(Kind.DOOR, "BENCH")) == []
    assert scan(desk.site, house_code(Kind.PRINTER, "ZD-2")) == []


def test_what_is_wanted_comes_alone_where_there_is_some_of_it(desk: Desk) -> None:
    desk.site.post("/items/BOLT/barcodes", {"text": "A-1", "type": "alias"})
    assert scan(desk.site, "A-1") == [("ITEM", "BOLT"), ("LOCATION", "A-1")]
    assert scan(desk.site, "A-1", kinds=["LOCATION"]) == [("LOCATION", "A-1")]
    assert scan(desk.site, "A-1", kinds=["ORDER", "LPN"]) == [
        ("ITEM", "BOLT"),
        ("LOCATION", "A-1"),
    ]


def test_too_many_are_said_to_be(desk: Desk) -> None:
    for n in range(7):
        desk.site.post("/items", {"sku": f"T{n}", "name": "Same"})
        desk.site.post(f"/items/T{n}/barcodes", {"text": "SAME", "type": "alias"})
    found = desk.site.get(SCANS, text="SAME")
    assert (len(found["candidates"]), found["more"]) == (6, True)


def test_a_medical_label_is_known_by_the_code_read_out_of_it(desk: Desk) -> None:
    desk.site.post("/items/BOLT/barcodes", {"text": HIBC, "type": "alias"})
    assert scan(desk.site, HIBC) == [("ITEM", "BOLT")]
    whole = "+A123BJC5D6E71/$LOT7Q"
    assert scan(desk.site, whole, codes=["A123BJC5D6E71", HIBC]) == [("ITEM", "BOLT")]


def test_a_scanned_code_is_an_identifier_never_a_right(desk: Desk) -> None:
    site = desk.site
    order = desk.picked("WEB-1", ("BOLT", 3))
    desk.close(order, piece(1, 3), tracking="JJD1")
    site.post("/warehouses", {"code": "WEST", "name": "West"})
    number = site.post("/warehouses/{warehouse}/returns", {"reference": ""})["return_number"]
    for text in ("JJD1", number, house_code(Kind.STATION, "BENCH")):
        assert len(scan(site, text)) == 1
        there = site.get("/warehouses/WEST/scans", text=text, codes=[text])
        assert there["candidates"] == []
    stranger = site.as_key("inquire", warehouses=("WEST",))
    assert stranger.get("/warehouses/MAIN/scans", text="JJD1", status=404)["code"] == "not_found"
    without = site.as_key("receive")
    assert without.get(SCANS, text="JJD1", status=403)["code"] == "forbidden"
