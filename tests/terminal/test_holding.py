"""A refused command holds back what is about the same goods, and nothing else."""

import json
import sqlite3
from pathlib import Path

import httpx
import pytest

from server.outbound.wire.picking import ConfirmPick
from server.outbound.wire.totes import AssignTote, DropTote
from server.stock.wire import MoveStock
from server.undo.wire import Reverse
from server.wire import Command
from terminal.client import Client, Fate
from terminal.flows.ask import Answer, Saved
from terminal.kept import Row, State
from terminal.outbox import Outbox
from terminal.scan.reading import Kind
from terminal.sending import Sender

PATH = "/warehouses/MAIN/x"
NO = {"type": "", "title": "", "status": 409, "detail": "Cancelled.", "code": "line_cancelled"}


class Server:
    """Answers as it is told; `taken` are the bodies that it has done."""

    def __init__(self) -> None:
        self.taken: list[dict[str, object]] = []
        self.refuses: list[dict[str, object]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        told = json.loads(request.content)
        if any(no.items() <= told.items() for no in self.refuses):
            return httpx.Response(409, json=NO)
        self.taken.append(told)
        return httpx.Response(200, json={})


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def sender(tmp_path: Path, server: Server) -> Sender:
    client = Client("http://x", "d", httpx.MockTransport(server))
    return Sender(Outbox(tmp_path / "outbox.sqlite"), client, lambda *_: None)


def send(sender: Sender, command: Command) -> Row:
    row = sender.outbox.find(sender.outbox.send(command, session="S", path=PATH))
    assert row is not None
    return row


def drain(sender: Sender) -> None:
    while (row := sender.outbox.next()) is not None:
        sender.send_one(row)


def pick(number: str, line: int, tote: str) -> ConfirmPick:
    return ConfirmPick(pick_list=number, line=line, quantity=1, tote=tote)


def test_only_what_is_about_the_same_waits(sender: Sender, server: Server) -> None:
    server.refuses = [{"pick_list": "W1", "line": 1}]
    send(sender, pick("W1", 1, "T1"))
    send(sender, pick("W2", 1, "T2"))
    send(sender, AssignTote(pick_list="W3", slot=1, tote="T1"))
    send(sender, pick("W3", 1, "T3"))
    send(sender, MoveStock(sku="BOLT", quantity=1, source="A-1", target="A-2"))
    send(sender, DropTote(pick_list="W2", tote="T2", location="STAGE-1"))
    drain(sender)
    assert [told.get("pick_list") for told in server.taken] == ["W2", None, "W2"]
    waiting = sender.outbox.waiting()
    assert (waiting.unsent, waiting.held, waiting.problems) == (2, 2, 1)


@pytest.mark.parametrize("way", [State.SETTLED, State.WRITTEN])
def test_once_it_is_settled_the_rest_goes_out_in_order(
    sender: Sender, server: Server, way: State
) -> None:
    server.refuses = [{"line": 1}]
    first = send(sender, pick("W1", 1, "T1"))
    for line in (2, 3):
        send(sender, pick("W1", line, "T1"))
    drain(sender)
    assert (server.taken, sender.outbox.waiting().held) == ([], 2)
    server.refuses = []
    sender.outbox.mark(first.seq, way)
    drain(sender)
    again = [1] if way is State.WRITTEN else []
    assert [told["line"] for told in server.taken] == [*again, 2, 3]
    assert sender.outbox.waiting().unsent == 0


def test_what_was_written_in_one_procedure_belongs_together(sender: Sender, server: Server) -> None:
    server.refuses = [{"source": "A-1"}]
    one, other = (sender.outbox.begin("move", name, "MAIN", b"{}").run for name in ("1", "2"))
    for run, source in ((one, "A-1"), (one, "A-3"), (other, "A-5")):
        move = MoveStock(sku="BOLT", quantity=1, source=source, target="A-2")
        sender.outbox.write(run, 0, (), move, session="S", path=PATH)
    drain(sender)
    assert [told["source"] for told in server.taken] == ["A-5"]


def test_taking_back_what_never_went_out_sends_neither(sender: Sender, server: Server) -> None:
    server.refuses = [{"line": 1}]
    refused = send(sender, pick("W1", 1, "T1"))
    drain(sender)
    held = send(sender, pick("W1", 2, "T1"))
    for row in (held, refused):
        undo = send(sender, Reverse(operation=row.operation))
        assert (undo.state, undo.result) == (State.DONE, b'{"undone":"pick.confirm"}')
    drain(sender)
    waiting = sender.outbox.waiting()
    assert (server.taken, waiting.unsent, waiting.problems) == ([], 0, 0)


def test_taking_back_what_may_have_arrived_is_sent_behind_it(
    sender: Sender, server: Server
) -> None:
    first = send(sender, pick("W1", 1, "T1"))
    assert sender.outbox.tried(first.seq)  # and the link was cut
    undo = send(sender, Reverse(operation=first.operation))
    assert (undo.state, undo.about) == (State.WRITTEN, first.about)
    drain(sender)
    assert [told.get("line") for told in server.taken] == [1, None]


def test_a_command_taken_back_while_the_sender_held_it_is_not_sent(
    sender: Sender, server: Server
) -> None:
    row = send(sender, pick("W1", 1, "T1"))
    send(sender, Reverse(operation=row.operation))
    assert sender.send_one(row).fate is Fate.DONE
    assert server.taken == []


def test_a_server_that_lacks_what_came_before_gets_it_again_in_order(
    tmp_path: Path,
) -> None:
    known: list[str] = []

    def serve(request: httpx.Request) -> httpx.Response:
        after = request.headers.get("tallyman-after")
        if after is not None and after not in known:
            early = NO | {"status": 425, "code": "too_early"}
            return httpx.Response(425, json=early)
        known.append(request.headers["idempotency-key"])
        return httpx.Response(200, json={})

    client = Client("http://x", "d", httpx.MockTransport(serve))
    sender = Sender(Outbox(tmp_path / "outbox.sqlite"), client, lambda *_: None)
    picks = [send(sender, pick("W1", line, "T1")) for line in (1, 2)]
    other = send(sender, pick("W2", 1, "T2"))
    drain(sender)
    known.clear()  # restored from a backup
    last = send(sender, DropTote(pick_list="W1", tote="T1", location="STAGE-1"))
    drain(sender)
    assert known == [picks[0].operation, picks[1].operation, last.operation]
    assert other.operation not in known
    assert sender.outbox.waiting().unsent == 0


def test_what_another_session_did_is_not_sent_to_a_server_that_may_be_a_new_one(
    sender: Sender, server: Server
) -> None:
    def wrote(line: int, session: str) -> Row:
        command = pick("W1", line, "T1")
        row = sender.outbox.find(sender.outbox.send(command, session=session, path=PATH))
        assert row is not None
        return row

    done = wrote(1, "OLD")
    drain(sender)
    before = sender.outbox.before(wrote(2, "OLD"))
    assert before is not None
    assert before.operation == done.operation
    assert sender.outbox.before(wrote(3, "NEW")) is None


def test_an_older_outbox_is_taken_over_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "outbox.sqlite"
    db = sqlite3.connect(path)
    db.executescript((Path(__file__).parent / "golden" / "outbox-1.sql").read_text())
    db.close()
    outbox = Outbox(path)
    assert outbox.aside == ""
    row = outbox.next()
    assert row is not None
    assert (row.kind, row.person, row.about, row.tries) == ("pick.confirm", "", "", 3)
    assert row.body == b'{"pick_list":"PL1","line":1,"quantity":2,"tote":"TO0000017"}'
    assert [problem.kind for problem in outbox.problems()] == ["pick.drop_tote"]
    kept = outbox.resumed("ANN")
    assert kept is not None
    assert kept.entries == (
        Answer(step="loc", kind=Kind.LOC, value="A-01"),
        Saved(kind="pick.confirm", operation=row.operation),
    )
