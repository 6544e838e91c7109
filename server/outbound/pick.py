"""Confirms a pick: goods and their promise go from the shelf into the order's tote."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import sqlalchemy as sa

from server.act import Act
from server.catalog.tables import Item
from server.catalog.wire import Tracking
from server.db import core, direct, note_change
from server.errors import Refusal
from server.orders.lines import advance
from server.outbound.asked import Asked, asked, require_pickable
from server.outbound.claim import bring_there, claim
from server.outbound.late_pick import surplus
from server.outbound.states import PICK_LINE
from server.outbound.swap import require_life, swapped
from server.outbound.tables import PickLine
from server.outbound.weighed import weighed
from server.outbound.wire.lists import LineState
from server.outbound.wire.picking import ConfirmPick, Picked, PickFact
from server.outbound.wire.plan import PickPosted
from server.places.tables import Location, LocationId
from server.stock.containers import container_by_code
from server.stock.late import is_late, told_late
from server.stock.ledger import post
from server.stock.moves import Move, Place
from server.stock.serials import serials_by_code
from server.stock.spot import note_emptied
from server.stock.tables import NO_CONTAINER, Container, ContainerId, SerialId

_P = core(PickLine).c
_PICKED = _P.picked + sa.bindparam("by", type_=sa.BigInteger)
_COUNT_ON = (
    sa.update(core(PickLine))
    .where(
        _P.id == sa.bindparam("row"),
        _P.asked >= _PICKED,
        _P.state.in_(PICK_LINE.sources_of(LineState.PICKED)),
    )
    .values(
        picked=_PICKED,
        state=sa.case((_P.asked == _PICKED, LineState.PICKED.value), else_=_P.state),
    )
    .execution_options(unread=True)  # the act holds the row: whether it hits is known
)


def confirm_pick(act: Act, command: ConfirmPick, *, loose: bool = False) -> Picked:
    """So many of the line's goods stand in its tote, or `loose` on the cart.

    Refused when told now: 409 `line_cancelled`, `line_closed`, `order_held`, `held`, `expired`,
    `short_life`, `location_locked`, `over_pick`, `reservation_broken`, `wrong_lot`, `wrong_tote`,
    `tote_missing`; 422 `serials_missing`; 404 `not_found`. Told late it is posted all the same:
    what the order has no claim to stands in the tote as an exception, to be put back.
    """
    found = asked(act, command.pick_list, command.line)
    late = is_late(act, command.happened_at)
    warning = "" if late else judge(act, found, command, command.quantity)
    if late:
        place = act.session.get_one(Location, found.line.location)
        told_late(act, command.happened_at, place)
    return take(act, found, command, command.quantity, warning=warning, late=late, loose=loose)


def judge(act: Act, found: Asked, command: PickFact, quantity: int) -> str:
    """Refuses what must not be picked, swaps the lot where another was read; answers a"
    " warning.
    """
    if quantity > found.promised:
        claim(act, found, quantity, command.serials)
    require_pickable(found, quantity)
    warning = swapped(act, found, command.lot, quantity)
    if found.row.expires and found.lot == found.line.lot:
        require_life(act, found)
    return warning


def take(
    act: Act,
    found: Asked,
    command: PickFact,
    quantity: int,
    *,
    warning: str = "",
    late: bool,
    loose: bool = False,
) -> Picked:
    """Posts the goods and counts line, order line and list on."""
    riding = rides_on(found)
    tote, code = (NO_CONTAINER, found.row.ride) if loose else tote_of(act, found, command.tote)
    target = Place(riding, tote, found.source.owner, found.source.status)
    due = quantity
    if late:
        claim(act, found, quantity, command.serials)
        due = min(quantity, found.left, found.promised) if found.line.state is LineState.OPEN else 0
        surplus(act, found, quantity - due, target, code)
    if due:
        grams = weighed(act, found, due, command.weight_grams)
        moves = _moves(found, target, due, grams)
        post(act, [*_by_serial(act, found, command, moves)], known=found.places)
        _count_on(act, found, due)
        _tell(act, found, due, code)
    if found.source.container != NO_CONTAINER:
        note_emptied(act, act.session.get_one(Container, found.source.container))
    return _reply(found, code, warning)


def tote_of(act: Act, found: Asked, scanned: str | None) -> tuple[ContainerId, str]:
    """The tote of the line's slot, or another that is in use for the same order.

    Refused: 409 `tote_missing`, 409 `wrong_tote`, 404 `not_found`.
    """
    row = found.row
    if scanned is None or scanned == row.tote_code:
        if row.tote is None:
            raise Refusal(
                409,
                "tote_missing",
                f"Slot {found.line.slot} of {found.pick_list} has no tote yet: scan one first.",
            )
        return row.tote, row.tote_code
    other = container_by_code(act, scanned)
    if other.document != row.order:
        raise Refusal(
            409,
            "wrong_tote",
            f"Tote {scanned} is not of order {row.order}; {row.tote_code or 'none'} is.",
        )
    return other.id, other.code


def rides_on(found: Asked) -> LocationId:
    """The cart or hands of the list; 409 `tote_missing` before its first tote."""
    if found.row.rides_on is None:
        raise Refusal(
            409, "tote_missing", f"{found.pick_list} has no tote on a cart yet: scan one first."
        )
    return LocationId(found.row.rides_on)


def _moves(found: Asked, target: Place, quantity: int, grams: int | None) -> Iterator[Move]:
    """One move per promise, the oldest first."""
    left = quantity
    for one in found.promises:
        part = min(one.promised, left)
        if not part:
            return
        left -= part
        yield Move(
            item=found.line.item,
            quantity=part,
            lot=found.lot,
            source=found.source,
            target=target,
            weight_grams=grams and grams * part // quantity,
            document=found.document,
            reservation=one.promise,
        )


def _by_serial(act: Act, found: Asked, command: PickFact, moves: Iterator[Move]) -> Iterator[Move]:
    """One move per piece where pieces are kept by number, each with its share of the weight."""
    if found.row.tracking is not Tracking.SERIAL:
        yield from moves
        return
    listed = list(moves)
    numbers = iter(_serials(act, found, command, sum(move.quantity for move in listed)))
    for move in listed:
        each, rest = divmod(move.weight_grams or 0, move.quantity)
        for n in range(move.quantity):
            grams = each + (rest if n == 0 else 0) or None
            yield replace(move, quantity=1, serial=next(numbers), weight_grams=grams)


def _serials(act: Act, found: Asked, command: PickFact, quantity: int) -> Sequence[SerialId]:
    if len(set(command.serials)) != quantity:
        raise Refusal(
            422,
            "serials_missing",
            f"{quantity} of {found.row.sku} need {quantity} serial numbers,"
            f" {len(set(command.serials))} were scanned.",
        )
    bring_there(act, found, quantity, command.serials)
    return serials_by_code(act.session, act.session.get_one(Item, found.line.item), command.serials)


def _count_on(act: Act, found: Asked, quantity: int) -> None:
    line = found.line
    open_still = line.state is LineState.OPEN and quantity <= found.left
    if not open_still or advance(act.session, line.order_line, picked=quantity) is None:
        raise Refusal(
            409,
            "over_pick",
            f"{found.document} needs fewer than {quantity} of {found.row.sku}. Leave the"
            " rest on the shelf.",
        )
    line.picked += quantity
    line.state = LineState.OPEN if found.left else LineState.PICKED
    direct(act.session, _COUNT_ON, {"row": line.id, "by": quantity})
    note_change(act.session, PickLine, line.id, picked=line.picked, state=line.state)


def _tell(act: Act, found: Asked, quantity: int, tote: str) -> None:
    told = PickPosted(
        line=found.row.order_line_number,
        sku=found.row.sku,
        quantity=quantity,
        location=found.row.place,
        tote=tote,
    )
    act.record(told, found.row.order)


def _reply(found: Asked, tote: str, warning: str) -> Picked:
    return Picked(
        pick_list=found.pick_list,
        line=found.line.number,
        order=found.row.order,
        sku=found.row.sku,
        picked=found.line.picked,
        asked=found.line.asked,
        state=found.line.state,
        tote=tote,
        version=found.version,
        warning=warning,
    )
