"""Puts an exception on the list, in the act that met it."""

from server.act import Act
from server.catalog.tables import ItemId
from server.exceptions.tables import FloorException
from server.exceptions.wire import ExceptionKind, ExceptionRaised
from server.places.tables import LocationId


def report(
    act: Act,
    kind: ExceptionKind,
    document: str,
    sentence: str,
    *,
    location: LocationId | None = None,
    item: ItemId | None = None,
    quantity: int | None = None,
) -> str:
    """Records what was otherwise than planned and gives back the sentence.

    `document` is natural text (`RC000012/3`), `quantity` base units. Nothing is refused.
    """
    row = FloorException(
        warehouse=act.warehouse,
        kind=kind,
        document=document[:80],
        sentence=sentence[:1000],
        location=location,
        item=item,
        quantity=quantity,
        raised_at=act.now,
        raised_by=act.who.name,
    )
    return listed(act, row)


def listed(act: Act, row: FloorException) -> str:
    """Puts it on the list and gives back its sentence."""
    act.session.add(row)
    act.session.flush()
    act.record(ExceptionRaised(number=row.id, what=row.kind, sentence=row.sentence), row.document)
    return row.sentence
