"""Opening stock by CSV: set place by place, harmless to repeat, until the site is live."""

from typing import Any

import pytest
from httpx import Response

from server.identity.wire.site import GoLive
from tests.server.stock.furnished import furnished
from tests.server.stock.hands import Floor
from tests.site import Site

FILE = b"""location,sku,quantity,lot,expires_on,serial,container,received_on
A1,BOLT,40,,,,,2026-10-01
A1,TEA,3,B7,2027-01-31,,,
A2,RADIO,1,,,S1,,
A2,RADIO,1,,,S2,,
A3,BOLT,25,,,,PAL-1,
"""


@pytest.fixture
def floor(site: Site) -> Floor:
    return furnished(site)


def send(floor: Floor, content: bytes, **more: Any) -> Response:
    return floor.site.send("POST", "/warehouses/{warehouse}/stock/csv", content, params=more)


def test_a_file_stands_on_the_shelves_and_a_rerun_is_harmless(floor: Floor) -> None:
    first = send(floor, FILE).json()
    assert (first["created"], first["updated"], first["refused"]) == (3, 0, [])
    assert floor.standing("BOLT", "A1") == (40, 0)
    assert floor.standing("TEA", "A1") == (3, 0)
    assert floor.standing("RADIO", "A2") == (2, 0)
    rows = floor.site.get("/warehouses/MAIN/stock", location="A3")["items"]
    assert [(row["container"], row["on_hand"]) for row in rows] == [("PAL-1", 25)]
    assert floor.site.get("/warehouses/MAIN/stock", location="A1")["items"][0][
        "fifo_at"
    ].startswith("2026-10-01")
    again = send(floor, FILE).json()
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 3)


def test_a_corrected_row_moves_the_difference(floor: Floor) -> None:
    send(floor, FILE)
    told = send(floor, b"location,sku,quantity\nA1,BOLT,38\n").json()
    assert told["updated"] == 1
    assert floor.standing("BOLT", "A1") == (38, 0)
    assert floor.standing("TEA", "A1") == (3, 0)


def test_a_bad_row_is_named_and_nothing_is_taken(floor: Floor) -> None:
    bad = send(floor, FILE + b"A9,BOLT,1,,,,,\nA1,BOLT,1,,,,,\n")
    assert bad.status_code == 422
    assert [error["where"] for error in bad.json()["errors"]] == ["line 7", "line 8"]
    assert floor.standing("BOLT", "A1") == (0, 0)


def test_goods_kept_by_lot_stand_there_with_their_lot(floor: Floor) -> None:
    bad = send(floor, b"location,sku,quantity\nA1,TEA,3\n")
    assert [error["detail"] for error in bad.json()["errors"]] == [
        "TEA is kept by lot: which one is it?"
    ]
    assert floor.standing("TEA", "A1") == (0, 0)


def test_it_comes_out_as_it_went_in(floor: Floor) -> None:
    send(floor, FILE)
    out = floor.site.send("GET", "/warehouses/{warehouse}/stock/csv")
    lines = out.text.splitlines()
    assert lines[0] == "location,sku,quantity,lot,expires_on,container,status"
    assert "A1,TEA,3,B7,2027-01-31,,available" in lines
    assert "A3,BOLT,25,,,PAL-1,available" in lines


def test_a_live_site_is_counted_instead(floor: Floor) -> None:
    floor.site.do(GoLive())
    assert send(floor, FILE).json()["code"] == "site_live"
