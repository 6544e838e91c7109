"""Checks of printing (I-17): a job's end is told, its copies count up."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.printing.jobs import number
from server.printing.tables import PrintJob
from server.printing.wire import JobState

ENDED = (JobState.PRINTED, JobState.FAILED, JobState.CANCELLED)


def ended(session: Session) -> Iterator[str]:
    """I-17: what ended says when; what failed or is unconfirmed says why."""
    query = sa.select(PrintJob.id, PrintJob.state).where(
        sa.or_(
            PrintJob.state.in_(ENDED) != PrintJob.ended_at.is_not(None),
            sa.and_(
                PrintJob.state.in_((JobState.FAILED, JobState.UNCONFIRMED)), PrintJob.reason == ""
            ),
            sa.and_(PrintJob.state == JobState.SENDING, PrintJob.token.is_(None)),
        )
    )
    for row in session.execute(query):
        yield f"Print job {number(row.id)} is {row.state.value} and does not say when or why."


def copies(session: Session) -> Iterator[str]:
    """I-17: the copies of one cause are 1, 2, 3 ... without a gap."""
    query = (
        sa.select(PrintJob.kind, PrintJob.cause)
        .group_by(PrintJob.warehouse, PrintJob.kind, PrintJob.cause)
        .having(sa.func.max(PrintJob.copy) != sa.func.count())
    )
    for row in session.execute(query):
        yield f"The copies of {row.kind} {row.cause} do not count up from 1."


CHECKS = [("I-17", ended), ("I-17", copies)]
