"""What was refused late is settled by who supervises, from another device; the device learns it."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from server.stock.wire import MoveStock
from terminal.kept import Row, State
from tests.terminal.floor import Person, Served
from tests.terminal.hands import Hands

SECONDS = 20.0


class Refused:
    """A device whose move of nuts was refused when its worker had gone on."""

    def __init__(self, floor: Served, folder: Path, code: str) -> None:
        self.floor, self.place = floor, f"B-0{code[-1]}"
        self.worker: Person = floor.person(code)
        self.hands = Hands(folder, floor.device(f"D{code}")).sign_in(self.worker)
        move = MoveStock(sku="NUT", quantity=2, source=self.place, target="A-06")
        self.hands.station.desk.send(move)
        self.hands._settle()
        until(lambda: [row.state for row in self.problems] == [State.TOLD])
        self.operation = self.problems[0].operation

    @property
    def problems(self) -> list[Row]:
        return self.hands.station.outbox.problems()

    @property
    def listed(self) -> dict[str, Any]:
        """As the server's list has it, whatever its state."""
        rows: list[dict[str, Any]] = []
        for state in ("open", "accepted", "resolved"):
            rows += self.floor.get("/warehouses/{warehouse}/exceptions", state=state)["items"]
        [row] = [row for row in rows if row["operation"] == self.operation]
        return row

    def advise(self, advice: str, note: str = "") -> None:
        body = {"number": self.listed["number"], "advice": advice, "note": note}
        self.floor.post("/warehouses/{warehouse}/exceptions/advise", body)
        self.hands.station.workplace.settling.listen()
        self.hands._settle()

    def state(self) -> State:
        row = self.hands.station.outbox.find(self.operation)
        assert row is not None
        return row.state


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def refused(floor: Served, tmp_path: Path) -> Callable[[str], Refused]:
    return lambda code: Refused(floor, tmp_path, code)


def test_it_is_sent_again_once_nothing_stands_against_it(
    floor: Served, refused: Callable[[str], Refused]
) -> None:
    device = refused("SET1")
    assert (device.listed["device"], device.listed["kind"]) == ("DSET1", "device_problem")
    device.advise("resend")  # too early: it is refused once more, and stands there again
    until(lambda: device.state() is State.TOLD)
    assert (device.listed["state"], device.listed["advice"]) == ("open", None)
    floor.put("NUT", device.place, 5)
    device.advise("resend", "Now they are there.")
    until(lambda: device.listed["state"] == "resolved")
    assert device.state() is State.DONE
    assert [row for row in floor.stock(sku="NUT") if row[1] in {device.place, "A-06"}] == [
        ("NUT", "A-06", 2),
        ("NUT", device.place, 3),
    ]
    device.hands.die()


def test_it_is_closed_with_a_reason_and_never_goes_out(
    refused: Callable[[str], Refused],
) -> None:
    device = refused("SET2")
    device.advise("close", "Nobody had moved them.")
    assert (device.state(), device.problems) == (State.SETTLED, [])
    assert device.hands.band.lines[1] == "settled Nobody had moved them."
    row = device.listed
    assert (row["state"], row["note"]) == ("resolved", "Nobody had moved them.")
    assert "refused, look" not in " ".join(device.hands.view.what)
    device.hands.die()


def test_the_worker_is_asked_to_put_the_goods_back_and_scans_where(
    refused: Callable[[str], Refused],
) -> None:
    device = refused("SET3")
    device.advise("put_back", "Sold to nobody.")
    assert (device.state(), device.listed["state"]) == (State.TOLD, "open")
    hands = device.hands.say("key:escape", "key:f8")
    assert "LEAD: put the goods back, F8 Sold to nobody." in hands.view.what
    hands.say("type:2")
    assert (hands.view.ask, hands.view.target) == ("SCAN WHERE THEY GO BACK", device.place)
    hands.say("type:A-06")
    assert hands.band.code == "E-WRONG"
    hands.say(f"type:{device.place}")
    until(lambda: device.listed["state"] == "resolved")
    assert device.state() is State.SETTLED
    assert device.listed["note"] == f"2 of NUT were put back to {device.place}."
    hands.die()


def test_of_what_another_device_was_refused_nothing_is_told(
    floor: Served, refused: Callable[[str], Refused], tmp_path: Path
) -> None:
    device = refused("SET4")
    other = Hands(tmp_path / "other", floor.device("DOTHER")).sign_in(floor.person("OTHER"))
    told = other.station.client.get(
        "/warehouses/MAIN/exceptions/advice", dict, operations=[device.operation]
    )
    assert told == {"problems": []}
    device.advise("close")
    other.die()
    device.hands.die()
