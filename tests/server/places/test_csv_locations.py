"""Locations come and go as CSV files."""

from typing import Any

import sqlalchemy as sa

from server.db import reading
from server.places.tables import Location
from server.places.wire import LocationType
from tests.site import Site

PLACES = "/warehouses/{warehouse}/locations"
GOOD = """code,type,zone,aisle,bay,level,position,sequence,check_blue,check_orange
A-01-1,pick_face,PICK,A,1,1,1,1,,
A-02-1,pick_face,PICK,A,2,1,1,2,123,456
DOCK-1,dock,,,,,,3,,
"""


def send(site: Site, file: str, status: int = 200, mode: str = "all") -> dict[str, Any]:
    site.send("POST", "/warehouses/{warehouse}/zones", {"code": "PICK", "name": "Picking"})
    answer = site.send("POST", PLACES + "/csv", file.encode(), params={"mode": mode})
    assert answer.status_code == status, answer.text
    report: dict[str, Any] = answer.json()
    return report


def digits(site: Site) -> dict[str, tuple[str | None, str | None]]:
    with reading(site.engine) as session:
        query = sa.select(Location).where(Location.type != LocationType.VIRTUAL)
        return {row.code: (row.check_blue, row.check_orange) for row in session.scalars(query)}


def test_a_file_makes_a_floor_with_check_digits_and_a_rerun_is_harmless(site: Site) -> None:
    assert send(site, GOOD) == {"created": 3, "updated": 0, "unchanged": 0, "refused": []}
    dealt = digits(site)
    assert dealt["A-02-1"] == ("123", "456")
    assert len({digit for pair in dealt.values() for digit in pair}) == 6
    assert send(site, GOOD)["unchanged"] == 3
    assert digits(site) == dealt


def test_what_goes_out_may_come_in_again(site: Site) -> None:
    send(site, GOOD)
    file = site.send("GET", PLACES + "/csv").text
    assert send(site, file) == {"created": 0, "updated": 0, "unchanged": 3, "refused": []}
    moved = file.replace("DOCK-1,dock,", "DOCK-1,stage,")
    assert send(site, moved)["updated"] == 1
    assert site.get(PLACES + "/DOCK-1")["type"] == "stage"


def test_bad_rows_are_named_and_nothing_is_made(site: Site) -> None:
    bad = (
        GOOD
        + "A-01-1,dock,,,,,,,,\n"  # again
        + "A01-1,dock,,,,,,,,\n"  # the same but for separators
        + "B-1,dock,NONE,,,,,,,\n"
        + "B-2,virtual,,,,,,,,\n"
        + "B-3,dock,,,,,,,12,456\n"
        + "B-4,dock,,,,,,,123,\n"
        + "V-SCRAP,dock,,,,,,,,\n"
    )
    answer = send(site, bad, 422)
    errors = {error["where"]: error["detail"] for error in answer["errors"]}
    assert list(errors) == [f"line {n}" for n in range(5, 12)]
    assert "stands on line 2 already" in errors["line 5"]
    assert "but for separators" in errors["line 6"]
    assert errors["line 7"] == "There is no zone NONE."
    assert "can't be virtual" in errors["line 8"]
    assert errors["line 9"].startswith("check_blue is '12'")
    assert "blue and orange" in errors["line 10"]
    assert "can't be virtual" in errors["line 11"]
    assert digits(site) == {}
    assert send(site, bad, mode="partial")["created"] == 3
