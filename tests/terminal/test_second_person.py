"""A second person signs at the worker's own screen, against a served site that is live."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from labels.codes import Kind, house_code
from server.clock import utc_now
from terminal import settings
from tests.terminal.floor import GTINS, Served
from tests.terminal.test_painted import Painted

BERLIN = ZoneInfo("Europe/Berlin")
A02 = house_code(Kind.LOCATION, "A02")


@pytest.fixture(scope="module")
def live(floor: Served) -> Served:
    """Above 20 pieces in one act nobody is alone, nobody ever approves their own."""
    floor.put("BOLT", "A-02", 200)
    floor.post("/site/live", {})
    rules(floor, "always")
    return floor


def rules(floor: Served, second_person: str) -> None:
    version = floor.get("/site/policy")["version"]
    body = {"rules": {"second_person": second_person}, "version": version}
    floor.post("/site/policy", body, method="PUT")


def waiting(floor: Served) -> list[str]:
    return [one["sentence"] for one in floor.get("/warehouses/{warehouse}/approvals")["items"]]


def counted_down(tty: Painted, quantity: int, evidence: str = "") -> None:
    """To the board, ADJUST STOCK, so many are left, LOST, and what shows it."""
    tty.type("9").wait("BOARD, ESC HOME")
    tty.settled()
    tty.type("7").wait("SCAN LOCATION OR LPN")
    tty.scan(A02).wait("SCAN ITEM")
    tty.scan(GTINS["BOLT"]).wait("WHAT IS TRUE?")
    tty.type("1").wait("HOW MANY")
    tty.settled()
    tty.type(str(quantity)).wait("WHY?")
    tty.type("2").wait("RECOUNT OR PHOTO?")
    tty.settled()
    if evidence:
        tty.type(evidence)
    else:
        tty.key("enter")


def test_a_supervisor_signs_waits_or_says_no(live: Served, tmp_path: Path) -> None:
    sue, max_ = live.person("SUE", "supervisor"), live.person("MAX", "supervisor")
    bob = live.person("BOB")
    settings.save(tmp_path, live.device("DS1"))
    tty = Painted(tmp_path)
    tty.sign_in(sue)
    counted_down(tty, 150)
    shown = tty.wait("2ND BADGE, F8 WAITS")
    assert "SECOND PERSON" in shown
    tty.scan(bob.badge).wait("THEIR PIN")
    tty.type(bob.pin).wait("Bob may not approve")
    assert live.stock(sku="BOLT") == [("BOLT", "A-02", 200)]
    tty.scan(max_.badge).wait("THEIR PIN")
    tty.kill()
    tty = Painted(tmp_path)
    tty.wait("2ND BADGE, F8 WAITS")
    tty.scan(max_.badge).wait("THEIR PIN")
    tty.type(max_.pin).wait("BOLT in A-02: 200 -> 150")
    assert live.stock(sku="BOLT") == [("BOLT", "A-02", 150)]

    counted_down(tty, 100)
    tty.wait("2ND BADGE, F8 WAITS")
    tty.key("f8").wait("Waits for approval")
    assert live.stock(sku="BOLT") == [("BOLT", "A-02", 150)]
    [sentence] = waiting(live)
    assert sentence.startswith("BOLT in location A-02: 150 -> 100")

    counted_down(tty, 50)
    tty.wait("2ND BADGE, F8 WAITS")
    tty.key("escape").wait("BOARD, ESC HOME")
    tty.settled()
    tty.key("escape").key("escape").wait("SCAN ANYTHING")
    assert "!" not in tty.settled().splitlines()[0]
    assert live.stock(sku="BOLT") == [("BOLT", "A-02", 150)]
    tty.kill()


def test_a_lone_supervisor_needs_evidence_and_it_is_reported(live: Served, tmp_path: Path) -> None:
    lea = live.person("LEA", "supervisor")
    settings.save(tmp_path, live.device("DS2"))
    rules(live, "next_day")
    tty = Painted(tmp_path)
    tty.sign_in(lea)
    before = live.stock(sku="BOLT")[0][2]
    counted_down(tty, before - 30)
    tty.wait("2ND BADGE, F8 WAITS")
    tty.settled()
    tty.key("escape").wait("BOARD, ESC HOME")
    tty.settled()
    tty.key("escape").key("escape").wait("SCAN ANYTHING")
    counted_down(tty, before - 30, "recounted twice")
    tty.wait(f"{before} -> {before - 30}")
    day = live.get(
        "/warehouses/{warehouse}/approvals/self-approved",
        day=str(utc_now().astimezone(BERLIN).date()),
    )
    assert [(one["who"], one["units"], one["evidence"]) for one in day["losses"]] == [
        ("person:LEA", 30, "recounted twice")
    ]
    tty.kill()
