"""Hands for stock tests: goods put on shelves, promised and moved without the procedures above."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar
from uuid import uuid4

import sqlalchemy as sa

from server.act import Act, Call
from server.catalog.tables import Item, ItemId
from server.db import reading
from server.guard import system
from server.places.find import virtual
from server.places.tables import Location, LocationId, Warehouse
from server.places.wire import Virtual
from server.stock.ledger import post
from server.stock.moves import Move, Place
from server.stock.tables import NO_LOT, Balance, LotId
from server.wire import Command, Reply
from tests.site import Site

T = TypeVar("T")


class Try(Command, frozen=True, kw_only=True):
    """The command of an act that a test makes up."""

    kind = "test.try"


class Tried(Reply, frozen=True, kw_only=True):
    """Nothing more to say."""


@dataclass
class Floor:
    """A site's shelves."""

    site: Site
    told: list[object] = field(default_factory=list)

    def act(self, work: Callable[[Act], T]) -> T:
        """Runs `work` as one act of the system."""
        found: list[T] = []

        def operation(act: Act, _command: Try) -> Tried:
            found.append(work(act))
            return Tried()

        with reading(self.site.engine) as session:
            rows = session.execute(sa.select(Warehouse.code, Warehouse.id))
            who = system("test", {row.code: row.id for row in rows})
        operation_id = uuid4()
        call = Call(operation_id, bytes(32), b"{}", lambda _session: who, warehouse="MAIN")
        self.site.acts.perform(operation, Try(), call)
        return found[-1]

    def one(self, query: sa.Select[T]) -> T:
        with reading(self.site.engine) as session:
            return session.execute(query).scalar_one()

    def item(self, sku: str) -> ItemId:
        return self.one(sa.select(Item.id).where(Item.sku == sku))

    def place(self, code: str) -> LocationId:
        return self.one(sa.select(Location.id).where(Location.code == code))

    def put(self, sku: str, location: str, quantity: int, lot: LotId = NO_LOT) -> None:
        """Goods of a supplier stand on a shelf."""

        def work(act: Act) -> None:
            source = Place(virtual(act.session, act.warehouse, Virtual.SUPPLIER))
            target = Place(self.place(location))
            post(
                act,
                [
                    Move(
                        item=self.item(sku),
                        quantity=quantity,
                        lot=lot,
                        source=source,
                        target=target,
                    )
                ],
            )

        self.act(work)

    def ship(self, sku: str, location: str, quantity: int, lot: LotId = NO_LOT) -> None:
        """Goods from a shelf are a customer's."""

        def work(act: Act) -> None:
            source = Place(self.place(location))
            target = Place(virtual(act.session, act.warehouse, Virtual.CUSTOMER))
            move = Move(
                item=self.item(sku), quantity=quantity, lot=lot, source=source, target=target
            )
            post(act, [move])

        self.act(work)

    def standing(self, sku: str, location: str) -> tuple[int, int]:
        """On hand and reserved."""
        with reading(self.site.engine) as session:
            row = session.execute(
                sa.select(sa.func.sum(Balance.on_hand), sa.func.sum(Balance.reserved)).where(
                    Balance.item == self.item(sku), Balance.location == self.place(location)
                )
            ).one()
        return int(row[0] or 0), int(row[1] or 0)


SOON = datetime(2026, 12, 1, tzinfo=UTC)
