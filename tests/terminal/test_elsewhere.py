"""The same person at a second device, and what is looked up coming back into the task."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from labels.codes import Kind, house_code
from terminal.flows.offers import Colour
from tests.terminal.floor import GTINS, Person, Served, tote
from tests.terminal.hands import Hands

A01, A02 = (house_code(Kind.LOCATION, code) for code in ("A01", "A02"))
At = Callable[[str], Hands]


@pytest.fixture
def ann(floor: Served, tmp_path: Path) -> Person:
    floor.put("BOLT", "A-01", 50)
    return floor.person(f"E{tmp_path.name[-10:]}".upper().replace("_", "-"))


@pytest.fixture
def at(floor: Served, ann: Person, tmp_path: Path) -> Iterator[At]:
    """Opens another device of this test and signs Ann in there."""
    opened: list[Hands] = []

    def device(name: str) -> Hands:
        profile = floor.device(f"{name}-{ann.code[-8:]}")
        opened.append(Hands(tmp_path / name, profile).sign_in(ann))
        return opened[-1]

    yield device
    for hands in opened:
        hands.die()


def pick_task(floor: Served) -> Any:
    [task] = floor.get("/warehouses/{warehouse}/tasks", kind="pick")["items"]
    return task


def test_the_pieces_scanned_at_one_bench_count_at_another(floor: Served, at: At) -> None:
    floor.order("benches", ("BOLT", 3))
    assert len(floor.wave()) == 1
    bench = house_code(Kind.LOCATION, "BENCH1")
    first = at("ONE").say("type:3", tote(41), A01, GTINS["BOLT"], bench)
    first.say("type:4", bench, GTINS["BOLT"], GTINS["BOLT"])
    assert first.view.digits == "2/3"
    first.station.workplace.telling.send()
    second = at("TWO")
    assert second.view.ask.startswith("RESUME PACK")
    second.say("type:1")
    assert (second.view.ask, second.view.digits) == ("SCAN EACH ITEM", "2/3")
    second.say(GTINS["BOLT"], "key:f8")
    assert second.view.ask == "STICK LABEL, SCAN IT"
    second.say(second.view.target)
    second.say("key:f8")
    assert second.view.ask == "SCAN ANYTHING"


def test_an_open_task_is_asked_about_and_taken_over(floor: Served, ann: Person, at: At) -> None:
    floor.order("elsewhere", ("BOLT", 2))
    [number] = floor.wave()
    first = at("ONE").say("type:3", tote(31))
    assert first.view.ask == "SCAN LOCATION"
    second = at("TWO")
    assert second.view.ask == f"RESUME PICK {number}?"
    second.say("type:1")
    assert (second.view.ask, second.view.target) == ("SCAN LOCATION", "A-01")
    second.say("key:f9", "key:f9")
    third = at("THREE")
    assert third.view.ask == "SCAN ANYTHING"
    third.say("key:f3")
    assert third.view.title.startswith(f"PICK {number}")
    fourth = at("FOUR")
    fourth.say("type:2")
    assert (fourth.view.ask, fourth.view.options[0]) == ("WHY NOT?", "1 OTHER WORK")
    fourth.say("type:2")
    assert fourth.view.what[0] == f"{number} is in the queue again."
    assert pick_task(floor)["reason"] == "no time left"
    assert (pick_task(floor)["state"], pick_task(floor)["worker"]) == ("ready", None)
    fourth.say("type:3", A01, GTINS["BOLT"], house_code(Kind.LOCATION, "STAGE1"))
    assert fourth.view.ask == "SCAN ANYTHING"
    assert ("BOLT", "STAGE-1", 2) in floor.stock(sku="BOLT")


def test_what_was_looked_up_answers_the_prompt(floor: Served, at: At) -> None:
    hands = at("LOOK").say("type:6", A01, "key:f5", GTINS["BOLT"])
    assert (hands.view.ask, hands.view.target) == ("ENTER: USE IT, ESC BACK", "BOLT")
    hands.say("key:enter")
    assert hands.view.ask.startswith("QTY ALL?")
    hands.say("type:1")
    assert (hands.view.ask, hands.view.target) == ("SCAN TO", "BOLT")
    hands.say("key:f5", "A-02", "key:enter")
    assert hands.view.ask == "SCAN ANYTHING"
    assert ("BOLT", "A-02", 1) in floor.stock(sku="BOLT")
    hands.say("type:6", A01, GTINS["BOLT"], "type:1", "key:f5", GTINS["NUT"], "key:enter")
    assert (hands.band.colour, hands.band.code) == (Colour.RED, "E-KIND")
    hands.say("key:f9", "key:f9", "key:f5", "A-02")
    assert hands.view.ask == "SCAN ANYTHING, ESC BACK"
