"""The message that takes back what an operation did."""

from datetime import timedelta

from server.wire import Command, Line, OperationId, Reply

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
