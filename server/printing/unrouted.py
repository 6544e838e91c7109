"""Jobs that no route had a printer for get one as soon as there is a route."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from server.act import Act, Acts
from server.db import core
from server.feed.lease import Held, still_ours
from server.places.tables import Warehouse
from server.printing.jobs import number
from server.printing.route import routed
from server.printing.sending import Marked, Send, call
from server.printing.tables import JobId, PrinterRoute, PrintJob
from server.printing.wire import JobState

BATCH = 50


_J, _R = core(PrintJob).c, core(PrinterRoute).c
UNROUTED = (
    sa.select(_J.id, _J.warehouse, core(Warehouse).c.code)
    .join(core(Warehouse), core(Warehouse).c.id == _J.warehouse)
    .where(
        _J.state == JobState.QUEUED,
        _J.printer.is_(None),
        _J.kind.in_(sa.select(_R.kind)),  # so that jobs of kinds without any are not even looked at
        sa.exists().where(
            _R.warehouse == _J.warehouse,
            _R.kind == _J.kind,
            sa.or_(_R.station == _J.station, _R.station == ""),
        ),
    )
    .order_by(_J.id)
    .limit(BATCH)
)
"""SQL: up to 50 waiting jobs for which a route exists."""


def route_waiting(acts: Acts, held: Held, rows: Iterable[sa.Row[*tuple[Any, ...]]]) -> None:
    """Gives jobs their printers, each by an act of its own."""
    for row in rows:
        command = Send(job=number(row.id), attempt=0)
        step = call(row.code, row.warehouse, row.id, f"route/{uuid4()}")  # guarded, so no replay
        acts.perform(give_printer, command, step, row.id, held)


def give_printer(act: Act, _command: Send, job: JobId, held: Held) -> Marked:
    """A job keeps its place in the order in which jobs were made."""
    if not still_ours(act.session, held):
        return Marked(ours=False)
    row = act.session.get_one(PrintJob, job, with_for_update=True)
    return Marked(ours=row.printer is None and routed(act, row))
