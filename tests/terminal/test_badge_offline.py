"""Without network a badge that was here today opens the device; who leaves never waits."""

from datetime import timedelta
from pathlib import Path

from labels.codes import Kind, house_code
from terminal import settings
from terminal.outbox import Outbox
from tests.terminal.floor import GTINS, Person, Served
from tests.terminal.hands import Hands
from tests.terminal.line import Line
from tests.terminal.test_painted import Painted

A01, B01, B02 = (house_code(Kind.LOCATION, code) for code in ("A01", "B01", "B02"))
MOVE = ("type:6", A01, GTINS["BOLT"])


def moved(floor: Served) -> dict[str, int]:
    return {place: count for _, place, count in floor.stock(sku="BOLT") if place[0] == "B"}


def doers(floor: Served) -> list[str]:
    """Who has unlocked a device without network, and who moved what, in the journal's order."""
    events = floor.get("/events", limit=200)["items"]
    kinds = {"session.unlock_offline", "stock.move"}
    return [f"{one['who']} {one['kind']}" for one in events if one["kind"] in kinds]


def away(floor: Served, line: Line, folder: Path, *names: str) -> tuple[Hands, list[Person]]:
    """A device at which each has signed in, the last is at work, and the line is cut."""
    floor.put("BOLT", "A-01", 50)
    people = [floor.person(name) for name in names]
    profile = line.profile(floor.device(f"D-{names[0]}"))
    settings.save(folder, profile)
    hands = Hands(folder, profile)
    for person in people:
        hands.say(person.badge, f"type:{person.pin}")
        hands.station.workplace.fetch_ahead()
    line.cut = hands.away = True
    return hands, people


def test_two_take_turns_without_network_and_each_has_done_their_own(
    floor: Served, line: Line, tmp_path: Path
) -> None:
    hands, (ben, _) = away(floor, line, tmp_path, "BEN", "ANN")
    before = moved(floor)
    hands.say(*MOVE, B01)
    hands.say(ben.badge, "type:0")  # nobody can judge a PIN here
    assert hands.view.ask == "SCAN ANYTHING"
    assert hands.view.title == "MAIN Ben"
    hands.say(*MOVE, B02)
    hands.die()
    tty = Painted(tmp_path)
    tty.wait("SCAN ANYTHING")
    tty.type("6").wait("LOCATION")
    tty.scan(A01).wait("SCAN ITEM")
    tty.scan(GTINS["BOLT"]).wait("SCAN TO")
    tty.scan(B02).wait("SCAN ANYTHING")
    tty.kill()
    line.cut = False
    hands = Hands(tmp_path, settings.load(tmp_path))
    hands.until(lambda: hands.station.outbox.unsent() == 0)
    assert hands.station.outbox.problems() == []
    hands.until(lambda: hands.view.ask == "SCAN BADGE")  # his session had ended long ago
    hands.sign_in(ben)
    assert hands.view.title == "MAIN Ben"
    assert {place: moved(floor)[place] - before.get(place, 0) for place in ("B-01", "B-02")} == {
        "B-01": 1,
        "B-02": 2,
    }
    assert doers(floor)[-4:] == [
        "person:ANN stock.move",
        "person:BEN session.unlock_offline",
        "person:BEN stock.move",
        "person:BEN stock.move",
    ]
    hands.die()


def test_a_badge_that_was_not_here_today_is_told_so(
    floor: Served, line: Line, tmp_path: Path
) -> None:
    hands, (eva,) = away(floor, line, tmp_path, "EVA")
    other = floor.person("FAY")
    hands.station.workplace.sign_out()
    hands._settle()
    hands.say(other.badge, f"type:{other.pin}")
    assert "this badge was not signed in here" in " ".join(hands.view.what)
    _age(hands.station.outbox, timedelta(hours=12, minutes=1))
    hands.say(eva.badge, f"type:{eva.pin}")
    assert "this badge was not signed in here" in " ".join(hands.view.what)
    _age(hands.station.outbox, timedelta(hours=-1))
    hands.say(eva.badge, f"type:{eva.pin}")
    assert hands.view.ask == "SCAN ANYTHING"
    assert hands.station.outbox.unsent() == 3  # what was kept is left, signed out, unlocked
    hands.die()


def _age(outbox: Outbox, by: timedelta) -> None:
    with outbox._transaction() as db:
        older = "UPDATE ahead SET at=datetime(at, ?) || '+00:00' WHERE kind='badge'"
        db.execute(older, (f"{-by.total_seconds():+.0f} seconds",))


def test_what_a_dismissed_person_does_without_network_is_not_taken(
    floor: Served, line: Line, tmp_path: Path
) -> None:
    hands, (gus,) = away(floor, line, tmp_path, "GUS")
    before = moved(floor)
    hands.say(*MOVE, B01)
    person = floor.get(f"/people/{gus.code}")
    edit = {k: person[k] for k in ("name", "roles", "language", "version")} | {"active": False}
    floor.post(f"/people/{gus.code}", edit, method="PUT")
    line.cut = hands.away = False
    hands.until(lambda: hands.station.outbox.waiting().held == 1)
    hands.until(lambda: hands.view.ask == "SCAN BADGE")
    assert moved(floor) == before
    hands.die()


def test_a_locked_screen_opens_and_the_server_hears_of_it(
    floor: Served, line: Line, tmp_path: Path
) -> None:
    hands, (ida,) = away(floor, line, tmp_path, "IDA")
    line.cut = hands.away = False
    hands.say(*MOVE, "type:1", "key:f10")
    line.cut = hands.away = True
    hands.say(ida.badge)
    assert hands.view.ask == "SCAN TO"
    line.cut = hands.away = False
    hands.station.workplace.detours.tell_unlocked()
    hands.say(B01, "type:3")  # asks the server: it is no longer locked there
    assert "scan your badge" not in " ".join(hands.view.what)
    assert hands.station.outbox.fact("locked") == ""
    hands.die()


def test_it_holds_no_pin_and_no_badge(floor: Served, line: Line, tmp_path: Path) -> None:
    hands, (kim,) = away(floor, line, tmp_path, "KIM-1")
    hands.die()
    stored = b"".join(file.read_bytes() for file in tmp_path.glob("outbox.sqlite*"))
    assert kim.badge.encode() not in stored
    assert kim.pin.encode() not in stored
