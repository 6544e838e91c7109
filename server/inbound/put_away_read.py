"""Reading put-aways: what is left to put, where it goes and why."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.catalog.said import said
from server.catalog.tables import Item
from server.db import page_of, paged
from server.door import Reading
from server.errors import not_found
from server.inbound.tables import PutAway, PutRow
from server.inbound.waiting_goods import standing
from server.inbound.wire.put_away import (
    Put,
    PutAwayQuery,
    PutAwayState,
    PutAwayView,
    PutGoods,
    PutTarget,
    Rule,
)
from server.places.check_digits import asked
from server.places.tables import Location
from server.stock.tables import NO_CONTAINER, NO_LOT, Balance, Container, Lot, PlannedPut
from server.wire import Page


def one_put_away(reading: Reading, number: str) -> PutAwayView:
    """404 `not_found`."""
    assert reading.scope is not None  # noqa: S101  (the route is warehouse-bound)
    query = sa.select(PutAway).where(
        PutAway.warehouse == reading.scope.id, PutAway.number == number
    )
    if (row := reading.session.scalar(query)) is None:
        raise not_found("put-away", number)
    return put_away_view(reading.session, row)


def list_put_aways(reading: Reading, wanted: PutAwayQuery) -> Page[PutAwayView]:
    """The oldest first."""
    assert reading.scope is not None  # noqa: S101  (the route is warehouse-bound)
    query = (
        sa.select(PutAway, PutAway.id)
        .join(Container, Container.id == PutAway.container)
        .join(Location, Location.id == PutAway.source)
        .where(PutAway.warehouse == reading.scope.id, PutAway.state == wanted.in_state)
    )
    if wanted.container:
        query = query.where(Container.code == wanted.container)
    if wanted.location:
        query = query.where(Location.code == wanted.location)
    if wanted.sku:
        item = sa.select(Item.id).where(Item.sku == wanted.sku)
        on_it = sa.select(Balance.container).where(Balance.item.in_(item), Balance.on_hand > 0)
        query = query.where(
            sa.or_(
                PutAway.item.in_(item),
                sa.and_(PutAway.container != NO_CONTAINER, PutAway.container.in_(on_it)),
            )
        )
    sort = ((PutAway.id, int),)
    rows, following = paged(reading.session, query, sort, wanted.cursor, wanted.limit)
    return page_of([put_away_view(reading.session, row[0]) for row in rows], following)


def put_away_view(session: Session, row: PutAway) -> PutAwayView:
    """The put-away as the wire shows it."""
    container = session.get_one(Container, row.container)
    return PutAwayView(
        number=row.number,
        state=row.state,
        container=container.code if row.container != NO_CONTAINER else None,
        source=session.get_one(Location, row.source).code,
        goods=_goods(session, row) if row.state is PutAwayState.OPEN else (),
        targets=_targets(session, row),
        puts=_puts(session, row),
        why=tuple(line[:200] for line in row.why.splitlines()),
    )


def _goods(session: Session, row: PutAway) -> tuple[PutGoods, ...]:
    query = (
        sa.select(Balance, Item, Lot)
        .join(Item, Item.id == Balance.item)
        .join(Lot, Lot.id == Balance.lot)
        .where(Balance.on_hand > 0, *standing(row))
        .order_by(Item.sku, Lot.code, Balance.id)
    )
    return tuple(_one(session, row, *found) for found in session.execute(query))


def _one(session: Session, row: PutAway, stands: Balance, item: Item, lot: Lot) -> PutGoods:
    loose = row.container == NO_CONTAINER
    return PutGoods(
        sku=item.sku,
        name=said(session, item),
        lot=lot.code if lot.id != NO_LOT else None,
        expires_on=lot.expires_on,
        status=stands.status,
        quantity=min(stands.on_hand, row.quantity) if loose else stands.on_hand,
        tracking=item.tracking,
    )


def _targets(session: Session, row: PutAway) -> tuple[PutTarget, ...]:
    query = (
        sa.select(PlannedPut, Location, Item.sku, Lot)
        .join(Location, Location.id == PlannedPut.location)
        .join(Item, Item.id == PlannedPut.item)
        .join(Lot, Lot.id == PlannedPut.lot)
        .where(PlannedPut.document == row.number, PlannedPut.quantity > 0)
        .order_by(PlannedPut.id)
    )
    return tuple(_target(*found) for found in session.execute(query))


def _target(plan: PlannedPut, place: Location, sku: str, lot: Lot) -> PutTarget:
    colour, hashed = asked(f"{plan.document}/{place.code}", place.check_blue, place.check_orange)
    return PutTarget(
        location=place.code,
        check_colour=colour,
        check_hash=hashed,
        rule=Rule(plan.rule),
        sku=sku,
        lot=lot.code if lot.id != NO_LOT else None,
        quantity=plan.quantity,
        sequence=place.sequence,
    )


def _puts(session: Session, row: PutAway) -> tuple[Put, ...]:
    query = (
        sa.select(PutRow, Location.code)
        .join(Location, Location.id == PutRow.location)
        .where(PutRow.put_away == row.id)
        .order_by(PutRow.number)
    )
    found: list[tuple[Any, ...]] = [tuple(one) for one in session.execute(query)]
    return tuple(
        Put(
            put=put.number,
            location=location,
            quantity=put.quantity,
            reason=put.reason,
            at=put.at,
            reversed=put.reversed_at is not None,
        )
        for put, location in found
    )
