"""Adjusting, holding and moving at a served site that is live: told by hands."""

from pathlib import Path

import pytest

from labels.codes import Kind, house_code
from tests.terminal.floor import GTINS, Served
from tests.terminal.hands import Hands

PLACES = {code: house_code(Kind.LOCATION, code.replace("-", "")) for code in ("A-01", "A-02")}


@pytest.fixture(scope="module")
def live(floor: Served) -> Served:
    """A bolt costs 60; above 100 in one act nobody is alone, nobody ever approves their own."""
    floor.put("BOLT", "A-01", 10)
    floor.put("NUT", "A-02", 5)
    cost = {"amount": 6000, "per": 1, "currency": "EUR", "valid_from": "2026-01-01"}
    floor.post("/items/BOLT/costs", cost)
    floor.post("/site/live", {})
    version = floor.get("/site/policy")["version"]
    rules = {"rules": {"second_person": "always"}, "version": version}
    floor.post("/site/policy", rules, method="PUT")
    return floor


@pytest.fixture
def sue(live: Served, tmp_path: Path) -> Hands:
    """A supervisor at home."""
    code = f"S{tmp_path.name[-9:]}".upper().replace("_", "-")
    return Hands(tmp_path, live.device(f"D{code}")).sign_in(live.person(code, "supervisor"))


def adjusting(sue: Hands, what: str, amount: str) -> None:
    """At A-01, so many bolts fewer by so much, LOST, no evidence."""
    sue.say("type:9", "type:7", PLACES["A-01"], GTINS["BOLT"], f"type:{what}", f"type:{amount}")


def test_a_loss_above_the_value_takes_a_second_person(live: Served, sue: Hands) -> None:
    adjusting(sue, "6", "1")
    assert sue.view.what[:2] == ("10 -> 9: 1 FEWER", "WORTH 60 EUR")
    sue.say("type:2", "key:enter")
    assert live.stock(sku="BOLT") == [("BOLT", "A-01", 9)]
    adjusting(sue, "6", "2")
    sue.say("type:2", "key:enter")
    assert sue.view.ask == "2ND BADGE, F8 WAITS"
    max_ = live.person("MAX", "supervisor")
    sue.say(max_.badge, f"type:{max_.pin}")
    assert live.stock(sku="BOLT") == [("BOLT", "A-01", 7)]
    sue.die()


def test_a_hold_everywhere_is_counted_and_whoever_moves_the_goods_is_warned(
    live: Served, sue: Hands
) -> None:
    sue.say("type:9", "type:7", PLACES["A-02"], GTINS["NUT"], "type:8", "type:2", "type:2")
    sue.say("key:enter")
    assert sue.view.ask == "ON HOLD: ENTER"
    assert sue.view.what == ("5 here, places: 1",)
    sue.say("key:enter")
    sue.die()
    move = {"sku": "NUT", "quantity": 1, "source": "A-02", "target": "A-01"}
    told = live.post("/warehouses/{warehouse}/stock/move", move)
    assert told["warning"] == "NUT is on hold (recall) and stays so."
