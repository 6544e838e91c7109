"""The message that takes back what an operation did."""

from datetime import timedelta

from server.wire import Code, Command, Instant, Line, OperationId, Query, Reply

OWN = timedelta(minutes=30)
"""How long one takes back one's own; later, and others', a supervisor does."""


class Reverse(Command, frozen=True, kw_only=True):
    """Takes back what that operation did, where it still can be taken back."""

    kind = "operation.reverse"
    path = "/warehouses/{warehouse:str}/operations/reverse"
    offline = "A"
    fact = True

    operation: OperationId


class Undone(Reply, frozen=True, kw_only=True):
    """What kind of operation was taken back."""

    undone: Line


class DoneQuery(Query, frozen=True, kw_only=True):
    """Whose acts."""

    person: Code


class DoneThing(Reply, frozen=True, kw_only=True):
    """One act: its operation id, its kind, when, and what was told."""

    operation: OperationId
    what: Line
    at: Instant
    told: Line


class DoneLately(Reply, frozen=True, kw_only=True):
    """The latest first."""

    acts: list[DoneThing]
