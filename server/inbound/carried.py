"""Goods that wait to be put away are moved by hand: their put-away ends, or starts from there."""

from collections.abc import Iterable

import sqlalchemy as sa

from server.act import Act
from server.inbound.errands import ended, planned
from server.inbound.receipts import ARRIVES_AT
from server.inbound.tables import PutAway
from server.inbound.waiting_goods import waiting
from server.inbound.wire.put_away import PutAwayState
from server.places.find import location
from server.places.tables import Location
from server.places.wire import LocationType
from server.stock.covered import IN_WORK
from server.stock.move_container import move_container as carry
from server.stock.move_container import tree
from server.stock.move_stock import move_stock as move
from server.stock.spot import container_here, spot
from server.stock.tables import NO_CONTAINER
from server.stock.wire import MoveContainer, Moved, MoveStock

UNDERWAY = ARRIVES_AT | {*IN_WORK, LocationType.PICK_AND_DROP}
"""Types of places where nothing stays: what stands there is still to be put away."""


def move_container(act: Act, command: MoveContainer) -> Moved:
    """As `stock` moves it; the put-aways of it and of all within follow. Refused: as there."""
    inside = tree(act.session, container_here(act, command.container).id)
    moved = carry(act, command)
    place = location(act.session, act.warehouse, command.target)
    _follow(act, _errands(act, PutAway.container.in_(inside)), place)
    return moved


def move_stock(act: Act, command: MoveStock) -> Moved:
    """As `stock` moves them; a put-away of which nothing is left where it starts has ended."""
    source = spot(act, command.source, command.source_container)
    moved = move(act, command)
    mine = PutAway.container == source.container_id
    if source.container is None:
        mine = sa.and_(PutAway.container == NO_CONTAINER, PutAway.source == source.location.id)
    for errand in _errands(act, mine):
        if not any(part.quantity for part in waiting(act, errand)):
            ended(act, errand, PutAwayState.DONE)
    return moved


def _follow(act: Act, errands: Iterable[PutAway], place: Location) -> None:
    for errand in errands:
        if place.type in UNDERWAY:
            errand.source = place.id
            planned(act, errand)
        else:
            ended(act, errand, PutAwayState.DONE)


def _errands(act: Act, mine: sa.ColumnElement[bool]) -> list[PutAway]:
    query = sa.select(PutAway).where(
        PutAway.warehouse == act.warehouse, PutAway.state == PutAwayState.OPEN, mine
    )
    return list(act.session.scalars(query.order_by(PutAway.id).with_for_update()))
