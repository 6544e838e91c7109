"""Beyond the rules of a place: refused when it is told now, kept as an exception when it stands."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Act
from server.db import direct
from server.errors import Refusal
from server.exceptions.report import report
from server.exceptions.tables import FloorException
from server.exceptions.wire import ExceptionKind, ExceptionState
from server.places.tables import Location, LocationId
from server.places.wire import LocationType, Mixing
from server.stock.blind import hidden_from
from server.stock.events_wire import Excess
from server.stock.fits import Breach, broken


def ruled(place: Any = Location) -> sa.ColumnElement[bool]:
    """SQL: the capacity or mixing of a location is limited by numbers that somebody gave."""
    limits = (
        place.capacity_weight_grams,
        place.capacity_volume_cm3,
        place.capacity_height_mm,
        place.capacity_quantity,
    )
    limited = sa.or_(place.mixing != Mixing.ANY, *(limit.is_not(None) for limit in limits))
    return sa.and_(limited, place.type != LocationType.VIRTUAL)


_RULED = (
    sa.select(Location.id)
    .where(Location.id.in_(sa.bindparam("wanted", expanding=True)), ruled())
    .order_by(Location.id)
    .with_for_update(key_share=True)
)


def held_places(act: Act, places: Iterable[LocationId]) -> Sequence[Location]:
    """The ruled ones, held in one order until the act ends: nobody else fills them meanwhile."""
    wanted = sorted(set(places))
    if not wanted:
        return []
    act.session.flush()
    held = direct(act.session, _RULED, {"wanted": wanted}).scalars().all()
    if not held:
        return []
    query = sa.select(Location).where(Location.id.in_(held)).order_by(Location.id)
    return act.session.scalars(query).all()


def note_excess(act: Act, places: Iterable[Location]) -> None:
    """Whatever came to stand beyond the rules of its place, by any door, is on the list."""
    for place in places:
        found = broken(act.session, place)
        if found and not _is_told(act.session, place):
            words = " ".join(breach.sentence for breach in found)
            report(act, ExceptionKind.EXCESS, place.code, words, location=place.id)


def _is_told(session: Session, place: Location) -> bool:
    query = sa.select(FloorException.id).where(
        FloorException.location == place.id,
        FloorException.kind == ExceptionKind.EXCESS,
        FloorException.state == ExceptionState.OPEN,
    )
    return session.scalar(query.limit(1)) is not None


def accept(
    act: Act, place: Location, breaches: Sequence[Breach], reason: str, *, late: bool = False
) -> None:
    """Lets goods stand against a rule for a reason, or because they stand there already (late).

    Each accepted breach is recorded as `stock.excess` and waits for a person. Refused: 409 with
    the breach's own code; rules of safety are refused whatever the reason.
    """
    blind = bool(breaches) and place.id in hidden_from(act.session, act.who.name)
    for breach in breaches:
        if not late and (breach.safety or not reason):
            hint = "" if breach.safety else " Give a reason to put it there all the same."
            words = f"That does not fit into {place.code}." if blind else breach.sentence
            raise Refusal(409, breach.code, words + hint)
    for breach in breaches:
        told = Excess(
            location=place.code,
            rule=breach.code,
            sentence=breach.sentence,
            reason=reason or "told late",
        )
        act.record(told, place.code)
        words = f"{breach.sentence} ({told.reason})"
        report(act, ExceptionKind.EXCESS, place.code, words, location=place.id)
