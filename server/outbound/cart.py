"""A cart for several orders: whose it is, which of its slots are good, what it carries."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from server.act import Act
from server.catalog.tables import Item
from server.errors import Refusal
from server.outbound.numbers import pick_list_id, pick_list_number
from server.outbound.relist import LIVE, Listed, touch
from server.outbound.tables import BrokenSlot, PickLine, PickList, PickListId, PickSlot
from server.outbound.tote import riding_on
from server.outbound.wire.carts import BreakSlot, CartTaken, SlotMoved, SlotTold, TakeCart
from server.outbound.wire.lists import LineState
from server.places.tables import Location
from server.places.wire import LocationType
from server.stock.late import is_late
from server.stock.tables import Container
from server.work.tables import IS_OPEN, Task
from server.work.wire import TaskKind

MOST_SLOTS = 60
MM3_PER_CM3 = 1000


def take_cart(act: Act, command: TakeCart) -> CartTaken:
    """The list rides on it; an order whose slot is off, or not there, gets another good one.

    Orders go on in slot order while the cart carries them by weight and volume; the first always
    does. Refused when told now: 404 `not_found`, 409 `pick_list_closed`, 409 `cart_taken` (another
    list has totes on it, or this one has some on another), 409 `cart_broken` (no good slot is
    free), 422 `not_a_cart`.
    """
    row = touch(act, pick_list_id(command.pick_list))
    number = command.pick_list
    if row.state not in LIVE:
        raise Refusal(409, "pick_list_closed", f"Pick list {number} is {row.state} already.")
    cart = act.session.get_one(Location, riding_on(act, command.cart))
    slots = _slots(act, row.id)
    riding = [one for one in slots if one.stands is not None and one.stands == row.rides_on]
    if not is_late(act, command.happened_at):
        _require_free(act, row, cart, [one.slot for one in riding])
    act.session.get_one(PickList, row.id).rides_on = cart.id
    wanted = [one.slot for one in slots if one.open and one not in riding]
    moved = [*_moved(act, row.id, cart, wanted, {one.slot for one in riding})]
    places = {one.source: one.target for one in moved}
    good = _good(act, cart)
    placed = [places.get(slot, slot) for slot in wanted if places.get(slot, slot) in good]
    if wanted and not placed:
        raise Refusal(409, "cart_broken", f"No slot of {cart.code} can be used: take another cart.")
    carried = _carried(act, row.id, cart, [one.slot for one in riding], sorted(placed))
    return CartTaken(
        pick_list=command.pick_list,
        cart=cart.code,
        slots=[*carried],
        moved=moved,
        version=row.version,
    )


def put_cart_back(act: Act, command: TakeCart) -> None:
    """The list rides on nothing. Refused: 409 `not_reversible` with totes of it on the cart."""
    row = touch(act, pick_list_id(command.pick_list))
    if any(one.stands is not None and one.stands == row.rides_on for one in _slots(act, row.id)):
        raise Refusal(
            409, "not_reversible", f"Totes of {command.pick_list} stand on {command.cart} already."
        )
    act.session.get_one(PickList, row.id).rides_on = None


def break_slot(act: Act, command: BreakSlot) -> SlotTold:
    """Refused: 422 `not_a_cart`, 403 `forbidden` for who mends one and does not supervise."""
    cart = act.session.get_one(Location, riding_on(act, command.cart))
    row = act.session.get(BrokenSlot, (cart.id, command.slot), with_for_update=True)
    if not command.broken:
        act.who.require("supervise")
    if command.broken and row is None:
        act.session.add(BrokenSlot(cart=cart.id, slot=command.slot, at=act.now, by=act.who.name))
    elif not command.broken and row is not None:
        act.session.delete(row)
    return SlotTold(cart=cart.code, slot=command.slot, broken=command.broken)


def _slots(act: Act, pick_list: PickListId) -> Sequence[Any]:
    """Each slot, where its tote stands, and whether anything is left to pick for it."""
    is_open = sa.exists().where(
        PickLine.pick_list == PickSlot.pick_list,
        PickLine.slot == PickSlot.slot,
        PickLine.state == LineState.OPEN,
    )
    return act.session.execute(
        sa.select(PickSlot.slot, Container.location.label("stands"), is_open.label("open"))
        .outerjoin(Container, Container.id == PickSlot.tote)
        .where(PickSlot.pick_list == pick_list)
        .order_by(PickSlot.slot)
    ).all()


def _require_free(act: Act, row: Listed, cart: Location, riding: list[int]) -> None:
    """Hands are everybody's; a cart is of the one list that has totes on it."""
    number = pick_list_number(row.id)
    if riding and row.rides_on != cart.id:
        raise Refusal(
            409,
            "cart_taken",
            f"Totes of {number} stand on another cart: drop them first.",
        )
    if cart.type is LocationType.HANDS:
        return
    other = act.session.execute(
        sa.select(PickList.id)
        .join(PickSlot, PickSlot.pick_list == PickList.id)
        .join(Container, Container.id == PickSlot.tote)
        .where(
            PickList.rides_on == cart.id,
            Container.location == cart.id,
            PickList.id != row.id,
            PickList.state.in_(LIVE),
        )
        .limit(1)
    ).scalar()
    if other is not None:
        theirs = pick_list_number(PickListId(other))
        who = _whose(act, theirs)
        raise Refusal(
            409,
            "cart_taken",
            f"{cart.code} carries totes of {theirs} ({who}): take another cart.",
        )


def _whose(act: Act, pick_list: str) -> str:
    worker = act.session.scalar(
        sa.select(Task.worker).where(
            Task.warehouse == act.warehouse,
            Task.kind == TaskKind.PICK,
            Task.document == pick_list,
            IS_OPEN,
        )
    )
    return (worker or "nobody").removeprefix("person:")


def _good(act: Act, cart: Location) -> set[int]:
    """The numbers of the slots that take a tote."""
    off = act.session.scalars(sa.select(BrokenSlot.slot).where(BrokenSlot.cart == cart.id))
    return set(range(1, (cart.capacity_containers or MOST_SLOTS) + 1)) - set(off)


def _moved(
    act: Act, pick_list: PickListId, cart: Location, wanted: list[int], riding: set[int]
) -> Iterator[SlotMoved]:
    """Orders whose own slot is off go to the first good one that stands empty."""
    good = _good(act, cart)
    free = sorted(good - riding - set(wanted))
    for slot in wanted:
        if slot not in good and free:
            target = free.pop(0)
            _exchange(act, pick_list, slot, target)
            yield SlotMoved(source=slot, target=target)


def _exchange(act: Act, pick_list: PickListId, source: int, target: int) -> None:
    """Two slots of the list change their orders, totes and lines; one may be new."""
    old = act.session.get_one(PickSlot, (pick_list, source))
    new = act.session.get(PickSlot, (pick_list, target))
    lines = {slot: _lines(act, pick_list, slot) for slot in (source, target)}
    if new is None:
        act.session.add(PickSlot(pick_list=pick_list, slot=target, order=old.order, tote=old.tote))
    else:
        old.order, new.order = new.order, old.order
        old.tote, new.tote = new.tote, old.tote
    act.session.flush()
    for slot, other in ((source, target), (target, source)):
        for line in lines[slot]:
            line.slot = other
    act.session.flush()
    if new is None:
        act.session.delete(old)
        act.session.flush()


def _lines(act: Act, pick_list: PickListId, slot: int) -> Sequence[PickLine]:
    return act.session.scalars(
        sa.select(PickLine).where(PickLine.pick_list == pick_list, PickLine.slot == slot)
    ).all()


def _carried(
    act: Act, pick_list: PickListId, cart: Location, riding: list[int], placed: list[int]
) -> Iterator[int]:
    """As many of the slots as the cart carries; what nobody has measured weighs nothing here."""
    most = (cart.capacity_weight_grams, cart.capacity_volume_cm3)
    loads = _loads(act, pick_list)
    sums = [sum(loads.get(slot, (0, 0))[n] for slot in riding) for n in (0, 1)]
    begun = bool(riding)
    for slot in placed:
        own = loads.get(slot, (0, 0))
        after = [sums[n] + own[n] for n in (0, 1)]
        if begun and any(limit is not None and after[n] > limit for n, limit in enumerate(most)):
            continue
        begun, sums = True, after
        yield slot


def _loads(act: Act, pick_list: PickListId) -> dict[int, tuple[int, int]]:
    """Grams and cubic centimetres that the lines of each slot come to."""
    volume = Item.length_mm * Item.width_mm * Item.height_mm
    rows = act.session.execute(
        sa.select(
            PickLine.slot,
            sa.func.sum(PickLine.asked * sa.func.coalesce(Item.weight_grams, 0)),
            sa.func.sum(PickLine.asked * sa.func.coalesce(volume, 0)),
        )
        .join(Item, Item.id == PickLine.item)
        .where(PickLine.pick_list == pick_list)
        .where(PickLine.state.in_((LineState.OPEN, LineState.PICKED)))
        .group_by(PickLine.slot)
    )
    return {slot: (int(grams), int(mm3) // MM3_PER_CM3) for slot, grams, mm3 in rows}
