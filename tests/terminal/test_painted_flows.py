"""The painted terminal at the work inside the house, against a served site: counts, LPNs, holds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from labels.codes import Kind, house_code
from terminal import settings
from tests.terminal.floor import GTINS, Person, Served
from tests.terminal.test_painted import STAGE, Painted

A05, A06 = (house_code(Kind.LOCATION, code) for code in ("A05", "A06"))


@pytest.fixture(scope="module")
def live(floor: Served) -> Served:
    floor.put("BOLT", "A-05", 10)
    floor.put("NUT", "A-06", 8)
    floor.put("NUT", "STAGE-1", 8)
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


def test_lpns_are_put_on_one_and_a_carried_one_is_taken_back(live: Served, tty: Painted) -> None:
    take = {"count": 2, "of": "pallet"}
    one, other = live.post("/warehouses/{warehouse}/containers/take", take)["containers"]
    tty.type("6").wait("SCAN LPN OR LOCATION")
    tty.scan(STAGE).wait("SCAN ITEM")
    tty.scan(GTINS["NUT"]).wait("QTY ALL?")
    tty.settled()
    tty.type("1").wait("SCAN TO")
    tty.scan(one).wait("SCAN ANYTHING")
    tty.type("6").wait("SCAN LPN OR LOCATION")
    tty.key("f2").wait("ALL INTO ONE LPN")
    tty.type("1").wait("SCAN LPN TO FILL")
    tty.scan(other).wait("EMPTY WHICH?")
    tty.scan(one).wait("╺┓")
    rows = live.get("/warehouses/{warehouse}/stock", container=other)["items"]
    assert [(row["on_hand"], row["location"]) for row in rows] == [(1, "STAGE-1")]
    tty.settled()
    tty.key("f4").wait("UNDO empty")
    tty.key("enter").wait("undone")
    rows = live.get("/warehouses/{warehouse}/stock", container=one)["items"]
    assert [row["on_hand"] for row in rows] == [1]
    tty.settled()
    tty.key("escape").wait("SCAN ANYTHING")


def test_a_place_is_held_and_released(live: Served, tmp_path: Path) -> None:
    settings.save(tmp_path, live.device("DHOLD"))
    sue = live.person("SUE", "supervisor")
    tty = Painted(tmp_path)
    tty.sign_in(sue)
    for digit, word, held in (("8", "on hold", ["quality"]), ("9", "is free", [])):
        tty.type("9").wait("ADJUST STOCK")
        tty.type("7").wait("SCAN LOCATION OR LPN")
        tty.scan(A06).wait("SCAN ITEM")
        tty.scan(GTINS["NUT"]).wait("WHAT IS TRUE?")
        tty.type(digit).wait("OF WHAT?")
        tty.type("1").settled()
        if held:
            tty.wait("WHY ON HOLD?")
            tty.type("1").wait("NOTE?")
            tty.key("enter")
        tty.wait(word)
        rows = live.get("/warehouses/{warehouse}/stock", location="A-06")["items"]
        assert {tuple(row["held"]) for row in rows} == {tuple(held)}
        tty.settled()
    tty.kill()


def test_a_return_that_is_scanned_at_home_is_opened_by_it(live: Served, tty: Painted) -> None:
    [lpn] = live.post("/warehouses/{warehouse}/containers/take", {"count": 1})["containers"]
    number = live.post("/warehouses/{warehouse}/returns", {"reference": "RMA 77"})["return_number"]
    tty.scan(house_code(Kind.RETURN, number)).wait(f"RETURN {number}")
    tty.scan(GTINS["NUT"]).wait("CONDITION?")
    tty.type("2").wait("WHAT BECOMES OF IT?")
    tty.settled()
    tty.key("enter").wait("SCAN PLACE OR LPN")
    tty.scan(lpn).wait("WHERE IS THE LPN?")
    tty.scan(house_code(Kind.LOCATION, "RET1")).wait("SCAN ITEM, F8 DONE")
    tty.settled()
    tty.key("f8").wait("SCAN ANYTHING")
    [row] = live.get("/warehouses/{warehouse}/stock", container=lpn)["items"]
    told = (row["sku"], row["on_hand"], row["location"], row["status"])
    assert told == ("NUT", 1, "RET-1", "returned")
    [booked] = live.get("/warehouses/{warehouse}/returns", state="closed")["items"]
    assert (booked["return_number"], booked["reference"]) == (number, "RMA 77")
