"""What a supervisor does about people and devices at a handheld; the server judges the right."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from labels.codes import Kind, house_code
from server.identity.wire.devices import DeviceRevoke
from server.identity.wire.people import PinUnlock, WhoseBadge
from server.places.wire import LocationBlock, LocationStatus
from server.printing.wire import PrintBadge
from server.stock.wire import MoveStock
from server.work.wire import AssignTask, Broadcast
from terminal.client import Declined
from terminal.flows.offers import Colour
from tests.terminal.floor import GTINS, Person, Served, tote
from tests.terminal.hands import Hands

At = Callable[[Person, str], Hands]


@pytest.fixture
def at(floor: Served, tmp_path: Path) -> Iterator[At]:
    opened: list[Hands] = []

    def device(person: Person, name: str) -> Hands:
        opened.append(Hands(tmp_path / name, floor.device(name)).sign_in(person))
        return opened[-1]

    yield device
    for hands in opened:
        hands.die()


def board(hands: Hands, *choices: str) -> Hands:
    """The board, and from its last line on."""
    hands.say("type:9")
    assert hands.view.ask == "BOARD, ESC HOME", hands.prompt
    last = next(line for line in hands.view.options if line.endswith("PEOPLE, DEVICES"))
    return hands.say(f"type:{last.split()[0]}", *choices)


def a_task(floor: Served, reference: str) -> int:
    floor.put("BOLT", "A-01", 50)
    floor.order(reference, ("BOLT", 1))
    [pick_list] = floor.wave()
    tasks = floor.get("/warehouses/{warehouse}/tasks", kind="pick")["items"]
    return int(next(task["task"] for task in tasks if task["document"] == pick_list))


def task_of(floor: Served, number: int) -> tuple[str, str | None, int]:
    task = floor.get(f"/warehouses/{{warehouse}}/tasks/{number}")
    return task["state"], task["worker"], task["priority"]


def test_a_task_is_reassigned_by_two_scans_and_no_badge_is_kept(
    floor: Served, at: At, tmp_path: Path
) -> None:
    sue, bob = floor.person("SUE1", "supervisor"), floor.person("BOB1")
    task = a_task(floor, "lead-1")
    hands = at(sue, "DLEAD1")
    board(hands, "type:1", house_code(Kind.TASK, str(task)), bob.badge)
    assert task_of(floor, task) == ("assigned", "person:BOB1", 5)
    hands.say("key:escape")
    board(hands, "type:1", f"type:{task}", "type:bob1")
    board(hands.say("key:escape"), "type:1", f"type:{task}", "type:2")
    assert task_of(floor, task)[2] == 2
    board(hands.say("key:escape"), "type:2", f"type:{task}")
    assert task_of(floor, task)[:2] == ("ready", None)
    hands.die()
    kept = b"".join(file.read_bytes() for file in (tmp_path / "DLEAD1").iterdir())
    assert bob.badge.encode() not in kept


def test_all_are_told_between_two_lines_and_never_within_one(floor: Served, at: At) -> None:
    sue, ann = floor.person("SUE2", "supervisor"), floor.person("ANN2")
    a_task(floor, "lead-2")
    worker = at(ann, "DLEAD2").say("type:3", tote(71), house_code(Kind.LOCATION, "A01"))
    assert worker.view.ask == "SCAN ITEM x1"
    lead = at(sue, "DLEAD3")
    board(lead, "type:3", "type:Truck at door 2", "key:enter")
    worker.station.workplace.news.exchange()
    worker._settle()
    assert worker.band.colour is not Colour.MAGENTA
    worker.say(GTINS["BOLT"])
    assert (worker.band.colour, worker.band.lines) == (Colour.MAGENTA, ("SUE2:", "Truck at door 2"))
    worker.station.workplace.news.exchange()
    worker.say(house_code(Kind.LOCATION, "STAGE1"))
    assert worker.view.band.lines[:1] != ("SUE2:",)
    with pytest.raises(Declined) as refused:
        worker.station.client.act(Broadcast(text="x"), dict, "MAIN")
    assert refused.value.code == "forbidden"


def test_the_last_scans_of_a_person_are_shown_raw_with_what_came_of_them(
    floor: Served, at: At
) -> None:
    sue, ann = floor.person("SUE4", "supervisor"), floor.person("ANN4")
    worker = at(ann, "DLEAD4").say("type:6", "4006381333931", "type:NOWHERE-9")
    assert worker.band.code.startswith("E-")
    worker.say("key:f10", f"type:{ann.pin}", ann.badge.lower())
    assert worker.view.title != "LOCKED"
    worker.station.workplace.news.exchange()
    lead = at(sue, "DLEAD5")
    board(lead, "type:4", ann.badge)
    shown = " ".join(lead.view.options)
    assert "E-" in shown, lead.view
    assert len(lead.view.options) >= 3
    lead.say("type:3")
    assert any("34 30 30 36" in line for line in lead.view.what), lead.view
    assert ann.badge not in str(lead.views)
    told = str(floor.get("/warehouses/{warehouse}/scans/heard", person="ANN4"))
    for secret in (ann.pin, ann.badge, ann.badge.lower()):
        assert secret.encode().hex() not in told


def test_a_workers_act_is_taken_back_by_a_supervisor(floor: Served, at: At) -> None:
    sue, ann = floor.person("SUE6", "supervisor"), floor.person("ANN6")
    floor.put("NUT", "B-04", 9)
    worker = at(ann, "DLEAD6")
    worker.station.desk.send(MoveStock(sku="NUT", quantity=1, source="B-04", target="B-05"))
    worker._settle()
    assert ("NUT", "B-05", 1) in floor.stock(sku="NUT")
    lead = at(sue, "DLEAD7")
    board(lead, "type:5", ann.badge, "type:1", "type:1")
    assert floor.stock(sku="NUT") == [("NUT", "B-04", 9)]


def test_a_lost_device_is_shut_out(floor: Served, at: At) -> None:
    sue, ann = floor.person("SUE8", "supervisor"), floor.person("ANN8")
    worker = at(ann, "DLEAD8")
    lead = at(sue, "DLEAD9")
    board(lead, "type:6")
    while not (line := next((x for x in lead.view.options if "DLEAD8" in x), "")):
        lead.say(f"type:{len(lead.view.options)}")
    lead.say(f"type:{line.split()[0]}", "type:2")
    with pytest.raises(Declined) as refused:
        worker.station.client.get("/me", dict)
    assert (refused.value.status, refused.value.code) == (401, "credentials_refused")


def test_whose_a_badge_is_is_not_for_workers(floor: Served, at: At) -> None:
    ann = floor.person("ANN9")
    worker = at(ann, "DLEADA")
    with pytest.raises(Declined) as refused:
        worker.station.client.whose(WhoseBadge(badge=ann.badge))
    assert refused.value.code == "forbidden"


def test_a_place_is_opened_by_its_label(floor: Served, at: At) -> None:
    lead = at(floor.person("LEA1", "lead"), "DLEADB")
    blocked = {"location": "B-06", "status": "locked", "reason": "leaking roof"}
    floor.post("/warehouses/{warehouse}/locations/block", blocked)
    board(lead, "type:2", house_code(Kind.LOCATION, "B06"))
    assert floor.get("/warehouses/{warehouse}/locations/B-06")["status"] == "open"


def test_a_badge_for_some_hours_is_printed_and_kept_nowhere(
    floor: Served, at: At, tmp_path: Path
) -> None:
    ann = floor.person("ANNB")
    folder = tmp_path / "paper"
    folder.mkdir()
    printer = {"code": "PAPER", "name": "x", "address": f"folder:{folder}", "language": "pdf"}
    floor.post("/warehouses/{warehouse}/printers", printer)
    route = {"document": "badge", "printer": "PAPER"}
    floor.post("/warehouses/{warehouse}/printer-routes", route, method="PUT")
    lead = at(floor.person("LEA2", "lead"), "DLEADC")
    board(lead, "type:7", "type:annb", "type:13")
    assert lead.band.code == "E-QTY"
    lead.say("type:4")
    assert lead.view.ask == "BOARD, ESC HOME"
    for _ in range(200):
        jobs = floor.get("/warehouses/{warehouse}/print-jobs", state="printed")["items"]
        if jobs:
            break
        time.sleep(0.1)
    [job] = jobs
    assert (job["design"], len(list(folder.iterdir()))) == ("badge", 1)
    again = {"job": job["job"]}
    refused = httpx.post(
        f"{floor.url}/api/v1/warehouses/MAIN/print-jobs/reprint",
        json=again,
        headers={"Authorization": f"Bearer {floor.key}", "Idempotency-Key": str(uuid4())},
    )
    assert refused.json()["code"] == "shown_once"
    with closing(sqlite3.connect(floor.home / "tallyman.sqlite")) as db:
        facts, content = db.execute("SELECT facts, content FROM print_job").fetchone()
    assert (facts, content) == (b"{}", b"")
    old = Hands(tmp_path / "old", floor.device("DLEADD")).sign_in(ann)
    assert old.view.ask == "SCAN BADGE"
    old.die()


def test_a_lead_is_told_what_only_others_may(floor: Served, at: At) -> None:
    lead = at(floor.person("LEA3", "lead"), "DLEADE")
    floor.person("BOSS3", "supervisor")
    board(lead, "type:2", "type:boss3")
    assert (lead.band.code, lead.band.colour) == ("E-PERM", Colour.RED)
    board(lead.say("key:escape", "key:escape"), "type:7", "type:boss3", "type:2")
    assert lead.band.code == "E-PERM"


def test_a_worker_has_no_board_and_the_server_refuses_its_acts(floor: Served, at: At) -> None:
    worker = at(floor.person("WOR1"), "DLEADF")
    task = a_task(floor, "lead-perm")
    assert not any(line.endswith("BOARD") for line in worker.view.options)
    for command in (
        AssignTask(task=task, person="WOR1"),
        LocationBlock(location="A-01", status=LocationStatus.OPEN),
        PrintBadge(person="WOR1", hours=1),
        PinUnlock(person="WOR1"),
        DeviceRevoke(device="DLEADF"),
    ):
        with pytest.raises(Declined) as refused:
            worker.station.client.act(command, dict, "MAIN")
        assert refused.value.code == "forbidden"
