"""What goes wrong at a shelf, at a served site: told by hands, judged by the server."""

import pytest

from labels.codes import Kind, house_code
from tests.terminal.floor import GTINS, Served, tote
from tests.terminal.hands import Hands

PLACES = {
    code: house_code(Kind.LOCATION, code.replace("-", ""))
    for code in ("A-04", "B-04", "A-05", "B-05", "BENCH-1")
}


def standing(floor: Served, place: str) -> dict[str, int]:
    """What of an item stands at a place, by status."""
    rows = floor.get("/warehouses/{warehouse}/stock", location=place)["items"]
    return {row["status"]: row["on_hand"] for row in rows if row["on_hand"]}


@pytest.mark.parametrize(
    ("digit", "sku", "level", "left"),
    [
        ("6", "NUT", 4, {"available": 4}),
        ("4", "BOLT", 5, {"available": 2, "damaged": 2}),
    ],
)
def test_what_cannot_be_had_there_is_fetched_elsewhere(
    floor: Served, hands: Hands, digit: str, sku: str, level: int, left: dict[str, int]
) -> None:
    """One of three is taken; the book keeps what is out of reach, and knows what is broken."""
    first, second = f"A-0{level}", f"B-0{level}"
    floor.put(sku, first, 5)
    order = floor.order(f"reach-{digit}", (sku, 3))
    assert len(floor.wave()) == 1
    floor.put(sku, second, 5)
    hands.say("type:3", tote(720 + level), PLACES[first])
    hands.say("key:f2", f"type:{digit}", "type:1")
    assert standing(floor, first) == left
    assert (hands.view.target, hands.view.ask) == (second, "SCAN LOCATION")
    hands.say(PLACES[second], GTINS[sku], PLACES["BENCH-1"])
    assert hands.view.ask == "SCAN ANYTHING"
    assert standing(floor, second) == {"available": 3}
    assert floor.get(f"/orders/{order}")["lines"][0]["picked"] == 3


def test_the_last_of_a_shelf_is_told_and_counted(floor: Served, hands: Hands) -> None:
    floor.put("NUT", "A-04", 4)
    floor.put("NUT", "B-04", 2)
    floor.order("last", ("NUT", 6))
    assert len(floor.wave()) == 1
    hands.say("type:3", tote(740), PLACES["A-04"], GTINS["NUT"])
    assert (hands.view.ask, hands.view.target) == ("EMPTY? [0]", "A-04")
    hands.say("key:enter", PLACES["B-04"], GTINS["NUT"], "key:f4", "key:enter")
    assert hands.view.ask == "SCAN LOCATION"
    hands.say(PLACES["B-04"], GTINS["NUT"], "key:enter", PLACES["BENCH-1"])
    assert hands.view.ask == "SCAN ANYTHING"
    counts = floor.get("/warehouses/{warehouse}/counts")["items"]
    checked = [row for row in counts if row["reason"] == "zero_check"]
    assert [(row["location"], row["state"]) for row in checked] == [
        ("A-04", "posted"),
        ("B-04", "posted"),
    ]
