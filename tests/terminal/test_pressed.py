"""A server that asks to be left alone, is busy, or ends a session: all is kept, and done once."""

import sqlite3
import time
from pathlib import Path

import pytest

from labels.codes import Kind, house_code
from server.stock.wire import MoveStock
from tests.terminal.floor import GTINS, Served
from tests.terminal.hands import Hands
from tests.terminal.line import Line

A01, B05 = (house_code(Kind.LOCATION, code) for code in ("A01", "B05"))
ASKED_SECONDS = 3.0


class AtWork:
    """Somebody with goods at A-01, and how many of them stand at B-05 since."""

    def __init__(self, floor: Served, line: Line, folder: Path, name: str) -> None:
        floor.put("BOLT", "A-01", 50)
        self.floor, self.person = floor, floor.person(name)
        self._before = self._there()
        device = line.profile(floor.device(f"D-{name}"))
        self.hands = Hands(folder, device).sign_in(self.person)
        self.hands.station.workplace.fetch_ahead()
        self.outbox = self.hands.station.outbox
        line.passed.clear()

    def _there(self) -> int:
        return sum(n for _, place, n in self.floor.stock(sku="BOLT") if place == "B-05")

    @property
    def moved(self) -> int:
        return self._there() - self._before

    def send(self) -> None:
        self.hands.station.desk.send(
            MoveStock(sku="BOLT", quantity=1, source="A-01", target="B-05")
        )

    def drained(self) -> None:
        self.hands.until(lambda: self.outbox.unsent() == 0)
        assert self.outbox.problems() == []


@pytest.mark.parametrize("status", [429, 503])
def test_it_is_left_alone_as_long_as_it_asks_whatever_is_written_meanwhile(
    floor: Served, line: Line, tmp_path: Path, status: int
) -> None:
    work = AtWork(floor, line, tmp_path, f"ASKED-{status}")
    line.says = [(status, "busy", {"retry-after": str(int(ASKED_SECONDS))})]
    began = time.monotonic()
    for count in range(1, 4):
        work.send()
        work.hands.until(lambda: not line.says)
        assert (work.outbox.unsent(), line.passed) == (count, [])
    work.drained()
    assert time.monotonic() - began >= ASKED_SECONDS
    assert (len(line.passed), work.moved) == (3, 3)
    work.hands.die()


@pytest.mark.parametrize("told", ["", "soon", "Wed, 25 Nov 2026 12:00:00 GMT", "-5"])
def test_an_answer_without_seconds_is_tried_again_as_usual(
    floor: Served, line: Line, tmp_path: Path, told: str
) -> None:
    work = AtWork(floor, line, tmp_path, f"ODD-{len(told)}")
    line.says = [(503, "busy", {"retry-after": told}), (408, "", {}), (500, "", {})]
    work.send()
    work.drained()
    assert (line.says, work.moved) == ([], 1)
    work.hands.die()


def test_a_lost_answer_has_one_effect(floor: Served, line: Line, tmp_path: Path) -> None:
    work = AtWork(floor, line, tmp_path, "DEAF")
    line.deaf = True
    work.send()
    work.hands.until(lambda: len(line.passed) >= 2)
    line.deaf = False
    work.drained()
    assert (len({key for _, key in line.passed}), work.moved) == (1, 1)
    work.hands.die()


def test_a_database_that_is_locked_is_waited_for(floor: Served, line: Line, tmp_path: Path) -> None:
    work = AtWork(floor, line, tmp_path, "LOCKED")
    other = sqlite3.connect(floor.home / "tallyman.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    work.hands.away = True
    work.hands.say("type:6", A01, GTINS["BOLT"], "type:1", B05)
    work.hands.until(lambda: any(status == 503 for status in line.statuses))
    assert work.outbox.unsent() == 1
    other.execute("ROLLBACK")
    other.close()
    work.hands.away = False
    work.drained()
    assert work.moved == 1
    work.hands.die()


def test_a_session_that_ends_meanwhile_drops_nothing(
    floor: Served, line: Line, tmp_path: Path
) -> None:
    work = AtWork(floor, line, tmp_path, "ENDED")
    line.cut = work.hands.away = True
    work.hands.say("type:6", A01, GTINS["BOLT"], B05)
    floor.post("/sessions/revoke", {"person": work.person.code})
    line.cut = work.hands.away = False
    work.hands.until(lambda: work.outbox.waiting().held == 1)
    work.hands.until(lambda: work.hands.view.ask == "SCAN BADGE")
    assert "sign in again. 1 unsent." in " ".join(work.hands.view.what)
    work.hands.sign_in(work.person)
    work.drained()
    assert work.moved == 1
    work.hands.die()
