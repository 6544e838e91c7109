"""What waits for a second person: put there by an act, done or dropped by their decision."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from server.act import Act
from server.db import page_of, paged
from server.door import Reading
from server.errors import Refusal, not_found
from server.identity.approval import self_approval
from server.identity.site import policy
from server.identity.tables import Approval, Loss
from server.identity.wire.approvals import (
    ApprovalAsked,
    ApprovalDecide,
    ApprovalDecided,
    ApprovalQuery,
    ApprovalState,
    ApprovalView,
    DailyReport,
    LossView,
)
from server.journal.tables import Entry
from server.places.tables import Warehouse
from server.wire import Page

Settle = Callable[[Act, Approval, bool], None]

SETTLERS: dict[str, Settle] = {}
"""By kind: what is done, in the deciding act, with what was waiting; `app.py` fills it."""


def wait(
    act: Act, kind: str, subject: str, detail: bytes, sentence: str, evidence: str = ""
) -> int:
    """Puts something on the list of the warehouse's approvers; answers its number.

    `detail` is what the settler of `kind` needs to do it, `sentence` what the approver reads.
    """
    if kind not in SETTLERS:
        raise LookupError(f"Nothing settles approvals of the kind {kind}.")
    row = Approval(
        warehouse=act.warehouse,
        kind=kind,
        subject=subject,
        detail=detail,
        sentence=sentence[:1000],
        asked_by=act.who.name,
        asked_at=act.now,
        evidence=evidence,
        state=ApprovalState.WAITING,
    )
    act.session.add(row)
    act.session.flush()
    act.record(ApprovalAsked(what=kind, sentence=row.sentence), subject)
    return row.id


def decide(act: Act, command: ApprovalDecide) -> ApprovalView:
    """A yes does in this act what was waiting; a no drops it.

    Refused: 404, 409 `decided`, 409 `second_person_needed` by the site's policy, and whatever
    the doing itself refuses.
    """
    row = act.session.scalar(
        sa.select(Approval)
        .where(Approval.id == command.number, Approval.warehouse == act.warehouse)
        .with_for_update()
    )
    if row is None:
        raise not_found("approval", command.number)
    if row.state is not ApprovalState.WAITING:
        raise Refusal(
            409, "decided", f"Approval {row.id} was {row.state.value} by {row.decided_by}."
        )
    if command.approve:
        _check_second_person(act, row, command.reason)
    _end(act, row, command.reason, approve=command.approve)
    SETTLERS[row.kind](act, row, command.approve)
    return _view(row)


def end_waiting(act: Act, kind: str, subject: str, *, approve: bool) -> None:
    """What waited was decided at a door of its own, by whoever may: it is off the list."""
    rows = act.session.scalars(
        sa.select(Approval)
        .where(
            Approval.warehouse == act.warehouse,
            Approval.kind == kind,
            Approval.subject == subject,
            Approval.state == ApprovalState.WAITING,
        )
        .with_for_update()
    )
    for row in rows:
        _end(act, row, "", approve=approve)


def _end(act: Act, row: Approval, reason: str, *, approve: bool) -> None:
    row.state = ApprovalState.APPROVED if approve else ApprovalState.REFUSED
    row.decided_by, row.decided_at = act.who.name, act.now
    act.session.flush()
    decided = ApprovalDecided(what=row.kind, state=row.state, reason=reason)
    act.record(decided, row.subject)


def _check_second_person(act: Act, row: Approval, reason: str) -> None:
    evidence = row.evidence or reason
    needed = self_approval(act, policy(act.session), evidence, row.asked_by)
    if needed is not None:
        raise Refusal(409, "second_person_needed", needed)


def list_approvals(reading: Reading, wanted: ApprovalQuery) -> Page[ApprovalView]:
    """The warehouse's approvals in one state, oldest first."""
    query = sa.select(Approval, Approval.id).where(
        Approval.warehouse == reading.warehouse, Approval.state == wanted.in_state
    )
    sort = ((Approval.id, int),)
    rows, following = paged(reading.session, query, sort, wanted.cursor, wanted.limit)
    return page_of([_view(row[0]) for row in rows], following)


def daily_report(reading: Reading, day: date) -> DailyReport:
    """What was approved by whoever did it, on a day of the warehouse: for the owner to look at."""
    warehouse = reading.session.get_one(Warehouse, reading.warehouse)
    start = datetime.combine(day, time(), ZoneInfo(warehouse.time_zone))
    losses = reading.session.execute(
        sa.select(
            Loss.who,
            Loss.door,
            Loss.units,
            Loss.value_minor,
            Loss.evidence,
            Entry.kind.label("act"),
            Entry.at,
        )
        .join(Entry, Entry.id == Loss.entry)
        .where(Loss.warehouse == reading.warehouse, Loss.day == day, Loss.approved_by == Loss.who)
        .order_by(Loss.id)
    )
    own = sa.select(Approval).where(
        Approval.warehouse == reading.warehouse,
        Approval.state == ApprovalState.APPROVED,
        Approval.decided_by == Approval.asked_by,
        Approval.decided_at >= start,
        Approval.decided_at < start + timedelta(days=1),
    )
    return DailyReport(
        warehouse=warehouse.code,
        day=day,
        losses=[LossView(**row._asdict()) for row in losses],
        approvals=[_view(row) for row in reading.session.scalars(own.order_by(Approval.id))],
    )


def _view(row: Approval) -> ApprovalView:
    return ApprovalView(
        number=row.id,
        kind=row.kind,
        subject=row.subject,
        sentence=row.sentence,
        evidence=row.evidence,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        state=row.state,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )
