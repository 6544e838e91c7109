"""What a person says about a print job: it came out, it is not needed, once more please."""

import sqlalchemy as sa

from server.act import Act
from server.errors import Refusal
from server.printing.badge import forget, require_no_badge
from server.printing.jobs import job_by_number
from server.printing.read import job_view
from server.printing.route import printer_by_code, routed
from server.printing.states import PRINT_JOB
from server.printing.tables import Printer, PrintJob
from server.printing.wire import CancelPrint, ConfirmPrint, JobState, JobView, Reprint

CANCELLABLE = PRINT_JOB.sources_of(JobState.CANCELLED)


def confirm_print(act: Act, command: ConfirmPrint) -> JobView:
    """Settles an unconfirmed job as printed or failed; any other stays as it is.

    Refused: 404.
    """
    job = job_by_number(act.session, act.warehouse, command.job, lock=True)
    if job.state is JobState.UNCONFIRMED:
        job.state = JobState.PRINTED if command.printed else JobState.FAILED
        job.reason = f"{act.who.name} looked: it is {'' if command.printed else 'not '}there."
        job.ended_at = act.now
        act.session.flush()
        forget(act, job.id)
    return _view(act, job)


def cancel_print(act: Act, command: CancelPrint) -> JobView:
    """Refused: 404, 409 `print_state` for what is being sent or has come out."""
    job = job_by_number(act.session, act.warehouse, command.job, lock=True)
    if job.state not in {*CANCELLABLE, JobState.CANCELLED}:
        raise Refusal(
            409,
            "print_state",
            f"Print job {command.job} is {job.state.value}; only what is queued, failed or"
            " unconfirmed can be cancelled.",
        )
    if job.state is not JobState.CANCELLED:
        job.state, job.ended_at = JobState.CANCELLED, act.now
        job.reason = f"Cancelled by {act.who.name}."
        act.session.flush()
        forget(act, job.id)
    return _view(act, job)


def reprint(act: Act, command: Reprint) -> JobView:
    """A new job with the next copy number, which is printed on it from 2 on.

    Refused: 404, 409 `shown_once` for a badge.
    """
    first = job_by_number(act.session, act.warehouse, command.job, lock=True)
    require_no_badge(first)
    last = act.session.execute(
        sa.select(sa.func.max(PrintJob.copy)).where(
            PrintJob.warehouse == first.warehouse,
            PrintJob.kind == first.kind,
            PrintJob.cause == first.cause,
        )
    ).scalar_one()
    job = PrintJob(
        warehouse=first.warehouse,
        kind=first.kind,
        station=act.who.device or first.station,
        design=first.design,
        version=first.version,
        facts=first.facts,
        cause=first.cause,
        copy=last + 1,
        copies=1,
        state=JobState.QUEUED,
        made_at=act.now,
        printer=first.printer,
        asked_by=act.who.name,
    )
    if command.printer:
        job.printer = printer_by_code(act.session, act.warehouse, command.printer).id
    else:
        routed(act, job)
    act.session.add(job)
    act.session.flush()
    return _view(act, job)


def _view(act: Act, job: PrintJob) -> JobView:
    printer = act.session.get(Printer, job.printer) if job.printer else None
    return job_view(job, printer.code if printer else None)
