"""A furnished floor for tests: places, items, order lines to promise goods to, serials, pallets."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from server.act import Act
from server.catalog.find import item_by_sku
from server.catalog.wire import ItemCreate, Tracking
from server.orders.tables import OrderLine, SalesOrder
from server.places.find import virtual
from server.places.tables import Location
from server.places.wire import LocationType, Virtual
from server.stock.containers import new_container
from server.stock.ledger import post, serial
from server.stock.lots import lot
from server.stock.moves import Move, Place
from server.stock.reserve import reserve
from server.stock.tables import NO_LOT, Balance, LotId, ReservationId
from server.stock.wire import ContainerKind
from tests.server.stock.hands import SOON, Floor
from tests.site import Site

BINS = ("A1", "A2", "A3")
SOLD = {"sellable": True, "pickable": True}


def furnished(site: Site, **places: dict[str, Any]) -> Floor:
    """Bins A1 to A3 and `places`; BOLT loose, TEA by lot, RADIO by serial; SO1 with three lines."""
    floor = Floor(site)
    site.do(ItemCreate(sku="BOLT", name="Bolt", weight_grams=100))
    site.do(ItemCreate(sku="TEA", name="Tea", tracking=Tracking.LOT, expires=True))
    site.do(ItemCreate(sku="RADIO", name="Radio", tracking=Tracking.SERIAL))

    def furnish(act: Act) -> None:
        bins: dict[str, dict[str, Any]] = {code: {} for code in BINS}
        for code, columns in (bins | places).items():
            given: dict[str, Any] = {"type": LocationType.PICK_FACE, **SOLD, **columns}
            act.session.add(
                Location(warehouse=act.warehouse, code=code, stripped_code=code, **given)
            )
        bolt, tea, radio = (item_by_sku(act.session, sku) for sku in ("BOLT", "TEA", "RADIO"))
        order = SalesOrder(
            number="SO1",
            channel="WEB",
            reference="1",
            ship_name="Ada",
            ship_street="Quay 1",
            ship_city="Hull",
            ship_country="GB",
            service="STANDARD",
            ship_by=SOON,
            priority=5,
            partial=True,
            created_at=act.now,
        )
        act.session.add(order)
        act.session.flush()
        for number, item in enumerate((bolt, bolt, tea, radio), start=1):
            act.session.add(OrderLine(order=order.id, number=number, item=item.id, ordered=100))

    floor.act(furnish)
    return floor


def promise(floor: Floor, sku: str, location: str, quantity: int, line: int = 1) -> ReservationId:
    """Goods in a place are promised to line `line` of SO1; later lines ship later."""

    def work(act: Act) -> ReservationId:
        row = act.session.scalars(
            sa.select(Balance).where(
                Balance.item == floor.item(sku), Balance.location == floor.place(location)
            )
        ).first()
        assert row is not None
        order_line = act.session.scalars(sa.select(OrderLine.id).where(OrderLine.number == line))
        promised = reserve(
            act,
            order_line=order_line.one(),
            document=f"SO1/{line}",
            due_at=SOON.replace(day=line),
            balance=row.id,
            quantity=quantity,
        )
        assert promised is not None
        return promised

    return floor.act(work)


def pallet(floor: Floor, sku: str, location: str, quantity: int) -> str:
    """A new pallet with goods of a supplier; answers its code."""

    def work(act: Act) -> str:
        held = new_container(act, ContainerKind.PALLET, location=floor.place(location))
        source = Place(virtual(act.session, act.warehouse, Virtual.SUPPLIER))
        target = Place(floor.place(location), held.id)
        post(act, [Move(item=floor.item(sku), quantity=quantity, source=source, target=target)])
        return held.code

    return floor.act(work)


def a_lot(floor: Floor, code: str) -> LotId:
    return floor.act(lambda act: lot(act, floor.item("TEA"), code))


def serials(floor: Floor, location: str, *codes: str) -> None:
    """Radios of a supplier stand on a shelf."""

    def work(act: Act) -> None:
        source = Place(virtual(act.session, act.warehouse, Virtual.SUPPLIER))
        moves = [
            Move(
                item=floor.item("RADIO"),
                quantity=1,
                lot=NO_LOT,
                serial=serial(act, floor.item("RADIO"), code),
                source=source,
                target=Place(floor.place(location)),
            )
            for code in codes
        ]
        post(act, moves)

    floor.act(work)
