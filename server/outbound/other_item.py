"""Another item than the book says stands at a pick's place: a person is told which."""

from server.act import Act
from server.catalog.find import item_by_sku
from server.errors import Refusal
from server.exceptions.report import report
from server.exceptions.wire import ExceptionKind
from server.outbound.asked import Asked


def list_found(act: Act, found: Asked, sku: str) -> None:
    """Puts it on the list of exceptions; a code that nobody knows is told as it was read."""
    try:
        item = item_by_sku(act.session, sku).id
    except Refusal:
        item = None
    report(
        act,
        ExceptionKind.WRONG_ITEM,
        found.document,
        f"{sku} stands in {found.row.place}, where {found.row.sku} was to be picked for"
        f" {found.document}. The place is counted.",
        location=found.line.location,
        item=item,
    )
