"""What home tells: the best task and why, what waits for others, own figures, where goods stay."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from labels.codes import Kind, house_code
from tests.terminal.floor import GTINS, Person, Served, tote
from tests.terminal.hands import Hands

At = Callable[[Person], Hands]
A01 = house_code(Kind.LOCATION, "A01")


@pytest.fixture
def at(floor: Served, tmp_path: Path) -> Iterator[At]:
    opened: list[Hands] = []

    def device(person: Person) -> Hands:
        hands = Hands(tmp_path / person.code, floor.device(f"D{person.code}"))
        opened.append(hands)
        return hands.sign_in(person)

    yield device
    for hands in opened:
        hands.die()


def a_pick(floor: Served, reference: str, quantity: int = 1) -> str:
    floor.put("BOLT", "A-01", 50)
    floor.order(reference, ("BOLT", quantity))
    [number] = floor.wave()
    return number


def test_enter_is_told_with_what_it_takes_and_f6_why(floor: Served, at: At) -> None:
    hands = at(floor.person("HOME1"))
    assert "Enter: the best task now" in hands.view.what
    number = a_pick(floor, "home-1")
    hands.say("type:6", "key:escape")
    assert f"Enter: PICK {number} A-01" in hands.view.what
    hands.say("key:f6")
    assert "Priority 5 is the most urgent that is ready." in hands.view.what
    assert "Among these it is due first, at 2027-12-24 13:00." in hands.view.what
    hands.say("key:f6", "key:enter")
    assert hands.view.title == f"PICK {number}"
    hands.say(tote(201), A01, GTINS["BOLT"], house_code(Kind.LOCATION, "BENCH1"))
    assert "Last hour: 1 line" in hands.view.what
    number = a_pick(floor, "home-1b")
    hands.say("key:enter", tote(202), A01, GTINS["BOLT"], "key:f4", "key:enter", "key:f9", "key:f9")
    assert "Last hour: 1 line" in hands.view.what


def test_where_there_is_none_what_waits_for_others_is_told(floor: Served, at: At) -> None:
    a_pick(floor, "home-2")
    hands = at(floor.person("HOME2", "integration"))
    told = next(line for line in hands.view.what if line.startswith("No work for you."))
    assert told.startswith("No work for you. In pick: ")
    hands.say("key:enter")
    assert "In pick: " in hands.view.what[0]


def test_what_was_taken_is_named_when_the_task_is_parked(floor: Served, at: At) -> None:
    floor.put("NUT", "A-02", 9)
    floor.put("BOLT", "A-01", 50)
    floor.order("home-3", ("BOLT", 2), ("NUT", 1))
    [number] = floor.wave()
    task = next(
        one["task"]
        for one in floor.get("/warehouses/{warehouse}/tasks", kind="pick")["items"]
        if one["document"] == number
    )
    hands = at(floor.person("HOME3"))
    hands.say(house_code(Kind.TASK, str(task)), tote(301), A01, GTINS["BOLT"])
    assert hands.view.title.startswith(f"PICK {number}")
    hands.say("key:f9", "key:f9")
    assert hands.view.what[0] == f"Parked. {tote(301)} on HANDS"


def test_the_site_may_hope_for_lines_or_show_none(floor: Served, at: At) -> None:
    policy = floor.get("/site/policy")
    rules = {name: value for name, value in policy.items() if name not in {"mode", "version"}}
    body = {"rules": {**rules, "lines_per_hour": 60}, "version": policy["version"]}
    policy = floor.post("/site/policy", body, method="PUT")
    assert "Last hour: 0 lines of 60" in at(floor.person("HOME4")).view.what
    body = {"rules": {**rules, "own_figures": False}, "version": policy["version"]}
    floor.post("/site/policy", body, method="PUT")
    assert not any("Last hour" in line for line in at(floor.person("HOME5")).view.what)
