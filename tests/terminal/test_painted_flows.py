"""The painted terminal at the work inside the house, against a served site: a count by two."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from labels.codes import Kind, house_code
from terminal import settings
from tests.terminal.floor import GTINS, Person, Served
from tests.terminal.test_painted import Painted

A05, A06 = (house_code(Kind.LOCATION, code) for code in ("A05", "A06"))


@pytest.fixture(scope="module")
def live(floor: Served) -> Served:
    floor.put("BOLT", "A-05", 10)
    floor.put("NUT", "A-06", 8)
    floor.post("/site/live", {})
    return floor


@pytest.fixture
def anna(live: Served, tmp_path: Path) -> Person:
    settings.save(tmp_path, live.device(f"D{tmp_path.name[-8:]}".upper().replace("_", "-")))
    return live.person(f"A{tmp_path.name[-8:]}".upper().replace("_", "-"))


@pytest.fixture
def tty(anna: Person, tmp_path: Path) -> Iterator[Painted]:
    painted = Painted(tmp_path)
    painted.sign_in(anna)
    yield painted
    painted.kill()


def standing(site: Served, sku: str) -> dict[str, int]:
    return {place: quantity for one, place, quantity in site.stock() if one == sku}


def test_a_place_that_differs_is_counted_twice_and_then_by_another(
    live: Served, tty: Painted
) -> None:
    live.post("/warehouses/{warehouse}/counts", {"location": "A-05"})
    ben = live.person("BEN")
    tty.type("5").wait("SCAN LOCATION")
    tty.scan(A05).wait("SCAN ITEM OR LPN")
    tty.key("f9").wait("LEAVE THE COUNT?")
    tty.key("f9").wait("is left to count")
    tty.type("5").wait("SCAN LOCATION")
    tty.scan(A05).wait("SCAN ITEM OR LPN")
    for quantity in ("4", "6"):
        tty.scan(GTINS["BOLT"]).wait("HOW MANY?")
        tty.type(quantity).wait("F8 NO MORE")
        tty.settled()
        tty.key("f8")
        if quantity == "4":
            tty.wait("COUNT AGAIN A-05")
            tty.settled()
            tty.scan(A05).wait("SCAN ITEM OR LPN")
    tty.wait("another counts again")
    assert standing(live, "BOLT") == {"A-05": 10}
    tty.settled()
    tty.scan(ben.badge).wait("PIN")
    tty.type(ben.pin).wait("SCAN ANYTHING")
    tty.type("5").wait("SCAN LOCATION")
    tty.scan(A05).wait("SCAN ITEM OR LPN")
    tty.scan(GTINS["BOLT"]).wait("HOW MANY?")
    tty.type("6").wait("F8 NO MORE")
    tty.settled()
    tty.key("f8").wait("A-05 is counted.")
    assert standing(live, "BOLT") == {"A-05": 6}
