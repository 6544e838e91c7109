"""What a picker scans at a shelf, as the site's rules have it; a mistake never passes for less."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from labels.codes import Kind, house_code
from terminal.flows.offers import Colour, Scan
from terminal.scan.raw import RawScan
from terminal.scan.repeats import BOUNCE_SECONDS
from terminal.uuid7 import uuid7
from tests.terminal.floor import GTINS, Served, tote
from tests.terminal.hands import Hands

STAGE, B01, B02 = (house_code(Kind.LOCATION, code) for code in ("STAGE1", "B01", "B02"))
At = Callable[[str], Hands]


@pytest.fixture
def at(floor: Served, tmp_path: Path) -> Iterator[At]:
    opened: list[Hands] = []

    def device(code: str) -> Hands:
        hands = Hands(tmp_path / code, floor.device(f"D{code}"))
        opened.append(hands)
        return hands.sign_in(floor.person(code))

    yield device
    for hands in opened:
        hands.die()


def rules(floor: Served, *wanted: dict[str, str], **more: Any) -> None:
    policy = floor.get("/site/policy")
    kept = {name: value for name, value in policy.items() if name not in {"mode", "version"}}
    body = {"rules": {**kept, "pick_verify": wanted, **more}, "version": policy["version"]}
    floor.post("/site/policy", body, method="PUT")


def a_pick(floor: Served, hands: Hands, number: int, sku: str, quantity: int) -> Hands:
    """Stands at the first stop of a pick of its own."""
    floor.order(f"verify-{number}", (sku, quantity))
    [pick_list] = floor.wave()
    tasks = floor.get("/warehouses/{warehouse}/tasks", kind="pick")["items"]
    task = next(one["task"] for one in tasks if one["document"] == pick_list)
    return hands.say(house_code(Kind.TASK, str(task)), tote(number))


def in_tote(floor: Served, sku: str) -> int:
    return sum(on_hand for _, place, on_hand in floor.stock(sku=sku) if place == "HANDS")


def test_one_scan_is_enough_where_nothing_else_lies(floor: Served, at: At) -> None:
    floor.put("NUT", "B-01", 20)
    rules(floor, {"verify": "loc"})
    hands = a_pick(floor, at("VER1"), 501, "NUT", 3)
    assert hands.view.ask == "SCAN LOCATION x3"
    hands.say(B02)
    assert (hands.band.code, in_tote(floor, "NUT")) == ("E-WRONG", 0)
    now = time.monotonic()
    hands.station.desk.offer(Scan(RawScan(B01, id=str(uuid7()), before="2", last=now), now))
    assert hands.view.ask == "2 OF 3: WHY?"
    hands.say("key:escape")
    time.sleep(BOUNCE_SECONDS)
    hands.say(B01)
    assert (hands.view.ask, in_tote(floor, "NUT")) == ("SCAN DROP LOCATION", 3)
    hands.say(STAGE)


def test_where_another_item_lies_the_item_is_scanned_too(floor: Served, at: At) -> None:
    floor.put("NUT", "B-02", 5)
    floor.post(
        "/warehouses/{warehouse}/stock/move",
        {"sku": "NUT", "quantity": 17, "source": "B-01", "target": "B-02"},
    )
    floor.put("BOLT", "B-03", 5)
    floor.post(
        "/warehouses/{warehouse}/stock/move",
        {"sku": "BOLT", "quantity": 5, "source": "B-03", "target": "B-02"},
    )
    rules(floor, {"verify": "loc"})
    hands = a_pick(floor, at("VER2"), 502, "NUT", 1)
    assert hands.view.ask == "SCAN LOCATION"
    hands.say(B02)
    assert hands.view.ask == "SCAN ITEM x1"
    hands.say(GTINS["NUT"], STAGE)


def test_rules_are_read_in_order_and_who_is_new_scans_both(floor: Served, at: At) -> None:
    rules(
        floor,
        {"verify": "item", "sku": "NUT", "person": "VER3"},
        {"verify": "loc_item"},
        new_picker_lists=1,
    )
    hands = a_pick(floor, at("VER3"), 503, "NUT", 1)
    assert hands.view.ask == "SCAN LOCATION"
    hands.say(B02, GTINS["NUT"], STAGE)
    a_pick(floor, hands, 504, "NUT", 1)
    assert hands.view.ask == "SCAN ITEM x1"
    hands.say(GTINS["BOLT"])
    assert hands.band.colour is Colour.RED
    hands.say(GTINS["NUT"], STAGE)
    a_pick(floor, hands, 505, "BOLT", 1)
    assert hands.view.ask == "SCAN LOCATION"
    hands.say(hands.view.target, GTINS["BOLT"], STAGE)
    rules(floor, new_picker_lists=0)


def test_the_digits_of_a_place_alone_are_typed_in_their_colour(floor: Served, at: At) -> None:
    floor.put("BOLT", "A-06", 4)
    floor.post(
        "/warehouses/{warehouse}/stock/move",
        {"sku": "BOLT", "quantity": 4, "source": "B-02", "target": "A-06"},
    )
    rules(floor, {"verify": "check"})
    hands = a_pick(floor, at("VER4"), 506, "BOLT", 1)
    colour = "blue" if "BLUE" in hands.view.ask else "orange"
    assert hands.view.ask == f"x1: {colour.upper()} DIGITS"
    with closing(sqlite3.connect(floor.home / "tallyman.sqlite")) as db:
        asked = f"SELECT check_{colour} FROM location WHERE code=?"  # noqa: S608
        [right] = db.execute(asked, (hands.view.target,)).fetchone()
    hands.say(f"type:{(int(right) + 1) % 1000:03}")
    assert hands.band.code == "E-DIGITS"
    hands.say(f"type:{right}")
    assert hands.view.ask in {"SCAN DROP LOCATION", "EMPTY? [0]"}
    rules(floor)


def test_a_torn_label_leaves_the_item_to_be_scanned(floor: Served, at: At) -> None:
    rules(floor, {"verify": "loc"})
    floor.put("NUT", "A-05", 9)
    hands = at("VER5")
    a_pick(floor, hands, 507, "NUT", 1)
    if hands.view.ask == "SCAN LOCATION":  # the mixed place comes first
        pytest.skip("goods were taken elsewhere")
    hands.say("key:f2", "type:9", hands.view.target)
    assert hands.view.ask == "SCAN ITEM x1"
    hands.say(GTINS["NUT"])
    rules(floor)
