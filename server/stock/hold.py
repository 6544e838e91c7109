"""Holds: goods that are not free for a reason, by item, lot, place or container, now and later."""

from collections.abc import Iterable
from typing import NamedTuple

import sqlalchemy as sa

from server.act import Act
from server.catalog.find import item_by_sku
from server.catalog.tables import Item, ItemId
from server.db import direct
from server.errors import Refusal, not_found
from server.places.tables import Location, LocationId
from server.stock.covered import covered, in_work
from server.stock.events_wire import HoldSet
from server.stock.lots import lot_by_code
from server.stock.read import covering
from server.stock.reserve import break_over
from server.stock.spot import container_here, floor_location
from server.stock.tables import (
    NO_LOT,
    Balance,
    BalanceId,
    Container,
    ContainerId,
    Hold,
    HoldId,
    LotId,
)
from server.stock.wire import Held, LiftHold, SetHold

_FIRST_HELD = (
    sa.select(Item.sku, Location.code, Hold.reason, Hold.note)
    .select_from(Balance)
    .join(Hold, covering(Balance))
    .join(Item, Item.id == Balance.item)
    .join(Location, Location.id == Balance.location)
    .where(Balance.id.in_(sa.bindparam("goods", expanding=True)))
    .order_by(Balance.id, Hold.id)
    .limit(1)
)


def set_hold(act: Act, command: SetHold) -> Held:
    """Goods of one item, lot, place or container are not free, also those that come later.

    Promises on what stands in storage are broken, so that their orders get other goods; what is
    picked already stays with its order and is refused at packing and at goods-out.
    Refused: 422 `one_scope` unless exactly one thing is named, 404 `not_found`.
    """
    hold = _hold(act, command)
    act.session.add(hold)
    act.session.flush()
    broken = break_covered(act, hold)
    number = told(act, hold, _subject(command))
    return Held(numbers=[number], broken=broken, covered=covered(act, hold))


def lift_hold(act: Act, command: LiftHold) -> Held:
    """The goods are free again, unless another hold covers them.

    Refused: 404 `not_found`, 409 `lifted`, and of a scope 409 `not_held`, 422 `one_scope`.
    """
    if command.number is None:
        return _lift_all(act, command)
    hold = act.session.get(Hold, command.number, with_for_update=True)
    if hold is None or not _of_this_building(act, hold):
        raise not_found("hold", command.number)
    if hold.lifted_at is not None:
        raise Refusal(409, "lifted", f"Hold {command.number} was lifted on {hold.lifted_at:%F}.")
    hold.lifted_at = act.now
    return Held(numbers=[hold.id], broken=0)


def _lift_all(act: Act, command: LiftHold) -> Held:
    """Every open hold on just what is named; those that are wider or narrower stay."""
    named = _named(act, command)
    on = (Hold.item, Hold.lot, Hold.location, Hold.container)
    same = [
        column.is_(None) if value is None else column == value
        for column, value in zip(on, named, strict=True)
    ]
    holds = act.session.scalars(
        sa.select(Hold).where(Hold.lifted_at.is_(None), *same).order_by(Hold.id).with_for_update()
    ).all()
    if not holds:
        raise Refusal(409, "not_held", f"There is no hold on {_subject(command)} itself.")
    for hold in holds:
        hold.lifted_at = act.now
    return Held(numbers=[hold.id for hold in holds], broken=0)


def refuse_held(act: Act, balances: Iterable[BalanceId]) -> None:
    """409 `held` when a hold covers any of these goods: they must not go further."""
    act.session.flush()
    row = direct(act.session, _FIRST_HELD, {"goods": sorted(set(balances))}).one_or_none()
    if row is not None:
        raise Refusal(
            409,
            "held",
            f"{row.sku} in {row.code} is on hold ({row.reason.value}: {row.note}) and must not"
            " go out. Set it aside until whoever may hold has lifted it.",
        )


class _Named(NamedTuple):
    """What a hold is on: exactly one of item (or a lot of it), location and container."""

    item: ItemId | None = None
    lot: LotId | None = None
    location: LocationId | None = None
    container: ContainerId | None = None


def _named(act: Act, command: SetHold | LiftHold) -> _Named:
    named = [command.sku, command.location, command.container]
    if sum(name is not None for name in named) != 1 or (command.lot and not command.sku):
        raise Refusal(
            422, "one_scope", "A hold is on one item (or a lot of it), one place or one container."
        )
    if command.sku is not None:
        item = item_by_sku(act.session, command.sku).id
        lot = lot_by_code(act, item, command.lot)
        return _Named(item=item, lot=lot if lot != NO_LOT else None)
    if command.location is not None:
        return _Named(location=floor_location(act, command.location).id)
    return _Named(container=container_here(act, command.container or "").id)


def _hold(act: Act, command: SetHold) -> Hold:
    named = _named(act, command)
    hold = Hold(reason=command.reason, note=command.note, set_at=act.now)
    hold.item, hold.lot, hold.location, hold.container = named
    return hold


def _subject(command: SetHold | LiftHold) -> str:
    if command.sku is not None:
        return f"{command.sku}/{command.lot}" if command.lot else command.sku
    return command.location or command.container or ""


def told(act: Act, hold: Hold, subject: str) -> HoldId:
    act.record(HoldSet(number=hold.id, subject=subject, reason=hold.reason), subject)
    return hold.id


def break_covered(act: Act, hold: Hold) -> int:
    """How many base units were promised and no longer are."""
    rows = act.session.execute(
        sa.select(Balance.id, Balance.on_hand)
        .join(Hold, covering(Balance))
        .join(Location, Location.id == Balance.location)
        .join(Container, Container.id == Balance.container)
        .where(
            Hold.id == hold.id,
            Balance.warehouse == act.warehouse,
            Balance.reserved > 0,
            ~in_work(),
        )
        .order_by(Balance.id)
    ).all()
    reason = f"hold {hold.reason.value}: {hold.note}"
    return sum(break_over(act, row.id, row.on_hand, reason) for row in rows)


def _of_this_building(act: Act, hold: Hold) -> bool:
    place = hold.location
    if hold.container is not None:
        place = act.session.get_one(Container, hold.container).location
    return place is None or act.session.get_one(Location, place).warehouse == act.warehouse
