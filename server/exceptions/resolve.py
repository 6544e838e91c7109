"""A person has looked at an exception."""

from server.act import Act
from server.errors import Refusal, not_found
from server.exceptions.read import view
from server.exceptions.tables import FloorException
from server.exceptions.wire import (
    ExceptionResolved,
    ExceptionState,
    ExceptionView,
    ResolveException,
)


def resolve_exception(act: Act, command: ResolveException) -> ExceptionView:
    """Refused: 404 `not_found`, 409 `exception_ended`."""
    row = open_exception(act, command.number)
    state = ExceptionState.ACCEPTED if command.accept else ExceptionState.RESOLVED
    ended(act, row, state, command.note)
    return view(act.session, row)


def open_exception(act: Act, number: int) -> FloorException:
    """Held until the act ends. Refused: 404 `not_found`, 409 `exception_ended`."""
    row = act.session.get(FloorException, number, with_for_update=True)
    if row is None or row.warehouse != act.warehouse:
        raise not_found("exception", number)
    if row.state is not ExceptionState.OPEN:
        raise Refusal(
            409, "exception_ended", f"{row.resolved_by} has {row.state} exception {row.id} already."
        )
    return row


def ended(act: Act, row: FloorException, state: ExceptionState, note: str) -> None:
    """It is off the list, by whoever acts."""
    row.state = state
    row.resolved_at, row.resolved_by, row.note = act.now, act.who.name, note
    act.session.flush()
    act.record(ExceptionResolved(number=row.id, state=row.state), row.document)
