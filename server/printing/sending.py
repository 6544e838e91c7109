"""The acts of a print runner: a job is being sent, and what became of it."""

from datetime import timedelta
from uuid import UUID, uuid5

import msgspec
import sqlalchemy as sa

from labels.printers import Delivery, Outcome
from server.act import Act, Acts, Call
from server.db import core, direct
from server.feed.lease import Held, still_ours
from server.guard import WarehouseId, system
from server.printing.badge import forget
from server.printing.jobs import number
from server.printing.route import routed
from server.printing.tables import JobId, Printer, PrinterId, PrintJob
from server.printing.wire import JobState, PrinterState
from server.wire import Code, Command, Line, Note, Number, Reply

NAMESPACE = UUID("5d7d2cfb-0c9f-5f0a-8a41-3a8a4f4d6a10")
FIRST_PAUSE_SECONDS = 2
LONGEST_PAUSE_SECONDS = 60
LOST = "lost"  # nobody is left who could say


class Send(Command, frozen=True, kw_only=True):
    """The runner is about to send the job's bytes."""

    kind = "print.send"

    job: Code
    attempt: Number


class Sent(Command, frozen=True, kw_only=True):
    """What the printer's line said to it."""

    kind = "print.sent"

    job: Code
    attempt: Number
    outcome: Line
    sentence: Note


class Marked(Reply, frozen=True, kw_only=True):
    """Whether the job was this runner's to mark."""

    ours: bool


_J, _P = core(PrintJob).c, core(Printer).c
_ONE = sa.update(core(PrintJob)).where(_J.id == sa.bindparam("job")).returning(_J.id, _J.printer)
_BEGIN = _ONE.where(_J.state == JobState.QUEUED).values(
    state=JobState.SENDING,
    token=sa.bindparam("under"),
    tries=sa.bindparam("attempt"),
    content=sa.bindparam("drawn"),
    next_at=None,
)
_FAIL = _ONE.where(_J.state == JobState.QUEUED).values(
    state=JobState.FAILED, ended_at=sa.bindparam("now"), reason=sa.bindparam("why")
)
_PRINTED = _ONE.where(_J.state == JobState.SENDING, _J.token == sa.bindparam("under")).values(
    state=JobState.PRINTED, ended_at=sa.bindparam("now"), reason=sa.bindparam("why")
)
_MARK = (
    sa.update(core(Printer))
    .where(_P.id == sa.bindparam("at"), _P.state != PrinterState.STOPPED)
    .values(state=sa.bindparam("it_is"), trouble=sa.bindparam("why"), tried_at=sa.bindparam("now"))
)


def begin(act: Act, command: Send, job: JobId, held: Held, content: bytes) -> Marked:
    """Queued -> sending, with the bytes; only under the lease, so that one sends."""
    values = {"job": job, "under": held.token, "attempt": command.attempt, "drawn": content}
    ours = still_ours(act.session, held) and direct(act.session, _BEGIN, values).first()
    return Marked(ours=bool(ours))


def cannot_draw(act: Act, _command: Send, job: JobId, held: Held, reason: str) -> Marked:
    """Queued -> failed: its facts make no label."""
    values = {"job": job, "now": act.now, "why": reason[:1000]}
    ours = still_ours(act.session, held) and direct(act.session, _FAIL, values).first()
    return Marked(ours=bool(ours))


def end(act: Act, command: Sent, job: JobId, token: int) -> Marked:
    """Sending -> printed, unconfirmed, or back to queued when not one byte has left.

    A job that is no longer sending under `token` is left alone. The state of its printer follows
    the attempt, unless nobody is left who could say.
    """
    if command.outcome != Outcome.SENT:
        return _not_printed(act, command, job, token)
    values = {"job": job, "under": token, "now": act.now, "why": command.sentence}
    row = direct(act.session, _PRINTED, values).one_or_none()
    if row is not None:
        forget(act, job)
        _mark_printer(act, row.printer, PrinterState.READY, "")
    return Marked(ours=row is not None)


def _not_printed(act: Act, command: Sent, job: JobId, token: int) -> Marked:
    row = act.session.get_one(PrintJob, job, with_for_update=True)
    if row.state is not JobState.SENDING or row.token != token:
        return Marked(ours=False)
    row.reason = command.sentence
    if command.outcome != LOST:
        _mark_printer(act, row.printer, PrinterState.TROUBLE, command.sentence)
    if command.outcome in {Outcome.UNCONFIRMED, LOST}:
        row.state = JobState.UNCONFIRMED
        return Marked(ours=True)
    row.state, before = JobState.QUEUED, row.printer
    pause = min(FIRST_PAUSE_SECONDS * 2 ** (row.tries - 1), LONGEST_PAUSE_SECONDS)
    row.next_at = act.now + timedelta(seconds=pause)
    if routed(act, row) and row.printer != before:
        row.next_at, row.content = None, None  # another printer may speak another language
    return Marked(ours=True)


def _mark_printer(act: Act, at: PrinterId | None, it_is: PrinterState, why: str) -> None:
    direct(act.session, _MARK, {"at": at, "it_is": it_is, "why": why, "now": act.now})


def call(warehouse: str, id_of: WarehouseId, job: JobId, step: str) -> Call:
    """The runner's call for one step of one job; the same step again is the same operation."""
    operation = uuid5(NAMESPACE, f"{job}/{step}")
    return Call(
        operation=operation,
        digest=operation.bytes * 2,
        body=msgspec.json.encode({"job": number(job), "step": step}),
        authenticate=lambda _session: system("print", {warehouse: id_of}),
        warehouse=warehouse,
    )


def settle(acts: Acts, where: tuple[str, WarehouseId], job: JobId, sent: Sent, token: int) -> None:
    """Stores what became of an attempt."""
    step = call(*where, job, f"sent/{sent.attempt}/{token}")
    acts.perform(end, sent, step, job, token)


def told(job: JobId, attempt: int, delivery: Delivery) -> Sent:
    return Sent(
        job=number(job),
        attempt=attempt,
        outcome=delivery.outcome.value,
        sentence="".join(c for c in delivery.sentence if c.isprintable())[:1000],
    )
