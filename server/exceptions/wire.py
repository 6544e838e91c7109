"""Messages about exceptions: what happened otherwise than planned and waits for a person."""

from enum import StrEnum

from msgspec import field

from server.wire import (
    Code,
    Command,
    Count,
    Cursor,
    Event,
    Instant,
    Limit,
    Line,
    Note,
    Number,
    OperationId,
    Query,
    Reply,
)


class ExceptionKind(StrEnum):
    """What was otherwise than it should be."""

    OVER_RECEIPT = "over_receipt"
    SHORT_RECEIPT = "short_receipt"
    WRONG_ITEM = "wrong_item"
    DAMAGED = "damaged"
    SHORT_LIFE = "short_life"
    EARLY = "early"
    CLOSED_ORDER = "closed_order"
    CLOSED_RECEIPT = "closed_receipt"
    UNKNOWN_ITEM = "unknown_item"
    UNKNOWN_SERIAL = "unknown_serial"
    OTHER_EXPIRY = "other_expiry"
    OTHER_PLACE = "other_place"
    EXCESS = "excess"
    UNRECONCILED = "unreconciled"
    LEFT_ON_HOLD = "left_on_hold"
    SHORT_PICK = "short_pick"
    COUNT_DIFFERENCE = "count_difference"
    RETURN_DIFFERS = "return_differs"
    DEVICE_PROBLEM = "device_problem"
    CALL = "call"
    OTHER = "other"


class ExceptionState(StrEnum):
    """Open until a person says that it stays so (accepted) or was put right (resolved)."""

    OPEN = "open"
    ACCEPTED = "accepted"
    RESOLVED = "resolved"


class ResolveException(Command, frozen=True, kw_only=True):
    """A person has looked: it stays as it is, or was put right; `note` says how."""

    kind = "exception.resolve"
    path = "/warehouses/{warehouse:str}/exceptions/resolve"

    number: Number
    accept: bool = False
    note: Note = ""


class ReportProblem(Command, frozen=True, kw_only=True):
    """A device tells what was refused of it for good, or that its worker calls for help.

    With `operation`, the id of the refused command; without one it is a call.
    """

    kind = "exception.report"
    path = "/warehouses/{warehouse:str}/exceptions/report"
    offline = "A"
    fact = True

    operation: OperationId | None = None
    document: Line
    """What it happened with: the kind of the command, or the task where the worker stands."""
    sentence: Note


class ProblemReported(Reply, frozen=True, kw_only=True):
    """It is on the list of what waits for a person."""

    sentence: Note


class ExceptionQuery(Query, frozen=True, kw_only=True):
    """Which exceptions to show; the open ones unless told otherwise."""

    in_state: ExceptionState = field(default=ExceptionState.OPEN, name="state")
    kind: ExceptionKind | None = None
    cursor: Cursor | None = None
    limit: Limit = 100


class ExceptionView(Reply, frozen=True, kw_only=True):
    """One exception; `document` is what it happened with (`RC000012/3`)."""

    number: Number
    kind: ExceptionKind
    state: ExceptionState
    document: Line
    sentence: Note
    location: Code | None = None
    sku: Code | None = None
    quantity: Count | None = None
    raised_at: Instant
    raised_by: Line
    resolved_at: Instant | None = None
    resolved_by: Line | None = None
    note: Note = ""


class ExceptionRaised(Event, frozen=True, kw_only=True):
    """Something was otherwise than planned and waits for a person."""

    kind = "exception.raised"

    number: Number
    what: ExceptionKind
    sentence: Note


class ExceptionResolved(Event, frozen=True, kw_only=True):
    """A person has looked at it."""

    kind = "exception.resolved"

    number: Number
    state: ExceptionState
