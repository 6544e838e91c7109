"""Messages about losses, their approval, and what waits for a second person."""

from enum import StrEnum
from typing import ClassVar

from msgspec import field

from server.wire import (
    Code,
    Command,
    Day,
    Event,
    Instant,
    Line,
    Money,
    Name,
    Note,
    Number,
    OperationId,
    PageQuery,
    Quantity,
    Query,
    Reply,
    Secret,
)


class LossDoor(StrEnum):
    """The ways in which stock leaves without a customer; limits count over all together."""

    ADJUST = "adjust"
    SHORT = "short"
    ZERO_CHECK = "zero_check"
    COUNT = "count"
    DAMAGE = "damage"
    SCRAP = "scrap"
    RETURNS = "returns"
    RECEIVING_SHORT = "receiving_short"
    SAMPLING = "sampling"


class ApprovalState(StrEnum):
    """The life of what needs a second person."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"


class SignAct(Command, frozen=True, kw_only=True):
    """A supervisor's badge and PIN, shown at the caller's device under one act to come.

    Good for the act with this operation id, by the caller, for 60 seconds. Never replayed.
    """

    kind = "approval.sign"
    path = "/approvals/sign"
    secret: ClassVar[tuple[str, ...]] = ("badge", "pin")

    operation: OperationId
    badge: Secret
    pin: Secret


class ActSigned(Reply, frozen=True, kw_only=True):
    """Who has signed, and until when it counts."""

    person: Code
    name: Name
    until: Instant


class ApprovalDecide(Command, frozen=True, kw_only=True):
    """A second person's yes or no; a yes does at once what was waiting."""

    kind = "approval.decide"
    path = "/warehouses/{warehouse:str}/approvals/decide"

    number: Number
    approve: bool
    reason: Note = ""


class ApprovalQuery(PageQuery, frozen=True, kw_only=True):
    """Which approvals to show; the waiting ones unless told otherwise."""

    in_state: ApprovalState = field(default=ApprovalState.WAITING, name="state")


class ReportQuery(Query, frozen=True, kw_only=True):
    """The report of which day, as the warehouse counts days."""

    day: Day


class ApprovalView(Reply, frozen=True, kw_only=True):
    """Something that waits, or waited, for a second person."""

    number: Number
    kind: Line
    subject: Line
    sentence: Note
    evidence: Note
    asked_by: Line
    asked_at: Instant
    state: ApprovalState
    decided_by: Line | None = None
    decided_at: Instant | None = None


class LossView(Reply, frozen=True, kw_only=True):
    """Stock that somebody lost and approved themselves."""

    who: Line
    door: LossDoor
    units: Quantity
    value_minor: Money | None
    evidence: Note
    act: Line
    at: Instant


class DailyReport(Reply, frozen=True, kw_only=True):
    """What supervisors approved of their own on a day; it cannot be switched off."""

    warehouse: Code
    day: Day
    losses: list[LossView]
    approvals: list[ApprovalView]


class LossApproved(Event, frozen=True, kw_only=True):
    """A loss above the limits went through; `by` is whoever lost it where policy allows that."""

    kind = "loss.approved"

    who: Line
    by: Line
    door: LossDoor
    units: Quantity
    value_minor: Money | None
    evidence: Note


class ApprovalAsked(Event, frozen=True, kw_only=True):
    """Something waits for a second person."""

    kind = "approval.asked"

    what: Line
    sentence: Note


class ApprovalDecided(Event, frozen=True, kw_only=True):
    """A second person has said yes or no."""

    kind = "approval.decided"

    what: Line
    state: ApprovalState
    reason: Note
