"""A session that the server takes no more: who is at work signs in, and nothing is dropped."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from labels.codes import Kind, house_code
from tests.terminal.floor import GTINS, Person, Served
from tests.terminal.hands import Hands

A01, A02 = (house_code(Kind.LOCATION, code) for code in ("A01", "A02"))


@pytest.fixture
def ann(floor: Served, tmp_path: Path) -> Person:
    floor.put("BOLT", "A-01", 50)
    return floor.person(f"O{tmp_path.name[-10:]}".upper().replace("_", "-"))


@pytest.fixture
def hands(floor: Served, ann: Person, tmp_path: Path) -> Iterator[Hands]:
    made = Hands(tmp_path, floor.device(f"D{ann.code[1:]}")).sign_in(ann)
    yield made
    made.die()


def test_what_is_asked_between_two_people_ends_nobodys_session(floor: Served, hands: Hands) -> None:
    other = floor.person("OTHER-ONE")
    hands.say(other.badge)
    assert hands.view.ask == "PIN"
    hands.station.workplace.news.exchange()
    hands.say(f"type:{other.pin}")
    assert hands.view.ask == "SCAN ANYTHING"
    hands.say("type:6")
    assert hands.view.ask.startswith("SCAN LPN")


def test_it_asks_for_sign_in_and_goes_on_at_the_prompt(
    floor: Served, ann: Person, hands: Hands
) -> None:
    hands.say("type:6", A01, GTINS["BOLT"], "type:1")
    floor.post("/sessions/revoke", {"person": ann.code})
    hands.say(A02)
    assert hands.view.ask == "SCAN BADGE"
    assert "sign in again. 1 unsent." in " ".join(hands.view.what)
    assert hands.station.outbox.unsent() == 1
    hands.sign_in(ann)
    assert hands.view.ask == "SCAN ANYTHING"
    assert (hands.station.outbox.unsent(), hands.station.outbox.problems()) == (0, [])
    assert ("BOLT", "A-02", 1) in floor.stock(sku="BOLT")


def test_a_question_to_the_server_asks_for_sign_in_too(
    floor: Served, ann: Person, hands: Hands
) -> None:
    floor.post("/sessions/revoke", {"person": ann.code})
    hands.say("type:3")
    assert hands.view.ask == "SCAN BADGE"
    hands.sign_in(ann)
    assert hands.view.ask == "SCAN ANYTHING"


def test_a_locked_screen_whose_session_is_over_asks_for_the_pin(
    floor: Served, ann: Person, hands: Hands
) -> None:
    hands.say("type:6", A01)
    stands = hands.prompt
    hands.say("key:f10")
    assert "scan your badge" in " ".join(hands.view.what)
    floor.post("/sessions/revoke", {"person": ann.code})
    hands.say(ann.badge, f"type:{ann.pin}")
    assert hands.prompt == stands
