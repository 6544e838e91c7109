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
    row = act.session.get(FloorException, command.number, with_for_update=True)
    if row is None or row.warehouse != act.warehouse:
        raise not_found("exception", command.number)
    if row.state is not ExceptionState.OPEN:
        raise Refusal(
            409, "exception_ended", f"{row.resolved_by} has {row.state} exception {row.id} already."
        )
    row.state = ExceptionState.ACCEPTED if command.accept else ExceptionState.RESOLVED
    row.resolved_at, row.resolved_by, row.note = act.now, act.who.name, command.note
    act.session.flush()
    act.record(ExceptionResolved(number=row.id, state=row.state), row.document)
    return view(act.session, row)
