"""The print runner: renders what is queued, sends it, one job at a time per printer."""

import logging
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import starmap
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import aliased

from labels import printers
from labels.design import LabelError
from labels.printers import Delivery, Outcome
from labels.render import Language, render
from server.act import Acts
from server.db import direct, reading
from server.failpoints import failpoint
from server.feed.lease import Held
from server.guard import WarehouseId
from server.places.tables import Warehouse
from server.printing.jobs import number
from server.printing.sending import (
    LOST,
    Marked,
    Send,
    Sent,
    begin,
    call,
    cannot_draw,
    settle,
    told,
)
from server.printing.tables import JobId, Printer, PrinterId, PrintJob
from server.printing.unrouted import UNROUTED, route_waiting
from server.printing.wire import JobState, PrinterState, PrintLanguage

AT_ONCE = 8
LANGUAGES: dict[PrintLanguage, Language] = {
    PrintLanguage.ZPL: "zpl",
    PrintLanguage.PDF: "pdf",
    PrintLanguage.PNG: "png",
}

log = logging.getLogger("tallyman.printing")


@dataclass(frozen=True, slots=True)
class Work:
    """One job and its printer, as read before the sending begins."""

    job: PrintJob
    printer: Printer
    warehouse: str

    @property
    def where(self) -> tuple[str, WarehouseId]:
        return self.warehouse, self.job.warehouse


class Seen(NamedTuple):
    """What a look at the queue finds to do."""

    lost: list[Work]
    unrouted: Sequence[sa.Row[*tuple[Any, ...]]]
    due: list[Work]


_WORK = (
    sa.select(PrintJob, Printer, Warehouse.code)
    .join(Printer, Printer.id == PrintJob.printer)
    .join(Warehouse, Warehouse.id == PrintJob.warehouse)
)
_SENDING = _WORK.where(PrintJob.state == JobState.SENDING, PrintJob.token <= sa.bindparam("token"))
_QUEUED, _PRINTER = aliased(PrintJob), aliased(Printer)
_FIRST = (
    sa.select(sa.func.min(_QUEUED.id))
    .where(_QUEUED.state == JobState.QUEUED, _QUEUED.printer == _PRINTER.id)
    .scalar_subquery()
)
"""SQL: the first job of a printer, which all its others wait for."""
_DUE = _WORK.where(
    PrintJob.id.in_(sa.select(_FIRST).select_from(_PRINTER)),
    Printer.state != PrinterState.STOPPED,
    sa.or_(PrintJob.next_at.is_(None), PrintJob.next_at <= sa.bindparam("now")),
)


class PrintRunner:
    """Hands each printer its next job as soon as the one before is settled.

    A job found in `sending` that nobody here sends was cut between sending and marking: nobody
    knows whether the label came out, so a person is asked.
    """

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="print")
        self.busy: dict[PrinterId, tuple[JobId, Future[None]]] = {}

    def work(self, acts: Acts, held: Held) -> bool:
        """One look at the queue; sending goes on in the pool."""
        self.busy = {k: v for k, v in self.busy.items() if not v[1].done()}
        seen = self._look(acts, held)
        if seen.lost or seen.unrouted:
            _ask_about(acts, seen.lost)
            route_waiting(acts, held, seen.unrouted)
            seen = self._look(acts, held)
        for work in seen.due:
            if work.printer.id not in self.busy and len(self.busy) < AT_ONCE:
                future = self.pool.submit(_send, acts, held, work)
                self.busy[work.printer.id] = (work.job.id, future)
        return False

    def _look(self, acts: Acts, held: Held) -> Seen:
        ours = {job for job, _future in self.busy.values()}
        with reading(acts.engine) as session:
            sending = session.execute(_SENDING, {"token": held.token})
            return Seen(
                lost=[work for work in starmap(Work, sending) if work.job.id not in ours],
                unrouted=direct(session, UNROUTED).all(),
                due=[*starmap(Work, session.execute(_DUE, {"now": acts.clock()}))],
            )

    def drain(self) -> None:
        """Waits for what is being sent."""
        for _job, future in list(self.busy.values()):
            future.result()


def _ask_about(acts: Acts, lost: Iterable[Work]) -> None:
    for work in lost:
        told_lost = Sent(
            job=number(work.job.id),
            attempt=work.job.tries,
            outcome=LOST,
            sentence="The server stopped while this was sent: did it come out?",
        )
        settle(acts, work.where, work.job.id, told_lost, work.job.token or 0)


def _send(acts: Acts, held: Held, work: Work) -> None:
    try:
        _send_one(acts, held, work)
    except Exception:
        # The job stays `sending`; the next look finds it lost and asks a person.
        log.exception("Printing %s failed.", number(work.job.id))


def _send_one(acts: Acts, held: Held, work: Work) -> None:
    job, attempt = work.job, work.job.tries + 1
    send = Send(job=number(job.id), attempt=attempt)
    step = call(*work.where, job.id, f"send/{attempt}/{held.token}")
    try:
        content = _content(work)
    except LabelError as error:
        acts.perform(cannot_draw, send, step, job.id, held, str(error))
        return
    outcome = acts.perform(begin, send, step, job.id, held, content)
    if outcome.replayed or not msgspec.json.decode(outcome.body, type=Marked).ours:
        return
    failpoint("print.before_send")
    delivery = _deliver(work, content)
    failpoint("print.after_send")
    settle(acts, work.where, job.id, told(job.id, attempt, delivery), held.token)


def _content(work: Work) -> bytes:
    """The stored bytes, or the facts drawn for this printer."""
    job = work.job
    if job.content is not None:
        return job.content
    facts = msgspec.json.decode(job.facts)
    language = LANGUAGES[work.printer.language]
    return render(job.design, job.version, facts, language, work.printer.dpi, copy=job.copy)


def _deliver(work: Work, content: bytes) -> Delivery:
    """Sends every copy; once the first has left, a later failure leaves the outcome unknown."""
    target = printers.printer(work.printer.address)
    ending = work.printer.language.value
    for n in range(1, work.job.copies + 1):
        part = f"-{n}" if work.job.copies > 1 else ""
        name = f"{number(work.job.id)}-{work.job.design}{part}.{ending}"
        delivery = target.send(content, name)
        if delivery.outcome is not Outcome.SENT:
            if n > 1:
                sentence = f"{n - 1} of {work.job.copies} copies were sent. {delivery.sentence}"
                return Delivery(Outcome.UNCONFIRMED, sentence)
            return delivery
    return Delivery(Outcome.SENT)
