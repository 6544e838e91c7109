"""What becomes of refusals: seen by who waits for them, signed by a second person, or a problem."""

import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from server.exceptions.wire import ReportProblem
from server.undo.wire import Reverse
from terminal.flows.offers import Event, Refused, Replied, Signed, Told
from terminal.flows.run import Run
from terminal.flows.words import counted
from terminal.kept import Row, State
from terminal.outbox import Outbox

if TYPE_CHECKING:
    from terminal.desk import Desk


HELD_BACK = "What came before it was refused: settle that first, at home with F8."


class Refusals:
    """The part of a desk that keeps its outbox's problems true."""

    def __init__(self, desk: "Desk") -> None:
        self.desk = desk

    def heard(self, event: Refused) -> bool:
        """Whether the worker stands at the prompt that waits for it; else it is a problem."""
        runs = self.desk.runs()
        if any(run.pending and run.pending.operation == event.operation for run in runs):
            return True
        self.desk.saving.do(partial(self._problem, event))
        return False

    def at_once(self, operation: str) -> Event | None:
        """What a run hears of a command that isn't sent now: it waits behind a refusal."""
        row = self.desk.outbox.find(operation)
        if row is None:
            return None
        if row.kind == Reverse.kind and row.state is State.DONE:  # both never go out
            return answer_of(row, 200, row.result or b"{}")
        if not self.desk.outbox.holds(row.seq):
            return None
        if row.offline != "C":
            return Replied(operation, None, time.monotonic())
        self.desk.outbox.withdraw(row.seq)
        return Refused(operation, "held_back", HELD_BACK, time.monotonic())

    def settle(self, operation: str) -> None:
        """A refusal that was seen is no problem, unless a second person may still turn it."""
        row = self.desk.outbox.find(operation)
        if row is not None and not any(is_held(run, operation) for run in self.desk.runs()):
            self.desk.outbox.mark(row.seq, State.SETTLED)

    def signed(self, operation: str, name: str) -> None:
        """A second person has signed: the same command goes out again, under its own id."""
        row = self.desk.outbox.find(operation)
        self.desk.offer(Signed(operation, name, time.monotonic()))
        if row is not None:
            self.desk.outbox.signed(row.seq)
        self.desk.nudge()

    def catch_up(self) -> None:
        """Refusals that came when nobody could hear them, before a restart."""
        for row in self.desk.outbox.problems():
            if row.state is State.PROBLEM:
                self.desk.shell.post(answer_of(row, row.status or 0, row.result or b"{}"))

    def broken(self) -> None:
        """An outbox that was broken and set aside is told to the server, once."""
        sentence = self.desk.outbox.fact("aside")
        if sentence:
            self.desk.send(ReportProblem(document="outbox", sentence=sentence))
            self.desk.outbox.remember("aside", "")

    def _problem(self, event: Refused) -> None:
        """It was refused after the worker had gone on: listed here, and told to the server."""
        outbox = self.desk.outbox
        row = outbox.find(event.operation)
        if row is None or row.state is not State.PROBLEM or row.kind == ReportProblem.kind:
            return
        told = _report(row, f"{event.detail} {behind(outbox)}".strip())
        self.desk.send(told, row.session if row.is_whole else "", about=row.seq)
        lines = ("A command was refused", event.detail or event.code)
        self.desk.shell.post(Told(lines, good=False, at=time.monotonic()))


def _report(row: Row, why: str) -> ReportProblem:
    """What the server hears of it; of a damaged one no field is trusted."""
    if row.is_whole:
        sentence = f"{row.kind} was refused: {why}"[:1000]
        return ReportProblem(operation=row.operation, document=row.kind, sentence=sentence)
    told = ReportProblem(document="outbox", sentence=f"Command {row.seq}: {why}"[:1000])
    with suppress(ValueError):
        told = msgspec.structs.replace(told, operation=str(UUID(row.operation)))
    return told


def behind(outbox: Outbox) -> str:
    """How many commands wait, in a sentence; nothing where none does."""
    held = outbox.waiting().held
    told = counted(held, "{count} more waits behind it.", "{count} more wait behind it.")
    return told if held else ""


def is_held(run: Run, operation: str = "") -> bool:
    """Whether a run waits for a second person to sign its command."""
    pending = run.pending
    if pending is None or pending.refusal is None:
        return False
    return operation in {"", pending.operation}


class _Told(msgspec.Struct, frozen=True):
    code: str = ""
    detail: str = ""


def answer_of(row: Row, status: int, body: bytes) -> Event:
    """What the server said to a command, as a run hears it."""
    now = time.monotonic()
    if status < 400:
        return Replied(row.operation, msgspec.json.decode(body), now)
    told = msgspec.json.decode(body, type=_Told)
    return Refused(row.operation, told.code, told.detail, now)
