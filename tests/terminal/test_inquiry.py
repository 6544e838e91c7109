"""Anything looked up at home: what is known of it, and what may be begun with it, by one digit."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from labels.codes import Kind, house_code
from terminal.flows.offers import Colour
from tests.terminal.floor import GTINS, Served
from tests.terminal.hands import Hands

A01, A02 = (house_code(Kind.LOCATION, code) for code in ("A01", "A02"))
BOLT = GTINS["BOLT"]
At = Callable[..., Hands]


@pytest.fixture
def at(floor: Served, tmp_path: Path) -> Iterator[At]:
    """Somebody new with these roles, signed in at a device of their own, at home."""
    made: list[Hands] = []

    def sign_in(code: str, *roles: str) -> Hands:
        hands = Hands(tmp_path / code, floor.device(f"D-{code}", bench="BENCH-1"))
        made.append(hands)
        return hands.sign_in(floor.person(code, *roles))

    yield sign_in
    for hands in made:
        hands.die()


def options(hands: Hands) -> list[str]:
    return [line.split(" ", 1)[1] for line in hands.view.options]


def test_a_place_that_was_looked_up_is_moved_counted_and_told_who_moved_it(
    floor: Served, at: At
) -> None:
    floor.put("BOLT", "A-01", 7)
    hands = at("LOOKER").say(A01)
    assert (hands.view.title, hands.view.target) == ("LOOK UP", "A-01")
    assert options(hands) == ["MOVE", "COUNT", "LABEL", "ADJUST, HOLD", "WHO MOVED IT"]
    hands.say("type:5")
    assert hands.view.what[0] == "A-01 was moved by these."
    assert hands.view.what[1].endswith(("ADMIN", "admin")), hands.view.what
    hands.say("type:1", BOLT, "type:1", A02)
    assert ("BOLT", "A-02", 1) in floor.stock(sku="BOLT")
    hands.say(A01, "type:2")
    assert hands.view.ask == "SCAN ITEM OR LPN"
    assert hands.view.title.startswith("COUNT")
    hands.say("key:f9")
    assert floor.fsck()[0] == 0


def test_what_one_may_not_do_is_said_before_anything_is_asked(at: At) -> None:
    hands = at("MAYNOT").say(A01, "type:4")
    assert (hands.band.colour, hands.band.lines) == (
        Colour.RED,
        ("You may not adjust", "Ask a supervisor"),
    )
    assert hands.view.title == "LOOK UP"
    boss = at("MAY", "supervisor").say(A01, "type:4")
    assert (boss.view.title, boss.view.target) == ("ADJUST", "A-01")


def test_an_item_is_found_by_a_part_of_its_name_and_begins_where_it_lies(
    floor: Served, at: At
) -> None:
    floor.post("/items", {"sku": "WASHER-M4", "name": "Washer for M4"})
    floor.post("/items", {"sku": "WASHER-M5", "name": "Washer for M5"})
    floor.put("WASHER-M5", "A-02", 3)
    hands = at("WORDS").say("key:f5", "type:washer", "key:enter")
    assert hands.view.ask == "WHICH ONE? ESC BACK"
    assert [line[:11] for line in options(hands)] == ["WASHER-M4 W", "WASHER-M5 W"]
    hands.say("type:2")
    assert hands.view.what[0].startswith("WASHER-M5")
    hands.say("type:1")
    assert (hands.view.ask, hands.view.target) == ("QTY ALL? [3]", "WASHER-M5")


def test_the_label_of_what_was_found_is_printed(floor: Served, at: At) -> None:
    hands = at("PRINTS").say(A01, "type:3")
    assert hands.band.lines == ("Label is printed",)
    hands.say(BOLT, "type:3")
    assert hands.band.lines == ("Label is printed",)
    jobs = floor.get("/warehouses/{warehouse}/print-jobs")["items"]
    assert sorted(job["design"] for job in jobs)[-2:] == ["item", "location"]


def test_over_a_task_nothing_is_begun(at: At) -> None:
    hands = at("OVER").say("type:6", "key:f5", A01)
    assert hands.view.ask == "ENTER: USE IT, ESC BACK"
    assert hands.view.options == ()


def test_what_nobody_knows_tells_how_it_was_read(at: At) -> None:
    hands = at("NOBODY").say("key:f5", "]C10109501101530003")
    assert "GS1 (01)09501101530003" in hands.view.what[0]
