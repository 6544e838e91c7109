"""Moving containers: a pallet goes somewhere with all that is in it, or onto another container."""

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Act
from server.catalog.tables import Item
from server.errors import Refusal
from server.places.tables import Location
from server.places.wire import Containers
from server.stock.along import tell_moved
from server.stock.carry import move_numbered as carry
from server.stock.excess import accept
from server.stock.fits import Load, fit
from server.stock.held import inside_held
from server.stock.late import told_late
from server.stock.ledger import post_numbered
from server.stock.move_stock import locked_out, may_leave
from server.stock.moves import Move, Place
from server.stock.promised import promises
from server.stock.serials import serials_at
from server.stock.spot import OUT_OF_USE, container_here, floor_location, target_spot
from server.stock.tables import (
    NO_CONTAINER,
    Balance,
    Container,
    ContainerId,
    MoveId,
    Reservation,
    ReservationState,
)
from server.stock.wire import ContainerState, MoveContainer, Moved, NestContainer

DEEPEST = 4


def move_container(act: Act, command: MoveContainer) -> Moved:
    """A container stands in another place with all that is in it; promises ride along.

    Where containers are dissolved its goods stand loose and it is empty.
    Refused: 409 `container_state`, `held` and the rules of the place as in `move_stock`;
    422 `same_place`; 404 `not_found`.
    """
    held = container_here(act, command.container)
    target = floor_location(act, command.target)
    _in_use(held)
    source = act.session.get(Location, held.location) if held.location else None
    if source is not None and source.id == target.id:
        raise Refusal(422, "same_place", f"Container {held.code} stands in {target.code} already.")
    passed = (source, target) if source else (target,)
    late = told_late(act, command.happened_at, *passed)
    if source is not None:
        if not late:
            may_leave(act, source, None)
        accept(act, source, locked_out(source), command.reason, late=late)
    found = fit(act.session, target, _loads(act.session, held.id), held.id)
    accept(act, target, found.breaches, command.reason, late=late)
    held.parent = None
    waiting = promised_in(act.session, held.id)
    moves = _put_down(act, held, target)
    tell_moved(act, waiting, target)
    return Moved(moves=list(moves), warning=inside_held(act, tree(act.session, held.id)))


def nest_container(act: Act, command: NestContainer) -> Moved:
    """A container stands on or in another, at its place; or alone again where it is.

    With `contents` its goods are put in the other one and it is left empty; promises go along.
    Refused: 409 `container_state`, `nested_in_itself`, `too_deep` (more than 4 levels); of
    `contents` also 409 `nothing_inside` and the rules of the place as in `move_stock`.
    """
    held = container_here(act, command.container)
    _in_use(held)
    if command.parent is None:
        held.parent = None
        return Moved(moves=[])
    parent = container_here(act, command.parent)
    _in_use(parent)
    if command.contents:
        return Moved(moves=list(_pour(act, command, held, parent)))
    _may_nest(act.session, held, parent)
    held.parent = parent.id
    act.session.flush()
    if parent.location is None or parent.location == held.location:
        parent.location = parent.location or held.location
        return Moved(moves=[])
    return Moved(moves=list(carry(act, held.id, parent.location)))


def _pour(act: Act, command: NestContainer, held: Container, parent: Container) -> Sequence[MoveId]:
    """All goods of a container into another, wherever that stands."""
    if held.id in _above(act.session, parent):
        raise Refusal(409, "nested_in_itself", f"{parent.code} is in {held.code} or is the same.")
    rows = _rows(act.session, held.id)
    if not rows or held.location is None:
        raise Refusal(409, "nothing_inside", f"The book knows nothing in {held.code}.")
    source = act.session.get_one(Location, held.location)
    at = target_spot(act, None if parent.location else source.code, parent.code)
    parent.location = at.location.id
    late = told_late(act, command.happened_at, source, at.location)
    if not late:
        may_leave(act, source, held)
    accept(act, source, locked_out(source), "", late=late)
    if at.location.id != source.id:
        found = fit(act.session, at.location, _loads(act.session, held.id), at.container_id)
        accept(act, at.location, found.breaches, "", late=late)
    moves = [one for row in rows for one in _into(act, row, at.location, at.container_id)]
    numbers = post_numbered(act, moves)
    inside = sa.update(Container).where(Container.id.in_(tree(act.session, held.id)))
    act.session.execute(inside.values(state=ContainerState.EMPTY))
    return numbers


def _put_down(act: Act, held: Container, target: Location) -> Sequence[MoveId]:
    if target.lpn is not Containers.DISSOLVE:
        return carry(act, held.id, target.id)
    moves = [move for row in _rows(act.session, held.id) for move in _into(act, row, target)]
    numbers = post_numbered(act, moves)
    act.session.execute(
        sa.update(Container)
        .where(Container.id.in_(tree(act.session, held.id)))
        .values(state=ContainerState.EMPTY, location=target.id)
    )
    return numbers


def promised_in(session: Session, container: ContainerId) -> list[str]:
    """The order lines that wait for what stands in it."""
    query = (
        sa.select(Reservation.document)
        .join(Balance, Balance.id == Reservation.balance)
        .where(
            Balance.container.in_(tree(session, container)),
            Reservation.state == ReservationState.OPEN,
        )
    )
    return list(session.scalars(query))


def _into(
    act: Act, row: Balance, target: Location, container: ContainerId = NO_CONTAINER
) -> list[Move]:
    """The goods of one row taken out: what is promised with its promise, the rest freely."""
    source = Place(row.location, row.container, row.owner, row.status)
    whole = Move(
        item=row.item,
        lot=row.lot,
        quantity=row.on_hand,
        source=source,
        target=Place(target.id, container, row.owner, row.status),
        weight_grams=row.weight_grams or None,
    )
    return split_row(act, whole, row)


def split_row(act: Act, whole: Move, row: Balance) -> list[Move]:
    """All of a row as moves that take each promise, each serial number and their weight along."""
    parts = [
        replace(whole, quantity=one.quantity, reservation=one.id, document=one.document)
        for one in promises(act.session, row.id)
    ]
    if free := row.on_hand - row.reserved:
        parts.append(replace(whole, quantity=free))
    if numbers := serials_at(act.session, row.id):
        pieces = [part for part in parts for _ in range(part.quantity)]
        parts = [
            replace(piece, quantity=1, serial=number.id)
            for piece, number in zip(pieces, numbers, strict=True)
        ]
    return _weighed(parts, whole)


def _weighed(parts: list[Move], whole: Move) -> list[Move]:
    """The weight of the whole shared out by quantity, to the gram."""
    if whole.weight_grams is None:
        return parts
    counted = given = 0
    shared = []
    for part in parts:
        counted += part.quantity
        due = whole.weight_grams * counted // whole.quantity
        shared.append(replace(part, weight_grams=due - given))
        given = due
    return shared


def _in_use(held: Container) -> None:
    if held.state in OUT_OF_USE:
        raise Refusal(
            409,
            "container_state",
            f"Container {held.code} is {held.state.value}: count it in where it was found.",
        )


def _may_nest(session: Session, held: Container, parent: Container) -> None:
    above = _above(session, parent)
    if held.id in above:
        raise Refusal(
            409, "nested_in_itself", f"{parent.code} stands in {held.code}, not the other way."
        )
    depth = len(above) + _height(session, held.id)
    if depth > DEEPEST:
        raise Refusal(
            409, "too_deep", f"That would be {depth} containers in one another, {DEEPEST} may be."
        )


def _above(session: Session, container: Container) -> list[ContainerId]:
    """The container itself and all that it stands in."""
    chain, at = [container.id], container
    while at.parent is not None:
        at = session.get_one(Container, at.parent)
        chain.append(at.id)
    return chain


def _height(session: Session, container: ContainerId) -> int:
    inside = session.scalars(sa.select(Container.id).where(Container.parent == container))
    return 1 + max((_height(session, inner) for inner in inside), default=0)


def _loads(session: Session, container: ContainerId) -> list[Load]:
    rows = session.execute(
        sa.select(Item, Balance.on_hand, Balance.lot, Balance.owner)
        .join(Balance, Balance.item == Item.id)
        .where(Balance.container.in_(tree(session, container)), Balance.on_hand > 0)
    )
    return [Load(*row) for row in rows]


def tree(session: Session, container: ContainerId) -> list[ContainerId]:
    """The container and all that stands in it, down to the last."""
    below = session.scalars(sa.select(Container.id).where(Container.parent == container))
    return [container, *(inner for child in below for inner in tree(session, child))]


def _rows(session: Session, container: ContainerId) -> Sequence[Balance]:
    return session.scalars(
        sa.select(Balance)
        .where(Balance.container.in_(tree(session, container)), Balance.on_hand > 0)
        .order_by(Balance.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
