"""The board of leads and supervisors: what waits, and what they say about it."""

from collections.abc import Callable
from typing import Any

from msgspec import field

from labels.codes import Verb
from server.counting.wire.stocktake import StocktakeView
from server.exceptions.wire import Advice, AdviseDevice, ExceptionView, ResolveException
from server.identity.wire.approvals import ApprovalDecide, ApprovalView
from server.identity.wire.devices import DeviceView
from server.identity.wire.people import PinUnlock
from server.printing.wire import ConfirmPrint, JobView, Reprint
from server.shipping.wire import CartonView
from server.wire import Line, Snapshot
from server.work.wire import AssignTask, KindCount, ReleaseTask, TaskView
from terminal.flows import board_lines as about
from terminal.flows.adjust import adjust
from terminal.flows.ask import Ask, Do, Flow, Show, need
from terminal.flows.lead import LEAD, lead
from terminal.flows.listed import typed, which, yes_or_no
from terminal.flows.opening import Opening
from terminal.flows.stocktake import STOCKTAKE, stocktake
from terminal.flows.words import counted, named, say
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate

ADVICE = (
    Candidate(Advice.RESEND, words="SEND IT AGAIN"),
    Candidate(Advice.PUT_BACK, words="PUT GOODS BACK"),
    Candidate(Advice.CLOSE, words="CLOSE, NEVER SEND"),
)


class BoardView(Snapshot, frozen=True, kw_only=True):
    """What waits in this warehouse, each list oldest first."""

    counts: list[KindCount] = field(default_factory=list)
    approvals: list[ApprovalView] = field(default_factory=list)
    exceptions: list[ExceptionView] = field(default_factory=list)
    tasks: list[TaskView] = field(default_factory=list)
    late: list[CartonView] = field(default_factory=list)
    jobs: list[JobView] = field(default_factory=list)
    devices: list[DeviceView] = field(default_factory=list)
    zone: Line = "UTC"
    stocktakes: list[StocktakeView] = field(default_factory=list)
    adjusts: bool = False
    """Whether stock may be adjusted by whoever looks at this."""


def board(view: BoardView) -> Flow[str | Opening]:
    """Answers `again` after each thing that was said, so that the board is always fresh.

    What was adjusted is told at home.
    """
    lines = tuple(about.kind(one) for one in view.counts)
    told = counted(
        len(view.late), "{count} carton past its time", "{count} cartons past their time"
    )
    late = (told,) if view.late else ()
    menu = (
        Candidate("approvals", words=say("APPROVALS {count}", count=len(view.approvals))),
        Candidate("exceptions", words=say("EXCEPTIONS {count}", count=len(view.exceptions))),
        Candidate("tasks", words=say("TASKS {count}", count=len(view.tasks))),
        Candidate("late", words=say("LATE CARTONS {count}", count=len(view.late))),
        Candidate("jobs", words=say("PRINTING {count}", count=len(view.jobs))),
        Candidate("pin", words="UNLOCK A PIN"),
        *((Candidate("adjust", words="ADJUST STOCK"),) if view.adjusts else ()),
        LEAD,
        *((STOCKTAKE,) if view.adjusts else ()),
    )
    chosen = yield from need(
        Ask(
            Kind.CHOICE,
            prompt="BOARD, ESC HOME",
            step="board",
            one_of=menu,
            show=Show(title="BOARD", details=(*late, *lines), ahead=(*late, *lines)),
        )
    )
    if chosen.value == "adjust":
        return (yield from adjust(None))
    if chosen.value == LEAD.value:
        return (yield from lead(view.tasks, view.devices, view.zone))
    if chosen.value == STOCKTAKE.value:
        yield from stocktake(view.stocktakes)
        return "again"
    yield from LISTS[chosen.value](view)
    return "again"


def _approvals(view: BoardView) -> Flow[None]:
    said = {str(one.number): about.approval(one) for one in view.approvals}
    number = yield from which("APPROVE?", said)
    if number is None:
        return
    how = yield from yes_or_no("APPROVE?", said[number], yes="APPROVE", no="REFUSE")
    if how is None:
        return
    reason = yield from typed("WHY? ENTER: NO WORD", "reason")
    yield from Do(
        ApprovalDecide(number=int(number), approve=how, reason=reason),
        says=say("approval {number}", number=number),
        reply=ApprovalView,
        final="a decision stands; say what is true now",
    )


def _exceptions(view: BoardView) -> Flow[None]:
    said = {
        str(one.number): say("{kind}: {what}", kind=named(one.kind.value), what=one.sentence)
        for one in view.exceptions
    }
    number = yield from which("EXCEPTIONS", said)
    if number is None:
        return
    if any(one.operation and str(one.number) == number for one in view.exceptions):
        yield from _advise(int(number), said[number])
        return
    how = yield from yes_or_no("IS IT PUT RIGHT?", said[number], yes="PUT RIGHT", no="STAYS SO")
    if how is None:
        return
    note = yield from typed("HOW? ENTER: NO WORD", "note")
    yield from Do(
        ResolveException(number=int(number), accept=not how, note=note),
        says=say("exception {number}", number=number),
        reply=ExceptionView,
        final="it is off the list",
    )


def _advise(number: int, about: str) -> Flow[None]:
    """What a device does with a command that it was refused."""
    answer = yield from need(
        Ask(
            Kind.CHOICE,
            prompt="WHAT IS DONE WITH IT?",
            step="advise",
            one_of=ADVICE,
            commands=(Verb.CLOSE,),
            show=Show(title="BOARD", lines=(about,), details=(about,)),
        )
    )
    if answer.kind is Kind.CMD:
        return
    note = yield from typed("WHY? ENTER: NO WORD", "note")
    yield from Do(
        AdviseDevice(number=number, advice=Advice(answer.value), note=note),
        says=say("exception {number}", number=number),
        reply=ExceptionView,
        final="the device does it",
    )


def _tasks(view: BoardView) -> Flow[None]:
    said = {str(one.task): about.task(one) for one in view.tasks}
    number = yield from which("TASKS", said)
    if number is None:
        return
    how = yield from yes_or_no("WHO DOES IT?", said[number], yes="RELEASE TO ALL", no="GIVE TO ...")
    if how is None:
        return
    command: Any = ReleaseTask(task=int(number))
    if not how:
        person = yield from typed("TYPE THE PERSON'S CODE", "person")
        if not person:
            return
        command = AssignTask(task=int(number), person=person.upper())
    yield from Do(
        command, says=say("task {number}", number=number), reply=TaskView, final="assign it anew"
    )


def _late(view: BoardView) -> Flow[None]:
    said = {one.carton: about.late(one) for one in view.late}
    yield from which("LATE CARTONS", said)


def _jobs(view: BoardView) -> Flow[None]:
    said = {one.job: about.job(one) for one in view.jobs}
    job = yield from which("PRINTING", said)
    if job is None:
        return
    how = yield from yes_or_no(
        "IS THE LABEL THERE?", said[job], yes="IT IS THERE", no="PRINT AGAIN"
    )
    if how is None:
        return
    command: Any = ConfirmPrint(job=job, printed=True) if how else Reprint(job=job)
    yield from Do(
        command, says=say("print job {number}", number=job), final="print it again instead"
    )


def _pin(_view: BoardView) -> Flow[None]:
    person = yield from typed("TYPE THE PERSON'S CODE", "person")
    if person:
        yield from Do(
            PinUnlock(person=person.upper()),
            says=say("PIN of {person}", person=person),
            final="it is open",
        )


LISTS: dict[str, Callable[[BoardView], Flow[None]]] = {
    "approvals": _approvals,
    "exceptions": _exceptions,
    "tasks": _tasks,
    "late": _late,
    "jobs": _jobs,
    "pin": _pin,
}
