"""One command that the disk has spoiled: told, never sent, and all others go on."""

from pathlib import Path

import pytest

from labels.codes import Kind, house_code
from terminal.flows.offers import Colour
from terminal.kept import State
from terminal.outbox import Outbox
from tests.terminal.floor import GTINS, Served
from tests.terminal.hands import Hands
from tests.terminal.line import Line

SPOILS = {
    "body": "body=CAST(replace(CAST(body AS TEXT), 'B02', 'B03') AS BLOB)",
    "path": "path=path || 'x'",
    "words": "kind=CAST(x'73746f636bff6d6f7665' AS TEXT)",
    "number": "tries=x'ff00'",
    "operation": "operation=CAST(x'ff' AS TEXT) || substr(operation, 2)",
    "state": "state='writtfn'",
}


def at(place: str) -> str:
    return house_code(Kind.LOCATION, place.replace("-", ""))


def moved(floor: Served) -> dict[str, int]:
    return {place: count for _, place, count in floor.stock(sku="BOLT") if place[0] == "B"}


def reported(floor: Served) -> int:
    rows = floor.get("/warehouses/{warehouse}/exceptions")["items"]
    return sum("Damaged on this device" in row["sentence"] for row in rows)


def offline(floor: Served, line: Line, folder: Path, name: str) -> Hands:
    """Somebody at work whose line is cut; what codes mean was fetched."""
    floor.put("BOLT", "A-01", 50)
    device = line.profile(floor.device(f"D-{name}"))
    hands = Hands(folder, device).sign_in(floor.person(name))
    hands.station.workplace.fetch_ahead()
    line.cut = hands.away = True
    return hands


@pytest.mark.parametrize("spoilt", SPOILS)
def test_it_is_told_and_the_others_go_on(
    floor: Served, line: Line, tmp_path: Path, spoilt: str
) -> None:
    before, told = moved(floor), reported(floor)
    hands = offline(floor, line, tmp_path, f"S-{spoilt.upper()}")
    for target in ("B-01", "B-02", "B-01"):
        hands.say("type:6", at("A-01"), GTINS["BOLT"], at(target))
    profile = hands.station.profile
    hands.die()
    _spoil(tmp_path / "outbox.sqlite", SPOILS[spoilt])
    line.cut = False
    hands = Hands(tmp_path, profile)
    outbox = hands.station.outbox
    hands.until(lambda: [row.state for row in outbox.problems()] == [State.TOLD])
    hands.until(lambda: outbox.unsent() == 0)
    assert hands.band.colour is Colour.RED
    assert reported(floor) == told + 1
    assert moved(floor) == {"B-01": before.get("B-01", 0) + 2}
    hands.say("key:escape", "key:f8")
    assert "Damaged on this device" in " ".join(hands.view.what)
    hands.die()


def _spoil(path: Path, change: str) -> None:
    outbox = Outbox(path)
    which = "state='written' AND CAST(body AS TEXT) LIKE '%B02%'"
    with outbox._transaction() as db:
        spoil = f"UPDATE command SET {change} WHERE {which}"  # noqa: S608
        assert db.execute(spoil).rowcount == 1
    outbox.close()


def test_one_whose_session_is_spoilt_waits_for_its_person(
    floor: Served, line: Line, tmp_path: Path
) -> None:
    before = moved(floor)
    hands = offline(floor, line, tmp_path, "SESSION")
    hands.say("type:6", at("A-01"), GTINS["BOLT"], at("B-01"))
    outbox = hands.station.outbox
    with outbox._transaction() as db:
        db.execute("UPDATE command SET session='X' || session WHERE state='written'")
    line.cut = hands.away = False
    hands.until(lambda: outbox.waiting().held == 1)
    hands.station.workplace.sign_out()
    hands._settle()
    badge = floor.post("/badges", {"person": "SESSION"})["badge"]
    pin = floor.post("/pins", {"person": "SESSION"})["pin"]
    hands.say(badge, f"type:{pin}")
    hands.until(lambda: outbox.unsent() == 0)
    assert outbox.problems() == []
    assert moved(floor) == {"B-01": before.get("B-01", 0) + 1}
    hands.die()
