"""New LPNs without network: numbers of the device's block, each once, also through a kill."""

from pathlib import Path

from labels.codes import Kind, house_code
from terminal import settings
from terminal.numbers import BLOCK, NUMBER
from terminal.outbox import Outbox
from terminal.settings import DeviceProfile
from tests.terminal.floor import GTINS, Person, Served
from tests.terminal.hands import Hands
from tests.terminal.line import Line
from tests.terminal.test_painted import Painted

BOLT, DOCK = GTINS["BOLT"], house_code(Kind.LOCATION, "DOCK1")


def at(place: str) -> str:
    return house_code(Kind.LOCATION, place.replace("-", ""))


def device(floor: Served, line: Line, name: str) -> tuple[DeviceProfile, Person]:
    return line.profile(floor.device(f"D-{name}")), floor.person(name)


def lpns(floor: Served) -> dict[str, int]:
    """What stands on each LPN at the dock."""
    rows = floor.get("/warehouses/{warehouse}/stock", sku="BOLT", location="DOCK-1")["items"]
    return {row["container"]: row["on_hand"] for row in rows if row["container"]}


def test_goods_stand_on_new_lpns_that_were_told_without_network(
    floor: Served, line: Line, tmp_path: Path
) -> None:
    floor.purchase("N1", ("BOLT", 60))
    profile, ann = device(floor, line, "NUMBERS")
    hands = Hands(tmp_path, profile).sign_in(ann)
    hands.station.workplace.fetch_ahead()
    block = hands.station.workplace.numbers.left()
    assert len(block) == BLOCK
    hands.say("type:1", house_code(Kind.PURCHASE_ORDER, "N1"), DOCK)
    line.cut = hands.away = True
    for count, number in ((6, block[0]), (7, block[1])):
        hands.say(BOLT, f"type:{count}", "key:f7")
        assert hands.view.what[:2] == (f"PUT ON {number}", "Label later: write it on")
    hands.say(BOLT, "type:8", "key:f7", "key:f4")  # taken back: its number is a gap
    hands.say("key:f7")
    line.cut = hands.away = False
    hands.until(lambda: hands.station.outbox.unsent() == 0)
    assert hands.station.outbox.problems() == []
    on = lpns(floor)
    assert sorted(on.values()) == [6, 7, 8]
    assert (on[block[0]], on[block[1]]) == (6, 7)
    jobs = floor.get("/warehouses/{warehouse}/print-jobs")["items"]
    assert {block[0], block[1]} <= {job["cause"] for job in jobs if job["design"] == "lpn"}
    hands.die()


def test_no_number_is_given_out_twice_though_it_is_killed_over_and_over(
    floor: Served, line: Line, tmp_path: Path
) -> None:
    profile, ann = device(floor, line, "KILLED")
    settings.save(tmp_path, profile)
    hands = Hands(tmp_path, profile).sign_in(ann)
    hands.station.workplace.fetch_ahead()
    block = set(hands.station.workplace.numbers.left())
    hands.say("type:1", "key:enter", DOCK)
    line.cut = True
    hands.die()
    told: list[str] = []
    for count in (11, 12, 13):
        tty = Painted(tmp_path)
        tty.wait("SCAN ITEM")
        tty.scan(BOLT)
        tty.wait("LOT?")
        tty.key("enter")
        tty.wait("QUANTITY")
        tty.type(str(count))
        tty.wait("F7 NEW")
        tty.key("f7")
        tty.wait("PUT ON")
        told.append(next(word for word in tty.settled().split() if word in block))
        tty.kill()
    line.cut = False
    assert len(set(told)) == 3
    hands = Hands(tmp_path, profile)
    hands.until(lambda: hands.station.outbox.unsent() == 0)
    assert hands.station.outbox.problems() == []
    on = lpns(floor)
    assert [on[number] for number in told] == [11, 12, 13]
    hands.die()


def test_where_none_is_left_it_says_so_and_what_to_do(
    floor: Served, line: Line, tmp_path: Path
) -> None:
    profile, ann = device(floor, line, "EMPTY")
    hands = Hands(tmp_path, profile).sign_in(ann)
    hands.station.workplace.fetch_ahead()
    printed, *_ = hands.station.workplace.numbers.left()
    hands.station.outbox.forget_ahead(NUMBER)
    hands.say("type:1", "key:enter", DOCK, BOLT, "key:enter", "type:2")
    line.cut = hands.away = True
    hands.say("key:f7")
    assert hands.band.lines == ("No new LPN numbers here", "Scan a printed LPN")
    hands.say(printed)
    line.cut = hands.away = False
    hands.until(lambda: hands.station.outbox.unsent() == 0)
    assert lpns(floor)[printed] == 2
    hands.say(BOLT, "key:enter", "type:3", "key:f7")  # with network the server gives one
    assert hands.view.what[0].startswith("PUT ON LP")
    hands.die()


def test_the_block_is_filled_up_when_half_of_it_is_gone(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.sqlite")
    outbox.fetched(NUMBER, [(f"LP{n}", b"") for n in range(3)])
    assert [outbox.take_ahead(NUMBER) for _ in range(4)] == ["LP0", "LP1", "LP2", ""]
