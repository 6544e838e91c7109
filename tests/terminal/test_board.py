"""The board and the list of what was refused, on a screen, against a served site."""

import json
from pathlib import Path

from server.work.wire import ParkTask
from terminal import settings
from terminal.kept import State
from terminal.outbox import Outbox
from tests.terminal.floor import Served
from tests.terminal.test_painted import Painted


def open_exceptions(floor: Served) -> list[str]:
    found = floor.get("/warehouses/{warehouse}/exceptions")["items"]
    return [one["kind"] for one in found]


def test_a_lead_settles_what_waits(floor: Served, tmp_path: Path) -> None:
    sue, bob = floor.person("SUE", "supervisor"), floor.person("BOB")
    settings.save(tmp_path, floor.device("DB1"))
    floor.put("BOLT", "A-01", 10)
    floor.order("board", ("BOLT", 1))
    floor.wave()
    tty = Painted(tmp_path, 80, 24)
    tty.sign_in(sue)
    tty.key("f2").wait("0 CALL SUPERVISOR")
    tty.type("0").wait("Help is called")
    tty.wait("⇡0")
    assert open_exceptions(floor) == ["call"]
    tty.type("9").wait("2 EXCEPTIONS 1")
    tty.type("2").wait("1 CALL: MAIN Sue")
    tty.type("1").wait("IS IT PUT RIGHT?")
    tty.type("1").wait("HOW?")
    tty.type("went there").wait("2 EXCEPTIONS 0")
    assert open_exceptions(floor) == []
    tty.type("3").wait("1 PICK PL")
    tty.type("1").wait("WHO DOES IT?")
    tty.type("2").wait("CODE")
    tty.type("bob").wait("3 TASKS 1")
    [task] = floor.get("/warehouses/{warehouse}/tasks")["items"]
    assert (task["state"], task["worker"]) == ("assigned", f"person:{bob.code}")
    tty.key("escape").wait("SCAN ANYTHING")
    tty.kill()


def test_what_was_refused_late_is_shown_and_told(floor: Served, tmp_path: Path) -> None:
    tim = floor.person("TIM")
    settings.save(tmp_path, floor.device("DB2"))
    tty = Painted(tmp_path)
    tty.sign_in(tim)
    tty.kill()
    outbox = Outbox(tmp_path / "outbox.sqlite")
    session = json.loads(outbox.fact("signed_in"))["session"]
    path = ParkTask.path.replace("{warehouse:str}", "MAIN")
    operation = outbox.send(ParkTask(task=999_999), session=session, path=path)
    outbox.close()
    tty = Painted(tmp_path)
    tty.wait("A command was refused")
    tty.wait("⇡0 !1")
    assert open_exceptions(floor) == ["device_problem"]
    tty.key("escape").wait("F8: 1 refused, look")
    tty.key("f8").wait("2 PUT RIGHT BY HAND")
    tty.type("2").wait("1 DONE ANEW")
    tty.type("2").wait("SCAN ANYTHING")
    tty.settled()
    [told] = floor.get("/warehouses/{warehouse}/exceptions")["items"]
    assert (told["advice"], told["note"]) == ("close", "It never happened.")
    tty.kill()
    outbox = Outbox(tmp_path / "outbox.sqlite")
    assert outbox.problems() == []
    parked = outbox.find(operation)
    assert parked is not None
    assert parked.state is State.SETTLED
    outbox.close()
