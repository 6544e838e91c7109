"""Jobs that no route had a printer for get one as soon as there is a route."""

from uuid import uuid4

import sqlalchemy as sa

from server.act import Act, Acts
from server.db import reading
from server.feed.lease import Held, still_ours
from server.places.tables import Warehouse
from server.printing.jobs import number
from server.printing.route import routed
from server.printing.sending import Marked, Send, call
from server.printing.tables import JobId, PrinterRoute, PrintJob
from server.printing.wire import JobState

BATCH = 50


def route_waiting(acts: Acts, held: Held) -> None:
    """Routes up to 50 waiting jobs for whose kind a route exists."""
    query = (
        sa.select(PrintJob.id, PrintJob.warehouse, Warehouse.code)
        .join(Warehouse, Warehouse.id == PrintJob.warehouse)
        .where(
            PrintJob.state == JobState.QUEUED,
            PrintJob.printer.is_(None),
            sa.exists().where(
                PrinterRoute.warehouse == PrintJob.warehouse,
                PrinterRoute.kind == PrintJob.kind,
                PrinterRoute.station.in_([PrintJob.station, ""]),
            ),
        )
        .order_by(PrintJob.id)
        .limit(BATCH)
    )
    with reading(acts.engine) as session:
        rows = session.execute(query).all()
    for row in rows:
        command = Send(job=number(row.id), attempt=0)
        step = call(row.code, row.warehouse, row.id, f"route/{uuid4()}")  # guarded, so no replay
        acts.perform(give_printer, command, step, row.id, held)


def give_printer(act: Act, _command: Send, job: JobId, held: Held) -> Marked:
    """A job keeps its place in the order in which jobs were made."""
    row = act.session.get_one(PrintJob, job, with_for_update=True)
    if not still_ours(act.session, held) or row.printer is not None:
        return Marked(ours=False)
    return Marked(ours=routed(act, row))
