"""Moving goods: loose or out of a container, to another place or into a container."""

from collections.abc import Iterator
from dataclasses import replace

import sqlalchemy as sa

from server.act import Act
from server.catalog.find import item_by_sku
from server.catalog.tables import Item
from server.errors import Refusal
from server.places.find import virtual
from server.places.tables import Location
from server.places.wire import LocationStatus, Virtual
from server.stock.along import taken_along, tell_moved
from server.stock.excess import accept
from server.stock.fits import Breach, Load, fit
from server.stock.held import stays_held
from server.stock.late import is_late, told_late
from server.stock.ledger import post_numbered
from server.stock.lots import lot_by_code
from server.stock.moves import Move, key_of
from server.stock.promised import balance_at, parts_of_line, require_free
from server.stock.serials import by_serial, has_serials
from server.stock.spot import (
    Spot,
    container_here,
    note_emptied,
    owner_by_code,
    spot,
    target_spot,
)
from server.stock.tables import NO_CONTAINER, Container, Hold
from server.stock.wire import Moved, MoveStock

CLOSED_OUT = {LocationStatus.BLOCKED_OUT, LocationStatus.LOCKED}


def move_stock(act: Act, command: MoveStock) -> Moved:
    """Goods stand in another place now; promised ones only with the line they are promised to.

    Refused: 409 `reserved`, `not_reserved`, `not_enough`, `held`, `location_locked`,
    `over_capacity`, `mixing`, `storage_class`, `temperature_band`, `container_required`,
    `container_state`, `container_elsewhere`, `serial_elsewhere`; 422 `serials_missing`,
    `same_place`, `place_missing`; 404 `not_found`. Told late it is posted all the same: what
    does not stand there comes from `V-UNRECONCILED`, and the place is counted.
    """
    item = item_by_sku(act.session, command.sku)
    source = spot(act, command.source, command.source_container)
    target = _target(act, command, source)
    move = _asked(act, command, item, source, target)
    late = told_late(act, command.happened_at, source.location, target.location)
    _allowed(act, command, move, item, source, target)
    moves = [*_split(act, command, move, item, (source, target), late=late)]
    numbers = post_numbered(act, moves)
    note_emptied(act, source.container)
    tell_moved(act, (one.document for one in moves if one.reservation), target.location)
    return Moved(moves=list(numbers), warning=stays_held(act, move))


def may_leave(act: Act, place: Location, container: Container | None) -> None:
    """409 `held` where a hold covers the place: carried away, goods would be free of it."""
    if act.who.may("hold"):
        return
    covers = Hold.location == place.id
    if container is not None:
        covers = sa.or_(covers, Hold.container == container.id)
    hold = act.session.scalars(sa.select(Hold).where(Hold.lifted_at.is_(None), covers)).first()
    if hold is not None:
        raise Refusal(
            409,
            "held",
            f"What stands in {place.code} is on hold ({hold.reason.value}: {hold.note});"
            " whoever may hold can move it.",
        )


def locked_out(place: Location) -> list[Breach]:
    """The breach of a location that nothing may leave."""
    if place.status not in CLOSED_OUT:
        return []
    words = place.status.value.replace("_", " ")
    return [Breach("location_locked", f"Location {place.code} is {words} ({place.reason}).")]


def _asked(act: Act, command: MoveStock, item: Item, source: Spot, target: Spot) -> Move:
    owner = owner_by_code(act, command.owner)
    return Move(
        item=item.id,
        quantity=command.quantity,
        lot=lot_by_code(act, item.id, command.lot),
        source=source.place(owner, command.status),
        target=target.place(owner, command.status),
        document=command.document or "",
    )


def _target(act: Act, command: MoveStock, source: Spot) -> Spot:
    """A container that stands nowhere yet is filled where the goods are."""
    held = container_here(act, command.target_container) if command.target_container else None
    if held is None or command.target is not None or held.location is not None:
        return target_spot(act, command.target, command.target_container)
    found = target_spot(act, source.location.code, command.target_container)
    held.location = found.location.id
    return found


def _allowed(
    act: Act, command: MoveStock, move: Move, item: Item, source: Spot, target: Spot
) -> None:
    late = is_late(act, command.happened_at)
    if not late:
        may_leave(act, source.location, source.container)
    accept(act, source.location, locked_out(source.location), command.reason, late=late)
    if source.location.id != target.location.id:
        load = Load(item, move.quantity, move.lot, move.target.owner)
        found = fit(act.session, target.location, [load], target.container_id)
        accept(act, target.location, found.breaches, command.reason, late=late)


def _split(
    act: Act, command: MoveStock, move: Move, item: Item, way: tuple[Spot, Spot], *, late: bool
) -> Iterator[Move]:
    """The move as the ledger wants it: one per promise, or one per serial number."""
    source, target = way
    balance = balance_at(act.session, key_of(move, move.source))
    if command.document:
        promised = parts_of_line(act.session, balance, command.document, move.quantity)
        parts = [replace(move, reservation=found, quantity=part) for found, part in promised]
    elif command.along:
        parts = [*taken_along(act, move, balance, target.location)]
        parts += _rest(act, move, parts, late=late and not has_serials(item))
    elif late and not has_serials(item):
        free = min(balance.on_hand - balance.reserved, move.quantity) if balance else 0
        parts = [replace(move, quantity=free)] if free else []
        parts += _rest(act, move, parts, late=True)
    else:
        require_free(act, balance, item.sku, str(source), move.quantity)
        parts = [move]
    yield from by_serial(act.session, item, parts, command.serials)


def _rest(act: Act, move: Move, parts: list[Move], *, late: bool) -> Iterator[Move]:
    """What does not stand there: late it comes from where nobody knows, else it is refused."""
    rest = move.quantity - sum(part.quantity for part in parts)
    if rest and late:
        nowhere = virtual(act.session, act.warehouse, Virtual.UNRECONCILED)
        origin = move.source._replace(location=nowhere, container=NO_CONTAINER)
        yield replace(move, quantity=rest, source=origin)
    elif rest:
        yield replace(move, quantity=rest)
