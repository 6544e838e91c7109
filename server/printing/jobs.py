"""A print job is stored by the act that needs the paper: facts frozen, printed by the runner."""

from collections.abc import Mapping

import msgspec
import sqlalchemy as sa
from sqlalchemy.orm import Session

from labels.render import CATALOGUE
from server.act import Act
from server.errors import Refusal, not_found
from server.guard import WarehouseId
from server.printing.route import printer_by_code, routed
from server.printing.tables import JobId, PrintJob
from server.printing.wire import JobState


def print_job(  # noqa: PLR0913  (a job is told whole, by name)
    act: Act,
    design: str,
    facts: Mapping[str, object],
    *,
    cause: str,
    kind: str | None = None,
    copies: int = 1,
    station: str | None = None,
    printer: str | None = None,
) -> str:
    """Stores a job and answers its number; a second call for the same cause answers the first's.

    `cause` is the natural code of what is printed (an LPN, `PO12/3`), unique per kind; `kind` of
    document decides the printer and is the design's name unless told; `station` is the caller's
    device unless told. Without a route the job waits until there is one, so that no act fails for
    want of a printer. Refused: 404 for a `printer` that is not there, 422 `label_unknown_design`.
    """
    kind = kind or design
    known = act.session.scalar(
        sa.select(PrintJob.id).where(
            PrintJob.warehouse == act.warehouse, PrintJob.kind == kind, PrintJob.cause == cause
        )
    )
    if known is not None:
        return number(known)
    job = PrintJob(
        warehouse=act.warehouse,
        kind=kind,
        station=(act.who.device or "") if station is None else station,
        design=design,
        version=newest(design),
        facts=msgspec.json.encode(facts),
        cause=cause,
        copy=1,
        copies=copies,
        state=JobState.QUEUED,
        made_at=act.now,
        printer=printer_by_code(act.session, act.warehouse, printer).id if printer else None,
        asked_by=act.who.name,
    )
    if job.printer is None:
        routed(act, job)
    act.session.add(job)
    act.session.flush()
    return number(job.id)


def newest(design: str) -> int:
    """The newest version of a design; 422 `label_unknown_design`."""
    versions: list[int] = [version for name, version in CATALOGUE if name == design]
    if not versions:
        known = ", ".join(sorted({name for name, _ in CATALOGUE}))
        raise Refusal(
            422, "label_unknown_design", f"There is no design '{design}'; there are: {known}."
        )
    return max(versions)


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
