"""A disk that takes nothing: nothing is shown as taken, and the terminal goes on when it does."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from labels.codes import Kind, house_code
from terminal.flows.offers import Colour, Key, Link, Tick
from terminal.saving import Saving
from terminal.store import Unsaved
from tests.terminal.disks import full
from tests.terminal.floor import GTINS, Served
from tests.terminal.hands import Hands

A03, A04 = (house_code(Kind.LOCATION, code) for code in ("A03", "A04"))
CANNOT = (Colour.RED, "E-SRV", "Cannot save: disk fails")


@pytest.fixture
def hands(floor: Served, tmp_path: Path) -> Iterator[Hands]:
    code = f"S{tmp_path.name[-10:]}".upper().replace("_", "-")
    floor.put("BOLT", "A-03", 20)
    made = Hands(tmp_path, floor.device(f"D{code}")).sign_in(floor.person(code))
    yield made
    made.die()


def told(hands: Hands) -> tuple[Colour, str, str]:
    return hands.band.colour, hands.band.code, hands.band.lines[0]


def test_a_scan_on_a_full_disk_is_refused_and_then_taken(floor: Served, hands: Hands) -> None:
    hands.say("type:6", A03)
    stands = hands.prompt
    with full():
        for _ in range(2):
            hands.say(GTINS["BOLT"])
            assert (told(hands), hands.prompt) == (CANNOT, stands)
    hands.say(GTINS["BOLT"], "type:1", A04)
    assert hands.view.ask == "SCAN ANYTHING"
    assert ("BOLT", "A-04", 1) in floor.stock(sku="BOLT")


def test_what_a_key_wants_kept_waits_until_there_is_room(hands: Hands) -> None:
    hands.say("type:6", A03, "key:f9")
    with full():
        for key in ("key:f9", "key:f1"):
            hands.say(key)
            assert told(hands) == CANNOT
    hands.say("key:f1")
    assert hands.view.ask == "SCAN ANYTHING"


def test_nothing_is_done_behind_what_waits_and_then_all_in_order() -> None:
    room, done, refused = [False], list[object](), list[str]()
    saving = Saving(lambda fault: refused.append(str(fault)), lambda: done.append("again"))

    def write() -> None:
        if not room[0]:
            raise Unsaved("Cannot save: disk is full")
        done.append("written")
        saving.do(lambda: done.append("behind"))

    saving.do(write)
    saving.do(lambda: done.append("shown"))
    for event in (Link(online=False), Key("f1"), Tick(1.0), Link(online=True)):
        assert list(saving.admitted(event)) == []
    assert (done, len(refused)) == ([], 2)
    room[0] = True
    assert list(saving.admitted(Tick(2.0))) == [Link(online=False), Link(online=True), Tick(2.0)]
    assert done == ["written", "behind", "shown", "again"]
