"""Promises goods to order lines: whole or partial, the most urgent order first, and says why."""

from collections.abc import Iterable, Sequence
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Act
from server.db import direct, replace_row
from server.guard import WarehouseId
from server.orders.tables import OrderId, SalesOrder
from server.outbound.candidates import Lack, candidates, lacks
from server.outbound.choose import Choice, choose, give_back
from server.outbound.tables import Allocation
from server.outbound.wire.plan import OrderAllocated
from server.places.tables import LocationId
from server.stock.reserve import Wish, reserve_all

TRIES = 4

_HOLD = (
    sa.select(SalesOrder.id)
    .where(SalesOrder.id.in_(sa.bindparam("orders", expanding=True)))
    .order_by(SalesOrder.id)
    .with_for_update(key_share=True)
)


def allocate(
    act: Act, orders: Sequence[OrderId], without: Iterable[LocationId] = ()
) -> list[tuple[Lack, Choice]]:
    """Reserves goods for what released orders lack; answers what was chosen, line by line.

    Orders that ship whole or not at all are left alone while something of them is missing,
    unless part of their goods is promised already. `without` are places not to be asked.
    The orders are held until the act ends: two acts would each see the same lack and fill it.
    """
    hold_orders(act.session, orders)
    wanted = lacks(act.session, act.warehouse, act.now, orders)
    return promise(act, [lack for lack in wanted if lack.demand.need], [*without])


def promise(
    act: Act, needy: Sequence[Lack], without: Sequence[LocationId] = ()
) -> list[tuple[Lack, Choice]]:
    """`allocate` for lines of orders that the act holds, or has made."""
    for _ in range(TRIES):
        chosen = plan(act.session, act.warehouse, needy, without)
        if not reserve_all(act, [*_wishes(chosen)]):
            break
    else:
        # Others took the goods each time: what is left waits for the next round.
        chosen = [(lack, Choice(short=lack.demand.need)) for lack in needy]
    _remember(act, chosen)
    _tell(act, chosen)
    return chosen


def hold_orders(session: Session, orders: Iterable[OrderId]) -> None:
    """In one order, so that two acts never wait in a ring."""
    session.flush()
    direct(session, _HOLD, {"orders": sorted(set(orders))})


def plan(
    session: Session,
    warehouse: WarehouseId,
    needy: Sequence[Lack],
    without: Sequence[LocationId] = (),
) -> list[tuple[Lack, Choice]]:
    """What would be chosen for these lines, in their order; nothing is promised yet."""
    items = {lack.item for lack in needy}
    standing = candidates(session, warehouse, items, without) if items else {}
    chosen: list[tuple[Lack, Choice]] = []
    for _, lines in groupby(needy, key=lambda lack: lack.order):
        of_order = [(lack, choose(standing.get(lack.item, []), lack.demand)) for lack in lines]
        _whole_or_none(of_order)
        chosen += of_order
    return chosen


def _whole_or_none(of_order: Sequence[tuple[Lack, Choice]]) -> None:
    missing = next((lack for lack, choice in of_order if choice.short), None)
    if missing is None or missing.partial or missing.begun:
        return
    for _, choice in of_order:
        if choice.parts:
            give_back(choice)
            choice.why.append(f"The order ships whole, and line {missing.line_number} is short.")


def _wishes(chosen: Iterable[tuple[Lack, Choice]]) -> Iterable[Wish]:
    for lack, choice in chosen:
        for one, part in choice.parts:
            yield Wish(
                order_line=lack.line,
                document=lack.document,
                due_at=lack.ship_by,
                balance=one.balance,
                quantity=part,
            )


def _remember(act: Act, chosen: Iterable[tuple[Lack, Choice]]) -> None:
    rows = [
        {
            "order_line": lack.line,
            "at": act.now,
            "wanted": lack.wanted,
            "got": lack.promised + choice.found,
            "why": " ".join(choice.why)[:1000],
        }
        for lack, choice in chosen
    ]
    if rows:
        direct(act.session, replace_row(act.session, Allocation), rows)


def _tell(act: Act, chosen: Iterable[tuple[Lack, Choice]]) -> None:
    for number, lines in groupby(chosen, key=lambda pair: pair[0].number):
        pairs = list(lines)
        got = sum(choice.found for _, choice in pairs)
        told = OrderAllocated(allocated=got, waiting=sum(choice.short for _, choice in pairs))
        act.record(told, number)
