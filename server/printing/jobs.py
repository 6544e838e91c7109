"""A print job is stored by the act that needs the paper: facts frozen, printed by the runner."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Act
from server.db import INSERTS, core, direct
from server.errors import not_found
from server.guard import WarehouseId
from server.printing.route import Routing, newest, printer_by_code, routings
from server.printing.tables import JobId, PrintJob
from server.printing.wire import JobState

_J = core(PrintJob).c
_QUEUE = {
    dialect: insert(core(PrintJob))
    .values(copy=1, state=JobState.QUEUED, tries=0, reason="")
    .on_conflict_do_nothing()
    .returning(_J.id, _J.kind, _J.cause)
    for dialect, insert in INSERTS.items()
}
_KNOWN = sa.select(_J.id).where(
    _J.warehouse == sa.bindparam("warehouse"),
    _J.kind == sa.bindparam("kind"),
    _J.cause == sa.bindparam("cause"),
    _J.copy == 1,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What is to be printed; `cause` is the natural code of it (an LPN, `PO12/3`)."""

    design: str
    facts: Mapping[str, object]
    cause: str
    copies: int = 1


def print_jobs(
    act: Act,
    papers: Sequence[Paper],
    *,
    station: str | None = None,
    printer: str | None = None,
) -> list[str]:
    """Stores jobs and answers their numbers; a paper of a known cause answers the first's.

    The kind of document that decides the printer is the design asked for; `station` is the
    caller's device unless told. Without a `printer` or a route a job waits until there is one, so
    that no act fails for want of a printer. Refused: 404 for a `printer` that is not there, 422
    `label_unknown_design`.
    """
    at = (act.who.device or "") if station is None else station
    kinds = {paper.design: newest(paper.design) for paper in papers}
    if printer:
        named = printer_by_code(act.session, act.warehouse, printer).id
        routes = {kind: Routing(named, kind) for kind in kinds}
    else:
        routes = routings(act, kinds, at)
    rows = [_row(act, paper, at, routes.get(paper.design)) for paper in papers]
    return [number(job) for job in _stored(act, rows)] if rows else []


def print_job(
    act: Act,
    design: str,
    facts: Mapping[str, object],
    *,
    cause: str,
    copies: int = 1,
    station: str | None = None,
    printer: str | None = None,
) -> str:
    """One paper, as in `print_jobs`."""
    paper = Paper(design=design, facts=facts, cause=cause, copies=copies)
    return print_jobs(act, [paper], station=station, printer=printer)[0]


def _row(act: Act, paper: Paper, station: str, to: Routing | None) -> dict[str, Any]:
    design = to.design if to else paper.design
    return {
        "warehouse": act.warehouse,
        "kind": paper.design,
        "station": station,
        "design": design,
        "version": newest(design),
        "facts": msgspec.json.encode(paper.facts),
        "cause": paper.cause,
        "copies": paper.copies,
        "made_at": act.now,
        "printer": to.printer if to else None,
        "asked_by": act.who.name,
    }


def _stored(act: Act, rows: Sequence[dict[str, Any]]) -> Iterator[JobId]:
    """The job of each row, in their order: made now, or known by its kind and cause."""
    queue = _QUEUE[act.session.get_bind().dialect.name]
    made = {(job.kind, job.cause): job.id for job in direct(act.session, queue, rows)}
    for row in rows:
        job = made.get((row["kind"], row["cause"]))
        if job is None:
            known = {name: row[name] for name in ("warehouse", "kind", "cause")}
            job = direct(act.session, _KNOWN, known).scalar_one()
        yield job


def number(job: JobId) -> str:
    """How people and messages name a job."""
    return f"P{job}"


def job_by_number(
    session: Session, warehouse: WarehouseId, name: str, *, lock: bool = False
) -> PrintJob:
    """404 `not_found`."""
    digits = name.removeprefix("P")
    row = None
    if digits.isascii() and digits.isdigit() and len(digits) < 19:
        row = session.get(PrintJob, int(digits), with_for_update=lock)
    if row is None or row.warehouse != warehouse:
        raise not_found("print job", name)
    return row
