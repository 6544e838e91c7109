"""F4 against a served site: each act is compensated, or a sentence says why not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from labels.codes import Kind, Verb, command_code, house_code
from terminal.flows.offers import Colour
from tests.terminal.floor import GTINS, Served, tote
from tests.terminal.hands import Hands

BOLT = GTINS["BOLT"]
A01, A02, A03, B01, BENCH, LANE = (
    house_code(Kind.LOCATION, code) for code in ("A01", "A02", "A03", "B01", "BENCH1", "LANE1")
)


@pytest.fixture
def hands(floor: Served, tmp_path: Path) -> Iterator[Hands]:
    """Somebody new, signed in at a device of their own, at home."""
    code = f"U{tmp_path.name[-10:]}".upper().replace("_", "-")
    made = Hands(tmp_path, floor.device(f"D{code[1:]}", bench="BENCH-1"))
    made.sign_in(floor.person(code))
    assert made.view.ask == "SCAN ANYTHING"
    yield made
    made.die()


def bolts(floor: Served) -> list[tuple[str, int]]:
    return [(place, quantity) for _, place, quantity in floor.stock(sku="BOLT")]


def test_a_document_may_be_typed_at_home(floor: Served, hands: Hands) -> None:
    floor.purchase("T-9", ("NUT", 5))
    hands.say("type:T-9", "key:enter")
    assert (hands.view.title, hands.view.ask) == ("RECEIVE T-9", "SCAN DOCK")


def test_what_is_still_open_goes_down_with_what_has_come(floor: Served, hands: Hands) -> None:
    floor.purchase("T-10", ("NUT", 5), ("BOLT", 4))
    hands.say("type:T-10", "key:enter", "DOCK-1")
    assert [row.split()[:3] for row in hands.view.ahead] == [
        ["5", "open", "NUT"],
        ["4", "open", "BOLT"],
    ]
    hands.say(GTINS["NUT"], "type:5", "DOCK-1")
    assert [row.split()[:3] for row in hands.view.ahead] == [
        ["4", "open", "BOLT"],
        ["0", "open", "NUT"],
    ]
    hands.say("key:f4", "key:enter")
    assert at(floor, "DOCK-1") == []


def test_home_stands_as_it_was_after_something_was_looked_up(floor: Served, hands: Hands) -> None:
    before = hands.view
    hands.say(A01)
    assert hands.view.ask == "SCAN ANYTHING, ESC BACK"
    hands.say("key:escape")
    assert (hands.view.title, hands.view.options) == (before.title, before.options)


def test_a_received_line_is_taken_back_and_received_again(floor: Served, hands: Hands) -> None:
    before = bolts(floor)
    hands.say("type:1", "key:enter", "DOCK-1", BOLT, "key:enter", "type:6", "DOCK-1")
    assert bolts(floor) == sorted([*before, ("DOCK-1", 6)])
    hands.say("key:f4")
    assert hands.view.ask == "UNDO receive 6 x BOLT?"
    hands.say("key:enter")
    assert (hands.band.lines, hands.view.step) == (("undone",), "item")
    assert bolts(floor) == before
    hands.say("key:f8")
    hands.say("key:f4")
    assert hands.view.what[0] == "Can't be undone: open another receipt"


def test_a_put_away_is_taken_back_from_home_and_stands_again(floor: Served, hands: Hands) -> None:
    hands.say("type:1", "key:enter", "DOCK-1", BOLT, "key:enter", "type:4", "key:f7", "key:f8")
    [lpn] = [row["container"] for row in at(floor, "DOCK-1") if row["container"]]
    hands.say("type:2", lpn)
    target = hands.view.target
    hands.say(target)
    assert at(floor, "DOCK-1") == []
    hands.say("key:f4")
    assert hands.view.ask == f"UNDO put 4 at {target}?"
    hands.say("key:escape")
    assert hands.view.ask == "SCAN ANYTHING"
    hands.say("key:f4", "key:enter")
    assert [row["on_hand"] for row in at(floor, "DOCK-1")] == [4]
    assert hands.view.ask == "SCAN LPN"
    hands.say(lpn, hands.view.target)
    assert at(floor, "DOCK-1") == []
    hands.say("key:f4", "key:enter", "key:escape")
    assert [row["on_hand"] for row in at(floor, "DOCK-1")] == [4]


def test_what_ended_with_f8_is_taken_back_from_home(floor: Served, hands: Hands) -> None:
    hands.say("type:1", "key:enter", "DOCK-1", BOLT, "key:enter", "type:2", "key:f7")
    hands.say(BOLT, "key:enter", "type:3", "key:f7", "key:f8")
    made = sorted(row["container"] for row in at(floor, "DOCK-1") if row["container"])
    first, second = made[-2:]
    hands.say("type:6", "key:f2", "type:2", first, second, "key:f8")
    assert (hands.view.ask, hands.view.what[0]) == ("SCAN ANYTHING", f"1 on {first}")
    hands.say("key:f4")
    assert hands.view.ask == f"UNDO put {second} on {first}?"
    hands.say("key:enter")
    assert (hands.band.lines, hands.view.ask) == (("undone",), "SCAN LPN OR LOCATION")


def at(floor: Served, place: str) -> list[dict[str, Any]]:
    rows = floor.get("/warehouses/{warehouse}/stock", location=place)["items"]
    return [row for row in rows if row["on_hand"]]


def test_a_move_is_taken_back_unless_the_goods_went_on(floor: Served, hands: Hands) -> None:
    floor.put("BOLT", "A-03", 10)
    before = bolts(floor)
    hands.say("type:6", A03, BOLT, "type:1", A02)
    assert ("A-02", 1) in bolts(floor)
    hands.say("key:f4")
    assert hands.view.ask == "UNDO move 1 x BOLT to A02?"
    hands.say("key:enter")
    assert bolts(floor) == before
    assert hands.view.ask == "SCAN LPN OR LOCATION"
    hands.say(A03, BOLT, "type:1", A02)
    floor.post(
        "/warehouses/{warehouse}/stock/move",
        {"sku": "BOLT", "quantity": 1, "source": "A-02", "target": "A-01"},
    )
    hands.say("key:f4", "key:enter")
    assert hands.view.ask == "SCAN ANYTHING"
    assert hands.view.what[0].startswith("The goods have moved on")
    assert floor.get("/warehouses/{warehouse}/exceptions")["items"] == []


def test_a_carton_is_opened_again_and_a_collected_lane_is_not(floor: Served, hands: Hands) -> None:
    floor.put("NUT", "A-01", 5)
    order = floor.order("undo-pack", ("NUT", 1))
    assert len(floor.wave()) == 1
    nut = GTINS["NUT"]
    hands.say("type:3", tote(700), A01, nut, BENCH)
    hands.say(tote(700), nut, "key:f8")
    assert hands.view.ask == "STICK LABEL, SCAN IT"
    hands.say("key:f4")
    assert hands.view.ask == f"UNDO close a carton of {order}?"
    hands.say("key:enter")
    assert hands.view.ask == "SCAN EACH ITEM"
    assert packed(floor, order) == 0
    hands.say(nut, "key:f8", hands.view.target)
    carton = hands.view.target
    hands.say(carton)
    assert packed(floor, order) == 1
    hands.say("key:f4")
    assert (hands.band.colour, hands.band.lines) == (
        Colour.RED,
        ("Can't be undone", "the label is proved"),
    )
    hands.say("key:escape", LANE)
    hands.say("key:f4")
    assert hands.view.ask == f"UNDO drop {carton} at LANE-1?"
    hands.say("key:escape", "type:8", LANE, "key:f8")
    assert hands.view.what[0] == "1 carton has left"
    hands.say("key:f4")
    assert hands.view.what[0] == "Can't be undone: a carton that is still here is booked back"


def test_a_dropped_tote_rides_again_and_is_dropped_elsewhere(floor: Served, hands: Hands) -> None:
    floor.put("NUT", "A-01", 5)
    order = floor.order("undo-drop", ("NUT", 1))
    assert len(floor.wave()) == 1
    hands.say("type:3", tote(701))
    hands.say("key:f4")
    assert hands.view.ask == f"UNDO tote {tote(701)}?"
    hands.say("key:enter")
    assert hands.view.ask == "SCAN TOTE"
    hands.say(tote(702), A01, GTINS["NUT"], BENCH)
    assert hands.view.ask == "SCAN ANYTHING"
    hands.say("key:f4", "key:enter")
    assert hands.view.ask == "SCAN DROP LOCATION"
    assert at(floor, "BENCH-1") == []
    hands.say(BENCH)
    assert [row["on_hand"] for row in at(floor, "BENCH-1")] == [1]
    hands.say(tote(702), GTINS["NUT"], "key:f8", hands.view.target)
    assert packed(floor, order) == 1


def packed(floor: Served, order: str) -> int:
    return int(floor.get(f"/orders/{order}")["lines"][0]["packed"])


def test_a_count_stands_and_says_so(floor: Served, hands: Hands) -> None:
    floor.put("BOLT", "B-01", 3)
    hands.say("key:f4")
    assert hands.view.what[0] == "Nothing to undo here."
    hands.say(command_code(Verb.COUNT), B01)
    hands.say("key:f4")
    assert hands.band.lines == ("Can't be undone", "leave the count instead")
    hands.say("key:escape", BOLT, "type:4", "key:f8")
    assert hands.view.what[0] == "B-01 is counted."
    assert ("B-01", 4) in bolts(floor)
    hands.say("key:f4")
    assert hands.view.what[0] == "Can't be undone: count the place again instead"
