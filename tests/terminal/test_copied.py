"""A copied device: both send, nothing is doubled, and what meets another's number is told."""

import shutil
from pathlib import Path

from labels.codes import Kind, house_code
from terminal.settings import DeviceProfile
from tests.terminal.floor import GTINS, Served
from tests.terminal.hands import Hands
from tests.terminal.line import Line

A01, A02, A03, A04 = (house_code(Kind.LOCATION, f"A0{n}") for n in (1, 2, 3, 4))


def move(hands: Hands, target: str) -> None:
    hands.say("type:6", A01, GTINS["BOLT"], target)


def sent(folder: Path, profile: DeviceProfile) -> Hands:
    """Started with the network back, until all that may go out is out."""
    hands = Hands(folder, profile)
    return hands.until(lambda: hands.station.outbox.next() is None)


def test_what_both_had_is_done_once_and_what_only_one_had_is_told(
    floor: Served, line: Line, tmp_path: Path
) -> None:
    floor.put("BOLT", "A-01", 50)
    profile, one, other = line.profile(floor.device("D-COPY")), tmp_path / "1", tmp_path / "2"
    hands = Hands(one, profile).sign_in(floor.person("COPY"))
    hands.station.workplace.fetch_ahead()
    line.cut = hands.away = True
    move(hands, A02)
    hands.die()
    shutil.copytree(one, other)
    for folder, target in ((one, A03), (other, A04)):
        hands = Hands(folder, profile, away=True)
        move(hands, target)
        assert hands.station.outbox.unsent() == 2
        hands.die()
    line.cut = False
    hands = sent(one, profile)
    assert (hands.station.outbox.unsent(), hands.station.outbox.problems()) == (0, [])
    hands.die()
    hands = sent(other, profile)
    [problem] = hands.station.outbox.problems()
    assert b"sequence_fork" in (problem.result or b"")
    rows = floor.get("/warehouses/{warehouse}/exceptions")["items"]
    assert ["it was copied" in row["sentence"] for row in rows] == [True]
    places = [("A-01", 48), ("A-02", 1), ("A-03", 1)]
    assert floor.stock(sku="BOLT") == [("BOLT", place, count) for place, count in places]
    hands.die()
