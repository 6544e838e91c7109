"""Takes back a put, cancels a put-away, or asks for another place."""

import sqlalchemy as sa

from server.act import Act
from server.catalog.find import item_by_sku
from server.errors import Refusal, not_found
from server.inbound.errands import (
    ended,
    errand_by,
    planned,
    put_away_container,
    put_away_loose,
    reopened,
)
from server.inbound.put_away_read import put_away_view
from server.inbound.tables import PutAway, PutRow
from server.inbound.wire.put_away import (
    CancelPutAway,
    PlanPutAway,
    PutAwayState,
    PutAwayView,
    PutReversed,
    ReversePutAway,
)
from server.stock.containers import is_empty
from server.stock.lots import lot_by_code
from server.stock.moves import Key
from server.stock.promised import balance_at
from server.stock.reverse import reverse_moves
from server.stock.spot import container_here, floor_location
from server.stock.tables import NO_CONTAINER, NO_OWNER, Container
from server.stock.wire import ContainerState
from server.work.take import take
from server.work.wire import TaskKind


def plan_put_away(act: Act, command: PlanPutAway) -> PutAwayView:
    """Plans anew, or makes a put-away for goods that have none.

    Refused: 404, 409 `put_away_ended`, 409 `nothing_left`, 422 `unnamed`; to `take` what another
    works at 409 `task_taken`.
    """
    errand = _asked(act, command)
    planned(act, errand, frozenset(command.avoiding))
    if command.take:
        take(act, TaskKind.PUT_AWAY, errand.number)
    return put_away_view(act.session, errand)


def cancel_put_away(act: Act, command: CancelPutAway) -> PutAwayView:
    """Refused: 404, 409 `put_away_ended`."""
    errand = _open(errand_by(act, command.put_away, None))
    ended(act, errand, PutAwayState.CANCELLED)
    return put_away_view(act.session, errand)


def reverse_put_away(act: Act, command: ReversePutAway) -> PutAwayView:
    """The goods are where they were put from, and are to be put again.

    Refused: 404, 409 `already_reversed`, 409 `not_reversible` when they have moved on.
    """
    errand = errand_by(act, command.put_away, None)
    put = act.session.scalar(
        sa.select(PutRow).where(PutRow.put_away == errand.id, PutRow.number == command.put)
    )
    if put is None:
        raise not_found(f"put of {errand.number} with number", command.put)
    reverse_moves(act, put.operation)
    put.reversed_at = act.now
    if errand.container == NO_CONTAINER:
        errand.quantity += put.moved
    else:
        lpn = act.session.get_one(Container, errand.container)
        lpn.state = ContainerState.OPEN
        errand.source = lpn.location or errand.source
    reopened(act, errand)
    planned(act, errand)
    act.record(PutReversed(put_away=errand.number, put=put.number), errand.number)
    return put_away_view(act.session, errand)


def _asked(act: Act, command: PlanPutAway) -> PutAway:
    if command.put_away is not None:
        return _open(errand_by(act, command.put_away, None))
    if command.container is not None:
        held = container_here(act, command.container)
        if held.location is None:
            raise Refusal(409, "nothing_left", f"Container {held.code} is nowhere yet.")
        if is_empty(act, held.id):
            raise Refusal(409, "nothing_left", f"Nothing stands on {held.code}.")
        return _named(act, put_away_container(act, held.id, held.location).number)
    if command.location is None or command.sku is None:
        raise Refusal(422, "unnamed", "Name a put-away, a container, or an item at a location.")
    return _loose(act, command, command.location, command.sku)


def _loose(act: Act, command: PlanPutAway, location: str, sku: str) -> PutAway:
    item = item_by_sku(act.session, sku)
    lot = lot_by_code(act, item.id, command.lot)
    place = floor_location(act, location)
    key = Key(place.id, item.id, lot, NO_CONTAINER, NO_OWNER, command.status)
    stands = balance_at(act.session, key)
    free = stands.on_hand - stands.reserved if stands else 0
    quantity = command.quantity or free
    if not 0 < quantity <= free:
        raise Refusal(
            409, "nothing_left", f"{free} of {sku} stand free at {location}, {quantity} were told."
        )
    return _named(act, put_away_loose(act, key, quantity).number)


def _named(act: Act, number: str) -> PutAway:
    return errand_by(act, number, None)


def _open(errand: PutAway) -> PutAway:
    if errand.state is not PutAwayState.OPEN:
        raise Refusal(
            409, "put_away_ended", f"Put-away {errand.number} is {errand.state.value} already."
        )
    return errand
