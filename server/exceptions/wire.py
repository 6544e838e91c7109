"""Messages about exceptions: what happened otherwise than planned and waits for a person."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, field

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


class Advice(StrEnum):
    """What becomes of a command that a device was refused.

    `resend`: as it is, now that what stood against it is gone; `put_back`: the goods go back to
    where the book says they are; `close`: it was put right in another way, and never goes out.
    """

    RESEND = "resend"
    PUT_BACK = "put_back"
    CLOSE = "close"


class AdviseDevice(Command, frozen=True, kw_only=True):
    """Who supervises says what a device does with a command that it was refused; why in `note`."""

    kind = "exception.advise"
    path = "/warehouses/{warehouse:str}/exceptions/advise"

    number: Number
    advice: Advice
    note: Note = ""


class SettleProblem(Command, frozen=True, kw_only=True):
    """A device tells what became of the command that it was refused.

    Sent again and taken, or goods put back and scanned there: off the list. Put right by hand
    (`close`): the worker's word is noted, and who supervises looks at it.
    """

    kind = "exception.settle"
    path = "/warehouses/{warehouse:str}/exceptions/settle"
    offline = "A"
    fact = True

    operation: OperationId
    how: Advice
    note: Note = ""


class ProblemSettled(Reply, frozen=True, kw_only=True):
    """How many entries of the list it was about, and whether they are off it."""

    found: Count
    off: bool


class AdviceQuery(Query, frozen=True, kw_only=True):
    """The refused commands, by their operation ids, that the asking device still keeps."""

    operations: Annotated[tuple[OperationId, ...], Meta(min_length=1, max_length=50)]


class Advised(Reply, frozen=True, kw_only=True):
    """What was said about one refused command, by whom; `advice` is None while nobody has."""

    operation: OperationId
    advice: Advice | None
    by: Line = ""
    note: Note = ""


class AdviceView(Reply, frozen=True, kw_only=True):
    """What was said about each that is on the list, or was."""

    problems: list[Advised]


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
    operation: OperationId | None = None
    """The id of the command that a device was refused."""
    device: Code | None = None
    advice: Advice | None = None
    """What the device was told to do with it."""


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
