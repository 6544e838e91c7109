"""A location's rules change under its goods: they stay, and whoever supervises is told."""

import pytest

from tests.server.stock.furnished import a_lot, furnished
from tests.server.stock.hands import Floor
from tests.site import Site

PLACES = "/warehouses/{warehouse}/locations"


@pytest.fixture
def floor(site: Site) -> Floor:
    floor = furnished(site)
    floor.put("BOLT", "A1", 10)
    return floor


def edit(floor: Floor, **rules: object) -> None:
    place = floor.site.get(PLACES + "/A1")
    shown_only = {"code", "status", "reason", "check_blue", "check_orange"}
    body = {name: value for name, value in place.items() if name not in shown_only}
    floor.site.put(PLACES + "/A1", body | rules)


def told(floor: Floor) -> list[str]:
    found = floor.site.get("/warehouses/{warehouse}/exceptions", kind="excess")["items"]
    return [row["sentence"] for row in found]


def test_a_capacity_below_what_stands_there_is_told_once(floor: Floor) -> None:
    edit(floor, capacity_quantity=12)
    assert told(floor) == []
    edit(floor, capacity_quantity=9)
    edit(floor, capacity_quantity=8)
    assert told(floor) == ["Location A1 would hold 10 of BOLT, its most is 9."]
    assert floor.standing("BOLT", "A1") == (10, 0)


def test_a_file_of_locations_tells_of_those_that_it_changed(floor: Floor) -> None:
    floor.put("TEA", "A2", 3, a_lot(floor, "B7"))
    file = "code,type,mixing,capacity_quantity\nA1,pick_face,any,4\nA2,pick_face,any,4\n"
    answer = floor.site.send("POST", PLACES + "/csv", file.encode(), params={"mode": "all"})
    assert answer.json()["updated"] == 2
    assert told(floor) == ["Location A1 would hold 10 of BOLT, its most is 4."]
