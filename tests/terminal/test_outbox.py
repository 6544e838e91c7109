"""The outbox: what was shown as saved survives a kill, and is sent once, in order."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from server.places.wire import WarehouseCreate
from terminal.client import Client, Fate, judged
from terminal.flows.ask import Answer, Saved
from terminal.kept import State
from terminal.outbox import Outbox
from terminal.scan.reading import Kind
from terminal.sending import Sender
from terminal.store import InUse
from terminal.uuid7 import uuid7

ANSWER = Answer(step="loc", kind=Kind.LOC, value="A-01")


def command(code: str) -> WarehouseCreate:
    return WarehouseCreate(code=code, name="x")


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "outbox.sqlite")


def test_a_run_stands_where_it_was_cut_off(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox.sqlite")
    run = outbox.begin("pick", "TK1", "MAIN", b"{}").run
    outbox.write(run, 0, [ANSWER, ANSWER])
    outbox.write(run, 1, [Saved(kind="pick.confirm", operation="x")])
    outbox.close()
    resumed = Outbox(tmp_path / "outbox.sqlite").resumed()
    assert resumed is not None
    assert resumed.entries == (ANSWER, Saved(kind="pick.confirm", operation="x"))
    assert (resumed.flow, resumed.task, resumed.warehouse) == ("pick", "TK1", "MAIN")


def test_an_ended_run_is_not_resumed(outbox: Outbox) -> None:
    run = outbox.begin("pick", "TK1", "MAIN", b"{}").run
    outbox.end(run)
    assert outbox.resumed() is None


def test_answer_and_command_are_one(outbox: Outbox) -> None:
    run = outbox.begin("pick", "TK1", "MAIN", b"{}").run
    operation = outbox.write(run, 0, [ANSWER], command("W1"), session="S1", path="/warehouses")
    row = outbox.next()
    assert row is not None
    assert (row.operation, row.session, row.state) == (operation, "S1", State.WRITTEN)
    assert json.loads(row.body)["code"] == "W1"
    assert outbox.unsent() == 1


def test_a_second_terminal_on_one_outbox_is_refused(tmp_path: Path, outbox: Outbox) -> None:
    with pytest.raises(InUse, match="Another terminal is using"):
        Outbox(tmp_path / "outbox.sqlite")
    assert outbox.unsent() == 0


def test_operation_ids_are_version_7_and_sort_by_time() -> None:
    first = uuid7()
    time.sleep(0.002)
    second = uuid7()
    assert (first.version, first.variant) == (7, "specified in RFC 4122")
    assert first < second


@pytest.mark.parametrize(
    ("status", "code", "fate"),
    [
        (200, "", Fate.DONE),
        (400, "malformed", Fate.REFUSED),
        (401, "not_signed_in", Fate.SIGN_IN),
        (403, "forbidden", Fate.REFUSED),
        (404, "not_found", Fate.REFUSED),
        (408, "", Fate.KEEP),
        (409, "not_enough", Fate.REFUSED),
        (409, "in_flight", Fate.KEEP),
        (410, "", Fate.REFUSED),
        (413, "too_large", Fate.REFUSED),
        (422, "operation_id_reused", Fate.REFUSED),
        (425, "", Fate.KEEP),
        (429, "", Fate.KEEP),
        (500, "", Fate.KEEP),
        (503, "busy", Fate.KEEP),
    ],
)
def test_answers_are_read_as_the_kernel_says(status: int, code: str, fate: Fate) -> None:
    problem = {"type": "", "title": "", "status": max(status, 400), "detail": "", "code": code}
    assert judged(status, json.dumps(problem).encode()).fate is fate


def test_the_queue_drains_in_order_through_a_bad_link(outbox: Outbox) -> None:
    seen: list[tuple[str, str]] = []
    cuts = iter([True, False, True, True, False, False])

    def serve(request: httpx.Request) -> httpx.Response:
        seen.append((request.headers["idempotency-key"], json.loads(request.content)["code"]))
        if next(cuts, False):
            raise httpx.ReadError("cut")
        return httpx.Response(200, json={})

    sender = Sender(outbox, Client("http://x", "d", httpx.MockTransport(serve)), lambda *_: None)
    operations = [outbox.send(command(f"W{n}"), session="", path="/warehouses") for n in range(4)]
    while (row := outbox.next()) is not None:
        sender.send_one(row)
    assert [operation for operation, _ in dict.fromkeys(seen)] == operations
    assert [code for _, code in dict.fromkeys(seen)] == ["W0", "W1", "W2", "W3"]
    assert outbox.unsent() == 0


def test_who_has_gone_on_without_an_answer_tells_what_has_happened(outbox: Outbox) -> None:
    told: list[bool] = []

    def serve(request: httpx.Request) -> httpx.Response:
        told.append("tallyman-alone" in request.headers)
        return httpx.Response(503)

    sender = Sender(outbox, Client("http://x", "d", httpx.MockTransport(serve)), lambda *_: None)
    run = outbox.begin("move", "", "MAIN", b"{}").run
    operation = outbox.write(run, 0, [ANSWER], command("W1"), session="S1", path="/warehouses")
    for entries in ([], [Saved("move", operation)], [Saved("move", operation, {})]):
        outbox.write(run, 1, entries)
        row = outbox.next()
        assert row is not None
        sender.send_one(row)
    assert told == [False, True, False]


def test_what_is_refused_for_good_stays_visible_until_settled(outbox: Outbox) -> None:
    def serve(_request: httpx.Request) -> httpx.Response:
        problem = {"type": "", "title": "", "status": 409, "detail": "No.", "code": "not_enough"}
        return httpx.Response(409, json=problem)

    sender = Sender(outbox, Client("http://x", "d", httpx.MockTransport(serve)), lambda *_: None)
    outbox.send(command("W1"), session="", path="/warehouses")
    row = outbox.next()
    assert row is not None
    assert sender.send_one(row).fate is Fate.REFUSED
    assert [problem.kind for problem in outbox.problems()] == ["warehouse.create"]
    outbox.mark(row.seq, State.SETTLED)
    assert outbox.problems() == []


def test_401_holds_what_its_session_wrote_until_its_person_is_back(outbox: Outbox) -> None:
    taken: list[tuple[str, str]] = []

    def serve(request: httpx.Request) -> httpx.Response:
        session = request.headers["tallyman-session"]
        if session == "OLD":
            problem = {"type": "", "title": "", "status": 401, "detail": "No.", "code": "x"}
            return httpx.Response(401, json=problem)
        taken.append((session, json.loads(request.content)["code"]))
        return httpx.Response(200, json={})

    client = Client("http://x", "d", httpx.MockTransport(serve))
    client.session = "OLD"
    sender = Sender(outbox, client, lambda *_: None)
    for code, session, person in (("A1", "OLD", "ANN"), ("A2", "OLD", "ANN"), ("B1", "NEW", "BOB")):
        outbox.send(command(code), session=session, person=person, path="/warehouses")
    _drain(sender)
    assert (taken, outbox.unsent(), client.turned_away) == ([("NEW", "B1")], 2, "OLD")
    outbox.signed_in("BOB", "NEWER")
    _drain(sender)
    assert (len(taken), outbox.unsent()) == (1, 2)
    outbox.signed_in("ANN", "AGAIN")
    _drain(sender)
    assert (taken[1:], outbox.unsent()) == ([("AGAIN", "A1"), ("AGAIN", "A2")], 0)


def _drain(sender: Sender) -> None:
    while (row := sender.outbox.next()) is not None:
        sender.send_one(row)


WRITER = """
import sys
from pathlib import Path
from server.places.wire import WarehouseCreate
from terminal.outbox import Outbox
outbox = Outbox(Path(sys.argv[1]))
for n in range(100_000):
    outbox.send(WarehouseCreate(code=f"W{n}", name="x"), session="", path="/warehouses")
    print(n, flush=True)
"""


def test_what_was_shown_as_saved_survives_kill_9(tmp_path: Path) -> None:
    shown = -1
    for round_ in range(5):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path / f"{round_}.sqlite")],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdout is not None
        for _ in range(20 + 7 * round_):
            shown = int(writer.stdout.readline())
        os.kill(writer.pid, signal.SIGKILL)
        rest = writer.stdout.read().split()
        writer.wait()
        shown = max([shown, *(int(n) for n in rest if n.isdigit())])
        assert Outbox(tmp_path / f"{round_}.sqlite").unsent() in {shown + 1, shown + 2}
