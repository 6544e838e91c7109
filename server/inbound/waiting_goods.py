"""What a put-away is still about: the goods as they stand now, on the LPN or loose."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from server.act import Act
from server.catalog.tables import Item
from server.inbound.tables import PutAway
from server.stock.fits import Load
from server.stock.planned import plans_of
from server.stock.tables import NO_CONTAINER, Balance, PlannedPut


@dataclass(frozen=True, slots=True)
class Part:
    """`quantity` base units of one balance that are to be put; 0 when all was found elsewhere."""

    row: Balance
    item: Item
    quantity: int

    @property
    def load(self) -> Load:
        return Load(self.item, self.quantity, self.row.lot, self.row.owner)

    def is_of(self, plan: PlannedPut) -> bool:
        """Whether the plan is about these goods."""
        row = self.row
        mine = (row.item, row.lot, row.owner, row.status)
        return mine == (plan.item, plan.lot, plan.owner, plan.status)


def waiting(act: Act, errand: PutAway) -> list[Part]:
    """The goods that are left of a put-away, their rows held in key order; maybe none.

    Goods that a pick found at their target before are told with a quantity of 0 when none of them
    are left here.
    """
    query = (
        sa.select(Balance, Item)
        .join(Item, Item.id == Balance.item)
        .where(*standing(errand))
        .order_by(Balance.item, Balance.lot, Balance.id)
        .with_for_update(of=Balance)
        .execution_options(populate_existing=True)
    )
    plans = plans_of(act.session, errand.number)
    parts = [_part(errand, row, item, plans) for row, item in act.session.execute(query)]
    return [part for part in parts if part.quantity or _taken(part, plans)]


def standing(errand: PutAway) -> list[sa.ColumnElement[bool]]:
    """SQL: the balances that the put-away is about."""
    if errand.container != NO_CONTAINER:
        return [Balance.container == errand.container]
    return [
        Balance.location == errand.source,
        Balance.container == NO_CONTAINER,
        Balance.item == errand.item,
        Balance.lot == errand.lot,
        Balance.owner == errand.owner,
        Balance.status == errand.status,
    ]


def _part(errand: PutAway, row: Balance, item: Item, plans: Sequence[PlannedPut]) -> Part:
    whole = Part(row, item, row.on_hand)
    if errand.container != NO_CONTAINER:
        return whole
    left = errand.quantity - _taken(whole, plans)
    return Part(row, item, max(min(row.on_hand, left), 0))


def _taken(part: Part, plans: Sequence[PlannedPut]) -> int:
    return sum(plan.taken for plan in plans if part.is_of(plan))
