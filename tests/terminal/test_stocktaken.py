"""A stocktake at a served site: begun at the board, counted by two, posted at the end."""

from pathlib import Path

import pytest

from labels.codes import Kind, house_code
from tests.terminal.floor import GTINS, Person, Served
from tests.terminal.hands import Hands

PLACES = ("S-01", "S-02")


@pytest.fixture(scope="module")
def live(floor: Served) -> Served:
    """Two places are hall A, with ten bolts each; the site is live."""
    floor.post("/warehouses/{warehouse}/zones", {"code": "HALL-A", "name": "Hall A"})
    for place in PLACES:
        body = {"code": place, "type": "pick_face", "zone": "HALL-A"}
        floor.post("/warehouses/{warehouse}/locations", body)
        floor.put("BOLT", place, 10)
    floor.post("/site/live", {})
    return floor


def signed_in(floor: Served, folder: Path, person: Person) -> Hands:
    folder.mkdir()
    return Hands(folder, floor.device(f"D-{person.code}")).sign_in(person)


def counted(hands: Hands, place: str, quantity: str) -> str:
    """The next place, so many bolts; answers the title while it was counted."""
    hands.say("key:enter")
    assert hands.view.target == place
    hands.say(house_code(Kind.LOCATION, place.replace("-", "")))
    title = hands.view.title
    hands.say(GTINS["BOLT"], f"type:{quantity}", "key:f8")
    return title


def test_a_zone_is_counted_by_two_and_posted(live: Served, tmp_path: Path) -> None:
    sue = signed_in(live, tmp_path / "sue", live.person("SUE", "supervisor"))
    sue.say("type:9", "type:9", "type:1", "type:HALL-A")
    anna = signed_in(live, tmp_path / "anna", live.person("ANNA"))
    assert counted(anna, "S-01", "10").endswith("0/2")
    assert counted(anna, "S-02", "3").endswith("1/2")
    sue.say("key:escape", "type:9", "type:9", "type:1")
    assert sue.view.what == ("1 to count", "1 of them again", "0 for a supervisor", "1 counted")
    sue.say("type:1")
    assert sue.band.lines == (
        "Not counted yet in zone HALL-A: S-02. Count them, or leave the rest as it is.",
    )
    ben = signed_in(live, tmp_path / "ben", live.person("BEN"))
    counted(ben, "S-02", "3")
    assert live.stock(sku="BOLT") == [("BOLT", "S-01", 10), ("BOLT", "S-02", 10)]
    sue.say("type:1")
    assert live.stock(sku="BOLT") == [("BOLT", "S-01", 10), ("BOLT", "S-02", 3)]
    for one in (sue, anna, ben):
        one.die()
