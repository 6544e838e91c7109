"""Reading printers, their routes and jobs."""

import sqlalchemy as sa

from server.db import page_of, paged
from server.door import Reading
from server.printing.jobs import job_by_number, number
from server.printing.tables import Printer, PrinterRoute, PrintJob
from server.printing.wire import JobQuery, JobState, JobView, PrinterView, RouteView
from server.wire import Page

WAITING = (JobState.QUEUED, JobState.SENDING)


def printer_view(row: Printer, waiting: int) -> PrinterView:
    return PrinterView(
        code=row.code,
        name=row.name,
        address=row.address,
        language=row.language,
        dpi=row.dpi,
        width_mm=row.width_mm,
        height_mm=row.height_mm,
        station=row.station,
        state=row.state,
        trouble=row.trouble,
        waiting=waiting,
        version=row.version,
    )


def list_printers(reading: Reading, cursor: str | None, limit: int) -> Page[PrinterView]:
    """The warehouse's printers by code, with how many jobs wait for each."""
    waiting = (
        sa.select(sa.func.count())
        .where(PrintJob.printer == Printer.id, PrintJob.state.in_(WAITING))
        .scalar_subquery()
    )
    query = sa.select(Printer, waiting, Printer.code).where(Printer.warehouse == reading.warehouse)
    rows, following = paged(reading.session, query, ((Printer.code, str),), cursor, limit)
    return page_of([printer_view(row[0], row[1]) for row in rows], following)


def list_routes(reading: Reading, cursor: str | None, limit: int) -> Page[RouteView]:
    """Which kind comes out where, by kind and station."""
    fallback = sa.orm.aliased(Printer)
    query = (
        sa.select(
            PrinterRoute.design,
            Printer.code,
            fallback.code,
            PrinterRoute.kind,
            PrinterRoute.station,
        )
        .join(Printer, Printer.id == PrinterRoute.printer)
        .outerjoin(fallback, fallback.id == PrinterRoute.fallback)
        .where(PrinterRoute.warehouse == reading.warehouse)
    )
    sort = ((PrinterRoute.kind, str), (PrinterRoute.station, str))
    rows, following = paged(reading.session, query, sort, cursor, limit)
    views = [
        RouteView(document=row[3], station=row[4], design=row[0], printer=row[1], fallback=row[2])
        for row in rows
    ]
    return page_of(views, following)


def list_jobs(reading: Reading, wanted: JobQuery) -> Page[JobView]:
    """Jobs in the order they were made, of one state or cause if that is named."""
    query = (
        sa.select(PrintJob, Printer.code, PrintJob.id)
        .outerjoin(Printer, Printer.id == PrintJob.printer)
        .where(PrintJob.warehouse == reading.warehouse)
        .options(sa.orm.defer(PrintJob.content), sa.orm.defer(PrintJob.facts))
    )
    if wanted.in_state:
        query = query.where(PrintJob.state == wanted.in_state)
    if wanted.cause:
        query = query.where(PrintJob.cause == wanted.cause)
    sort = ((PrintJob.id, int),)
    rows, following = paged(reading.session, query, sort, wanted.cursor, wanted.limit)
    return page_of([job_view(row[0], row[1]) for row in rows], following)


def one_job(reading: Reading, name: str) -> JobView:
    """404 `not_found`."""
    job = job_by_number(reading.session, reading.warehouse, name)
    printer = reading.session.get(Printer, job.printer) if job.printer else None
    return job_view(job, printer.code if printer else None)


def job_view(job: PrintJob, printer: str | None) -> JobView:
    return JobView(
        job=number(job.id),
        document=job.kind,
        design=job.design,
        cause=job.cause,
        copy=job.copy,
        copies=job.copies,
        state=job.state,
        printer=printer,
        reason=job.reason,
        asked_by=job.asked_by,
        made_at=job.made_at,
        ended_at=job.ended_at,
    )
