"""Every list of the board with what really waits in it, against a served site that is live."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from server.identity.wire.devices import SignIn
from server.wire import PREFIX
from terminal.flows.offers import Colour
from terminal.settings import DeviceProfile
from tests.server.printing.test_printing import roll
from tests.terminal.floor import SHIP_TO, Person, Served, tote
from tests.terminal.hands import Hands

SECONDS = 30


@pytest.fixture(scope="module")
def live(floor: Served) -> Served:
    floor.put("BOLT", "A-01", 200)
    floor.post("/site/live", {})
    return floor


@pytest.fixture
def sue(live: Served, tmp_path: Path) -> Iterator[Hands]:
    """A supervisor at the board."""
    code = f"S{tmp_path.name[-10:]}".upper().replace("_", "-")
    hands = Hands(tmp_path, live.device(f"D{code[1:]}"))
    hands.sign_in(live.person(code, "supervisor")).say("type:9")
    assert hands.view.ask == "BOARD, ESC HOME"
    yield hands
    hands.die()


def until(floor: Served, path: str, true: Callable[[list[Any]], bool], **asked: Any) -> list[Any]:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        items: list[Any] = floor.get(f"/warehouses/{{warehouse}}/{path}", **asked)["items"]
        if true(items):
            return items
        time.sleep(0.1)
    raise AssertionError(f"{path} is still {items}.")


def row(hands: Hands, number: int) -> str:
    return hands.view.options[number]


def bolts(floor: Served) -> int:
    return sum(quantity for _, _, quantity in floor.stock(sku="BOLT"))


def fewer(floor: Served, quantity: int) -> None:
    body = {"sku": "BOLT", "location": "A-01", "delta": -quantity, "reason": "lost"}
    floor.post("/warehouses/{warehouse}/stock/adjust", body)


def test_what_waits_for_a_decision_gets_one(live: Served, sue: Hands) -> None:
    before = bolts(live)
    fewer(live, 60)
    fewer(live, 70)
    sue.say("key:escape", "type:9")
    assert row(sue, 0) == "1 APPROVALS 2"
    sue.say("type:1")
    assert "200 -> 140 (-60), lost." in row(sue, 0)
    sue.say("type:1")
    assert sue.view.options == ("1 APPROVE", "2 REFUSE")
    sue.say("type:1", "key:enter")
    assert bolts(live) == before - 60
    assert row(sue, 0) == "1 APPROVALS 1"
    sue.say("type:1", "type:1", "type:2", "type:count it first")
    assert bolts(live) == before - 60
    assert row(sue, 0) == "1 APPROVALS 0"
    refused = live.get("/warehouses/{warehouse}/approvals", state="refused")["items"]
    assert len(refused) == 1


def packed_late(live: Served) -> str:
    """A carton at the bench of an order that should have left in 2020."""
    body = {
        "reference": "late",
        "ship_to": SHIP_TO,
        "ship_by": "2020-12-24T12:00:00Z",
        "partial": True,
        "lines": [{"sku": "BOLT", "quantity": 1}],
    }
    order = str(live.post("/orders", body)["number"])
    [number] = live.wave()
    picks = "/warehouses/{warehouse}/picks"
    live.post(f"{picks}/assign-tote", {"pick_list": number, "slot": 1, "tote": tote(91)})
    live.post(picks, {"pick_list": number, "line": 1, "quantity": 1, "tote": tote(91)})
    live.post(f"{picks}/drop-tote", {"pick_list": number, "tote": tote(91), "location": "BENCH-1"})
    carton = {"order": order, "bench": "BENCH-1", "pieces": [{"line": 1, "quantity": 1}]}
    return str(live.post("/warehouses/{warehouse}/cartons", carton)["carton"])


def test_cartons_past_their_time_are_listed_with_their_place(live: Served, sue: Hands) -> None:
    carton = packed_late(live)
    sue.say("key:escape", "type:9")
    assert row(sue, 3) == "4 LATE CARTONS 1"
    assert sue.view.ahead[0] == "1 carton past its time"
    sue.say("type:4")
    [line] = sue.view.options
    assert "in BENCH-1" in line
    assert carton in line
    sue.say("key:f8")
    assert sue.view.ask == "BOARD, ESC HOME"


def signs_in(device: DeviceProfile, person: Person, pin: str) -> str:
    answer = httpx.post(
        f"{device.server}{PREFIX}{SignIn.path}",
        json={"badge": person.badge, "pin": pin},
        headers={"Authorization": f"Device {device.secret}"},
    )
    return "" if answer.status_code == 200 else str(answer.json()["code"])


def test_a_pin_that_has_to_wait_is_unlocked(live: Served, sue: Hands) -> None:
    bob, device = live.person("BOB"), live.device("DBOB")
    wrong = f"{(int(bob.pin) + 1) % 10**6:06}"
    guesses = [signs_in(device, bob, wrong) for _ in range(2)]
    for _ in range(6):
        if "wait" in guesses[-2:]:
            break
        guesses.append(signs_in(device, bob, wrong))
    assert "wait" in guesses
    sue.say("type:6", "type:bob")
    assert sue.view.ask == "BOARD, ESC HOME"
    assert signs_in(device, bob, bob.pin) == ""
    sue.say("type:6", "type:nobody")
    assert sue.band.colour is Colour.RED


def test_a_task_is_taken_from_somebody_and_given_to_another(live: Served, sue: Hands) -> None:
    kim, eva = live.person("KIM"), live.person("EVA")
    live.order("board-task", ("BOLT", 1))
    assert len(live.wave()) == 1
    [task] = live.get("/warehouses/{warehouse}/tasks", kind="pick")["items"]
    live.post("/warehouses/{warehouse}/tasks/assign", {"task": task["task"], "person": kim.code})
    sue.say("key:escape", "type:9", "type:3")
    at = next(
        n for n, line in enumerate(sue.view.options, start=1) if line.endswith("ASSIGNED KIM")
    )
    sue.say(f"type:{at}", "type:2", "type:eva")
    [task] = live.get("/warehouses/{warehouse}/tasks", kind="pick")["items"]
    assert (task["state"], task["worker"]) == ("assigned", f"person:{eva.code}")
    sue.say("type:3", f"type:{at}", "type:1")
    [task] = live.get("/warehouses/{warehouse}/tasks", kind="pick")["items"]
    assert (task["state"], task["worker"]) == ("ready", None)


def test_a_label_that_nobody_saw_is_told_or_printed_again(live: Served, sue: Hands) -> None:
    with roll(cut_after=1) as broken:
        printer = {"code": "PR1", "name": "Dock", "address": broken.address, "language": "zpl"}
        live.post("/warehouses/{warehouse}/printers", printer)
        labels = {"locations": ["A-01", "A-02"], "printer": "PR1"}
        live.post("/warehouses/{warehouse}/print-jobs/locations", labels)
        until(live, "print-jobs", lambda jobs: len(jobs) == 2, state="unconfirmed")
        sue.say("key:escape", "type:9")
        assert row(sue, 4) == "5 PRINTING 2"
        sue.say("type:5")
        assert row(sue, 0).startswith("1 UNCONFIRMED LOCATION A-01")
        sue.say("type:1", "type:1")
        assert row(sue, 4) == "5 PRINTING 1"
        sue.say("type:5", "type:1", "type:2")
        jobs = live.get("/warehouses/{warehouse}/print-jobs")["items"]
        made = [(j["cause"].split()[0], j["copy"]) for j in jobs if j["design"] == "location"]
        assert sorted(made) == [
            ("A-01", 1),
            ("A-02", 1),
            ("A-02", 2),
        ]
        [again] = live.get("/warehouses/{warehouse}/print-jobs", state="printed")["items"]
        assert again["cause"].startswith("A-01")
