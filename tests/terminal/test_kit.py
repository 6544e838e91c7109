"""Without network a worker goes on: the task in hand, the next ones, what was looked up."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from labels.codes import Kind, house_code
from tests.terminal.floor import GTINS, Served, served, tote
from tests.terminal.hands import Hands

BENCH = house_code(Kind.LOCATION, "BENCH1")
SECONDS = 30.0


@pytest.fixture
def floor(template: str, tmp_path: Path) -> Iterator[Served]:
    """A site of this test's own, which is stopped and started; it ends with fsck."""
    with served(tmp_path / "site", template) as site:
        yield site
        code, said = site.fsck()
        assert code == 0, said


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def at(place: str) -> str:
    return house_code(Kind.LOCATION, place.replace("-", ""))


def picked(hands: Hands, number: int) -> None:
    """One line, whatever the list: tote, place, goods, bench."""
    assert hands.view.ask.startswith("SCAN TOTE"), hands.prompt
    hands.say(tote(number))
    hands.say(at(hands.view.target), GTINS["BOLT"], BENCH)


def tasks(floor: Served, state: str) -> list[str]:
    rows = floor.get("/warehouses/{warehouse}/tasks", state=state, kind="pick")["items"]
    return sorted(row["document"] for row in rows)


def orders(floor: Served, *quantities: int) -> list[str]:
    floor.put("BOLT", "A-01", 50)
    for n, quantity in enumerate(quantities):
        floor.order(f"kit-{n}", ("BOLT", quantity))
    lists = floor.wave()
    assert len(lists) == len(quantities)
    return sorted(lists)


class Device:
    """A device with one worker, who has taken a pick; the rest was fetched ahead."""

    def __init__(self, floor: Served, folder: Path, name: str = "KIM") -> None:
        self.folder, self.profile = folder / name, floor.device(f"D{name}")
        self.hands = Hands(self.folder, self.profile).sign_in(floor.person(name)).say("type:3")
        self.hands.station.workplace.fetch_ahead()
        kit = self.hands.station.workplace.kit  # or the heartbeat does it, at the same time
        until(lambda: bool(kit.candidates(["A-01"])))

    def again(self, *, away: bool) -> Hands:
        """Killed, and started anew."""
        self.hands.die()
        self.hands = Hands(self.folder, self.profile, away=away)
        return self.hands

    @property
    def kept(self) -> list[str]:
        return [task.document for task in self.hands.station.workplace.kit.tasks()]

    def fetch(self) -> None:
        self.hands.station.workplace.kit.at_once()
        self.hands.station.workplace.fetch_ahead()


def test_what_remains_and_the_next_tasks_are_done_without_network(
    floor: Served, tmp_path: Path
) -> None:
    lists = orders(floor, 3, 4, 5)
    device = Device(floor, tmp_path)
    hands = device.hands
    assert device.kept == lists[1:]
    assert (tasks(floor, "active"), tasks(floor, "assigned")) == (lists[:1], lists[1:])
    floor.kill()
    hands.away = True
    for number, told in ((61, "2 tasks are kept here"), (62, "1 task is kept here")):
        picked(hands, number)
        assert hands.view.ask == "SCAN ANYTHING", hands.prompt
        assert told in hands.view.what
        hands.say("key:enter")
    hands.say(tote(63), at("A-01"))
    hands = device.again(away=True)
    assert hands.view.ask == "SCAN ITEM x5"
    hands.say(GTINS["BOLT"], BENCH)
    assert hands.view.ask == "SCAN ANYTHING"
    assert device.kept == []
    unsent = hands.station.outbox.waiting().unsent
    assert unsent == 3 * 3 + 2  # tote, pick and drop of each list, and that two were begun
    floor.start()
    hands.away = False
    until(lambda: hands.station.outbox.waiting().unsent == 0)
    assert hands.station.outbox.problems() == []
    assert tasks(floor, "done") == lists
    assert [row for row in floor.stock(sku="BOLT") if row[1] in {"A-01", "BENCH-1"}] == [
        ("BOLT", "A-01", 38),
        ("BOLT", "BENCH-1", 3),
        ("BOLT", "BENCH-1", 4),
        ("BOLT", "BENCH-1", 5),
    ]
    hands.die()


def test_what_codes_mean_and_what_was_known_is_here_with_its_age(
    floor: Served, tmp_path: Path
) -> None:
    orders(floor, 3, 4)
    floor.put("NUT", "B-02", 7)
    device = Device(floor, tmp_path)
    hands = device.hands
    hands.say("key:f5", "type:B-02", "key:escape")
    floor.kill()
    hands.away = True
    hands.say("key:f5", "type:b 02")
    assert hands.view.what[:2] == ("OFFLINE, 0 MIN OLD", "B-02 holds 1 item, 7 pieces.")
    hands.say("type:A-01")  # of a task that is kept here
    assert hands.view.what[0] == "OFFLINE, 0 MIN OLD"
    hands.say("type:B-05")
    told = ("LOCATION B-05 pick face", "What stands there is not kept here.")
    assert hands.view.what[1:3] == told
    hands.say("type:C-99")
    assert hands.band.lines[0] == "Not kept here: C-99"
    hands.say("key:escape")
    hands.say("key:escape", "key:f9", "key:f9", "type:6")  # moves: nothing here says what may come
    hands.say("type:B-02", GTINS["NUT"], "type:B-03")
    assert hands.station.outbox.waiting().unsent >= 2, hands.prompt
    floor.start()
    hands.away = False
    until(lambda: hands.station.outbox.waiting().unsent == 0)
    assert floor.stock(sku="NUT") == [("NUT", "B-02", 6), ("NUT", "B-03", 1)]
    hands.die()


def test_who_has_no_work_gets_what_another_keeps_and_has_not_begun(
    floor: Served, tmp_path: Path
) -> None:
    lists = orders(floor, 3, 4)
    one = Device(floor, tmp_path, "ONE")
    assert one.kept == lists[1:]
    two = Device(floor, tmp_path, "TWO")
    assert "is kept for person:ONE" in " ".join(two.hands.view.what)
    one.fetch()
    assert (one.kept, tasks(floor, "ready")) == ([], lists[1:])
    two.hands.say("type:3")
    assert two.hands.view.ask.startswith("SCAN TOTE")
    one.fetch()
    assert (one.kept, tasks(floor, "active")) == ([], lists)
    one.hands.die()
    two.hands.die()


def test_signing_out_leaves_what_was_kept_to_all(floor: Served, tmp_path: Path) -> None:
    lists = orders(floor, 3, 4, 5)
    device = Device(floor, tmp_path)
    device.hands.station.workplace.sign_out()
    device.hands._settle()
    assert (device.kept, tasks(floor, "ready")) == ([], lists[1:])
    device.hands.die()
