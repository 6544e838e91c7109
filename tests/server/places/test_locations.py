"""Locations, zones and their check digits, as whoever sets up a floor meets them."""

from collections import Counter
from typing import Any

import pytest
import sqlalchemy as sa

from server.db import reading
from server.places.check_digits import NEAR, asked
from server.places.find import virtual
from server.places.tables import Location, Warehouse
from server.places.wire import LocationFacts, LocationType, Virtual
from tests.site import Site

PLACES = "/warehouses/{warehouse}/locations"
FACE = {
    "code": "A-03-12-2",
    "type": "pick_face",
    "zone": "PICK",
    "aisle": "A",
    "side": "left",
    "bay": 3,
    "level": 12,
    "position": 2,
    "x_mm": 4000,
    "y_mm": 5600,
    "capacity_quantity": 40,
    "mixing": "one_lot",
    "sequence": 7,
}
AISLES = {
    "type": "pick_face",
    "zone": "PICK",
    "aisles": ["A", "B", "C"],
    "last_bay": 10,
    "last_level": 2,
    "last_position": 2,
}
EDITABLE = set(LocationFacts.__struct_fields__)


@pytest.fixture
def floor(site: Site) -> Site:
    site.post("/warehouses/{warehouse}/zones", {"code": "PICK", "name": "Picking"})
    return site


def edited(place: dict[str, Any], **changes: object) -> dict[str, Any]:
    facts = {key: value for key, value in place.items() if key in EDITABLE}
    return {**facts, "version": place["version"], **changes}


def stored(site: Site) -> list[Location]:
    with reading(site.engine) as session:
        query = sa.select(Location).where(Location.type != LocationType.VIRTUAL)
        return list(session.scalars(query.order_by(Location.sequence, Location.code)))


def test_a_warehouse_is_born_with_its_places_beyond_the_floor(site: Site) -> None:
    with reading(site.engine) as session:
        warehouse = session.scalars(sa.select(Warehouse.id)).one()
        assert len({virtual(session, warehouse, place) for place in Virtual}) == len(Virtual) == 7
    assert site.get(PLACES)["items"] == []


def test_a_location_is_made_and_found_with_or_without_separators(floor: Site) -> None:
    made = floor.post(PLACES, FACE)
    assert {key: made[key] for key in FACE} == FACE
    assert (made["sellable"], made["pickable"], made["lpn"]) == (True, True, "dissolve")
    assert (made["status"], made["version"]) == ("open", 1)
    assert floor.get(PLACES + "/A-03-12-2") == made == floor.get(PLACES + "/A03122")
    assert floor.post(PLACES, FACE, status=409)["code"] == "exists"
    twin = floor.post(PLACES, {**FACE, "code": "A-031-22"}, status=409)
    assert "A-03-12-2" in twin["detail"]


@pytest.mark.parametrize(
    ("kind", "flags"),
    [
        ("dock", (True, False)),
        ("reserve", (True, True)),
        ("floor", (True, True)),
        ("bench", (True, False)),
        ("tote_slot", (True, False)),
        ("quarantine", (False, False)),
        ("returns", (False, False)),
        ("problem", (False, False)),
    ],
)
def test_flags_are_as_usual_for_the_type(site: Site, kind: str, flags: tuple[bool, bool]) -> None:
    made = site.post(PLACES, {"code": "X-1", "type": kind})
    assert (made["sellable"], made["pickable"]) == flags


def test_a_flag_that_is_said_stays(site: Site) -> None:
    made = site.post(PLACES, {"code": "CAGE-1", "type": "reserve", "pickable": False})
    assert (made["sellable"], made["pickable"]) == (True, False)


def test_an_edit_from_an_older_version_is_refused(floor: Site) -> None:
    first = floor.post(PLACES, FACE)
    second = floor.put(PLACES + "/A-03-12-2", edited(first, mixing="one_item", zone=None))
    assert (second["mixing"], second["zone"], second["version"]) == ("one_item", None, 2)
    late = floor.put(PLACES + "/A-03-12-2", edited(first, mixing="any"), status=409)
    assert late["code"] == "stale"
    assert floor.put(PLACES + "/A-03-12-2", edited(second))["version"] == 2


def test_blocking_needs_a_reason_and_opening_none(floor: Site) -> None:
    floor.post(PLACES, FACE)
    block = {"location": "A-03-12-2", "status": "blocked_in"}
    assert floor.post(PLACES + "/block", block, status=422)["code"] == "reason_missing"
    blocked = floor.post(PLACES + "/block", {**block, "reason": "beam bent"})
    assert (blocked["status"], blocked["reason"]) == ("blocked_in", "beam bent")
    opened = floor.post(PLACES + "/block", {"location": "A03122", "status": "open"})
    assert (opened["status"], opened["reason"], opened["version"]) == ("open", "", 3)
    worker = floor.as_key("pick")
    assert worker.post(PLACES + "/block", block, status=403)["code"] == "forbidden"


def test_places_beyond_the_floor_stay_as_they_are(site: Site) -> None:
    for path, body in (
        ("/block", {"location": "V-SCRAP", "status": "locked", "reason": "full"}),
        ("", {"code": "V-MINE", "type": "virtual"}),
    ):
        assert site.post(PLACES + path, body, status=422)["code"] == "virtual_location"
    scrap = site.get(PLACES + "/V-SCRAP")
    edit = edited(scrap, type="reserve")
    assert site.put(PLACES + "/V-SCRAP", edit, status=422)["code"] == "virtual_location"


def test_whole_aisles_are_made_from_a_pattern(floor: Site) -> None:
    made = floor.post(PLACES + "/bulk", AISLES)
    rows = stored(floor)
    assert made["locations"] == [row.code for row in rows]
    assert (len(rows), rows[0].code, rows[-1].code) == (120, "A-01-01-1", "C-10-02-2")
    assert [row.sequence for row in rows] == list(range(1, 121))
    # Up aisle A, down aisle B: bays that face each other stand abreast.
    assert [row.code for row in rows[:5]] == [
        "A-01-01-1",
        "A-01-01-2",
        "A-01-02-1",
        "A-01-02-2",
        "A-02-01-1",
    ]
    assert rows[40].code == "B-09-01-1"
    first, facing, last = rows[0], rows[4], rows[39]
    assert (first.x_mm, first.y_mm, facing.y_mm, last.y_mm) == (0, 0, 0, 11200)
    assert first.side is not facing.side
    again = floor.post(PLACES + "/bulk", AISLES, status=409)
    assert again["code"] == "exists"
    assert len(floor.get(PLACES, zone="PICK", limit=200)["items"]) == 120


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"last_bay": 0}, 422, "too_many"),
        ({"last_bay": 999}, 422, "too_many"),
        ({"zone": "NONE"}, 404, "not_found"),
        ({"pattern": "{aisle}"}, 422, "same_code"),
        ({"pattern": "-{aisle}-{bay}-{level}-{position}"}, 422, "bad_pattern"),
        ({"pattern": "{aisle.__class__}-{bay}"}, 400, "malformed"),
        ({"pattern": "{0}"}, 400, "malformed"),
        ({"aisles": []}, 400, "malformed"),
        ({"aisles": ["a"]}, 400, "malformed"),
    ],
)
def test_a_bad_pattern_makes_nothing(
    floor: Site, changes: dict[str, object], status: int, code: str
) -> None:
    assert floor.post(PLACES + "/bulk", {**AISLES, **changes}, status=status)["code"] == code
    assert stored(floor) == []


def test_check_digits_differ_from_all_that_stand_near(floor: Site) -> None:
    floor.post(PLACES + "/bulk", AISLES)
    floor.post(PLACES, {"code": "DOCK-1", "type": "dock"})
    rows = stored(floor)
    for n, row in enumerate(rows):
        window = rows[max(0, n - NEAR) : n + NEAR + 1]
        digits = Counter(d for other in window for d in (other.check_blue, other.check_orange))
        assert digits[row.check_blue] == digits[row.check_orange] == 1, row.code
    by_place = {(row.aisle, row.bay, row.level, row.position): row for row in rows}
    for (aisle, *place), row in by_place.items():
        if aisle == "A":
            across = by_place[("B", *place)]  # type: ignore[index]
            assert {row.check_blue, row.check_orange}.isdisjoint(
                {across.check_blue, across.check_orange}
            )


def test_rotating_an_aisle_ends_its_old_digits_and_no_others(floor: Site) -> None:
    floor.post(PLACES + "/bulk", AISLES)
    before = {row.code: (row.check_blue, row.check_orange) for row in stored(floor)}
    rotated = floor.post(PLACES + "/check-digits", {"aisle": "B"})["locations"]
    assert len(rotated) == 40
    for row in stored(floor):
        now = {row.check_blue, row.check_orange}
        assert now.isdisjoint(before[row.code]) == (row.aisle == "B")
    assert floor.post(PLACES + "/check-digits", {"aisle": "Z"}, status=404)["code"] == "not_found"


def test_the_colour_of_a_visit_is_either_and_stays_the_same() -> None:
    visits = {f"PL1/{n}": asked(f"PL1/{n}", "417", "902") for n in range(1, 41)}
    assert {colour for colour, _ in visits.values()} == {"blue", "orange"}
    assert all(asked(visit, "417", "902") == told for visit, told in visits.items())
    assert asked("PL1/1", None, None) == ("", "")


def test_check_digits_are_not_told_to_who_asks_about_a_location(floor: Site) -> None:
    floor.post(PLACES, FACE)
    shown = floor.as_key("inquire").get(PLACES + "/A-03-12-2")
    assert not [name for name in shown if "check" in name]


def test_zones_are_named_and_renamed(floor: Site) -> None:
    zones = "/warehouses/{warehouse}/zones"
    assert floor.post(zones, {"code": "PICK", "name": "x"}, status=409)["code"] == "exists"
    renamed = floor.put(zones + "/PICK", {"name": "Pick faces", "version": 1})
    assert renamed == {"code": "PICK", "name": "Pick faces", "version": 2}
    assert floor.put(zones + "/PICK", {"name": "x", "version": 1}, status=409)["code"] == "stale"
    assert floor.get(zones)["items"] == [renamed]


def test_a_location_of_another_warehouse_is_as_absent_as_none(floor: Site) -> None:
    floor.post(PLACES, FACE)
    floor.post("/warehouses", {"code": "NORTH", "name": "North", "time_zone": "Europe/Berlin"})
    floor.get("/warehouses/NORTH/locations/A-03-12-2", status=404)
    floor.post("/warehouses/NORTH/locations", {**FACE, "zone": None})
    elsewhere = floor.as_key("inquire", warehouses=["NORTH"])
    assert elsewhere.get(PLACES + "/A-03-12-2", status=404)["code"] == "not_found"
    assert elsewhere.get("/warehouses/NORTH/locations/A-03-12-2")["zone"] is None
