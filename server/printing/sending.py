"""The acts of a print runner: a job is being sent, and what became of it."""

from datetime import timedelta
from uuid import UUID, uuid5

import msgspec
import sqlalchemy as sa

from labels.printers import Delivery, Outcome
from server.act import Act, Acts, Call
from server.feed.lease import Held, still_ours
from server.guard import WarehouseId, system
from server.printing.jobs import number
from server.printing.route import routed
from server.printing.tables import JobId, Printer, PrintJob
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


def begin(act: Act, command: Send, job: JobId, held: Held, content: bytes) -> Marked:
    """Queued -> sending, with the bytes; only under the lease, so that one sends."""
    row = act.session.get_one(PrintJob, job, with_for_update=True)
    if not still_ours(act.session, held) or row.state is not JobState.QUEUED:
        return Marked(ours=False)
    row.state, row.token, row.tries = JobState.SENDING, held.token, int(command.attempt)
    row.content, row.next_at = content, None
    return Marked(ours=True)


def cannot_draw(act: Act, _command: Send, job: JobId, held: Held, reason: str) -> Marked:
    """Queued -> failed: its facts make no label."""
    row = act.session.get_one(PrintJob, job, with_for_update=True)
    if not still_ours(act.session, held) or row.state is not JobState.QUEUED:
        return Marked(ours=False)
    row.state, row.ended_at, row.reason = JobState.FAILED, act.now, reason[:1000]
    return Marked(ours=True)


def end(act: Act, command: Sent, job: JobId, token: int) -> Marked:
    """Sending -> printed, unconfirmed, or back to queued when not one byte has left.

    A job that is no longer sending under `token` is left alone.
    """
    row = act.session.get_one(PrintJob, job, with_for_update=True)
    if row.state is not JobState.SENDING or row.token != token:
        return Marked(ours=False)
    row.reason = command.sentence
    if command.outcome == Outcome.SENT:
        row.state, row.ended_at = JobState.PRINTED, act.now
    elif command.outcome in {Outcome.UNCONFIRMED, LOST}:
        row.state = JobState.UNCONFIRMED
    else:
        row.state = JobState.QUEUED
        pause = min(FIRST_PAUSE_SECONDS * 2 ** (row.tries - 1), LONGEST_PAUSE_SECONDS)
        row.next_at = act.now + timedelta(seconds=pause)
    if command.outcome != LOST:
        _mark_printer(act, row, command)
    return Marked(ours=True)


def _mark_printer(act: Act, job: PrintJob, command: Sent) -> None:
    """Its state follows the last attempt; a job that was not begun may go to the fallback."""
    good = command.outcome == Outcome.SENT
    act.session.execute(
        sa.update(Printer)
        .where(Printer.id == job.printer, Printer.state != PrinterState.STOPPED)
        .values(
            state=PrinterState.READY if good else PrinterState.TROUBLE,
            trouble="" if good else command.sentence,
            tried_at=act.now,
        )
    )
    if job.state is JobState.QUEUED and job.content is not None:
        before = job.printer
        if routed(act, job) and job.printer != before:
            job.next_at, job.content = None, None  # another printer may speak another language


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
