"""A short pick: what is there is taken, the rest is missing, everybody gets other goods."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from msgspec import structs

from server.act import Act
from server.counting.ask import ask_for_count
from server.counting.wire.counts import CountReason
from server.db import core, direct, note_change
from server.errors import Refusal
from server.identity.wire.approvals import LossDoor
from server.orders.tables import OrderId
from server.outbound.allocate import allocate
from server.outbound.asked import Asked, Line, asked, promises
from server.outbound.lost import lose
from server.outbound.other_item import list_found
from server.outbound.pick import judge, take
from server.outbound.relist import lines_open, relist, settle_list, touch
from server.outbound.states import PICK_LINE
from server.outbound.tables import PickLine, PickListId
from server.outbound.unusable import spoil
from server.outbound.wire.lists import LineState
from server.outbound.wire.picking import Shorted, ShortPick, ShortReason
from server.outbound.wire.plan import PickShort
from server.places.tables import LocationId
from server.stock.late import is_late
from server.stock.ledger import post
from server.stock.moves import Move
from server.stock.portion import place_of, portion
from server.stock.reserve import break_over, release
from server.stock.tables import Balance, BalanceId, ReservationState
from server.stock.wire import Status

_SHORT = (
    sa.update(core(PickLine))
    .where(
        core(PickLine).c.id == sa.bindparam("row"),
        core(PickLine).c.state.in_(PICK_LINE.sources_of(LineState.SHORT)),
    )
    .values(state=LineState.SHORT)
)


def short_pick(act: Act, command: ShortPick) -> Shorted:
    """Takes what was found; then the line's own promise is broken and other goods are looked for.

    With reason `empty` the book's remainder of the item there becomes `missing`, whoever else had
    it promised gets other goods by priority, and somebody else counts the place. Nothing can be
    picked there until that count, or the next put, makes goods available again. With `unusable`
    what was asked for and not taken is damaged, and stays there until somebody takes it out.
    Another item that was found `instead` is put on the list, and the whole place is counted.
    Both count against what the picker may lose; above the limits a second person looks at it.
    Refused: as `confirm_pick`, and 409 `not_short` when all that was asked for was found, unless
    it is told late.
    """
    found = asked(act, command.pick_list, command.line)
    late = is_late(act, command.happened_at)
    rest = found.left - command.found
    if rest <= 0 and not late:
        raise Refusal(
            409, "not_short", f"{found.left} are asked for and {command.found} were found: confirm"
            " the pick.",
        )  # fmt: skip
    if command.found:
        if not late:
            judge(act, found, command, command.found)
        take(act, found, command, command.found, late=late)
    order = OrderId(found.row.order_id)
    _end_line(act, found)
    missing = damaged = broken = 0
    if command.reason is ShortReason.EMPTY:
        missing, broken = _empty(act, found)
        lose(act, found, LossDoor.SHORT, missing)
    elif command.reason is ShortReason.UNUSABLE:
        damaged, broken = spoil(act, found, rest)
        lose(act, found, LossDoor.DAMAGE, damaged)
    if command.reason is not ShortReason.OUT_OF_REACH:
        _have_counted(act, found.line, whole=command.instead is not None)
    if command.instead is not None:
        list_found(act, found, command.instead)
    _tell(act, found, command)
    told = _find_others(act, found, command, order)
    return structs.replace(told, missing=missing, damaged=damaged, broken=broken)


def _end_line(act: Act, found: Asked) -> None:
    """The rest of the line's promise there is broken, by itself and without an event."""
    for one in promises(act, found.line.order_line, found.line.balance):
        release(act, one.promise, state=ReservationState.BROKEN, reason="short pick")
    if found.line.state is LineState.OPEN:
        found.line.state = LineState.SHORT
        direct(act.session, _SHORT, {"row": found.line.id})
        note_change(act.session, PickLine, found.line.id, state=LineState.SHORT)


def _empty(act: Act, found: Asked) -> tuple[int, int]:
    """All that the book still has of the item there is missing; answers that and what broke."""
    rows = act.session.scalars(
        sa.select(Balance)
        .where(
            Balance.location == found.line.location,
            Balance.item == found.line.item,
            Balance.status == Status.AVAILABLE,
            Balance.on_hand > 0,
        )
        .order_by(Balance.lot, Balance.container, Balance.owner)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    because = f"short pick at {found.row.place}"
    broken = sum(break_over(act, BalanceId(row.id), row.on_hand, because) for row in rows)
    moves = [*_missing(act, rows, found.document)]
    post(act, moves)
    return sum(move.quantity for move in moves), broken


def _missing(act: Act, rows: Sequence[Balance], document: str) -> Iterator[Move]:
    """All of each row, with the numbers of its pieces where it has any."""
    for row in rows:
        target = place_of(row)._replace(status=Status.MISSING)
        yield from portion(act, row, row.on_hand, target, document=document)


def _have_counted(act: Act, line: Line, *, whole: bool) -> None:
    """The item; or all that stands there, where something else was found."""
    ask_for_count(
        act,
        line.location,
        item=None if whole else line.item,
        reason=CountReason.AFTER_SHORT,
        excluded_person=act.who.name,
    )


def _tell(act: Act, found: Asked, command: ShortPick) -> None:
    told = PickShort(
        line=found.row.order_line_number,
        sku=found.row.sku,
        location=found.row.place,
        asked=found.line.asked,
        found=found.line.picked,
        reason=command.reason,
    )
    act.record(told, found.row.order)


def _find_others(act: Act, found: Asked, command: ShortPick, order: OrderId) -> Shorted:
    """Other goods for this line at once, so that the worker sees where to go; never from there."""
    without: list[LocationId] = [found.line.location]
    chosen = allocate(act, [order], without)
    added = relist(act, [order])
    here = PickListId(found.line.pick_list)
    if not added and not lines_open(act, here):
        settle_list(act, touch(act, here))
    waiting = sum(choice.short for lack, choice in chosen if lack.line == found.line.order_line)
    return Shorted(
        pick_list=command.pick_list,
        line=command.line,
        picked=found.line.picked,
        missing=0,
        broken=0,
        new_lines=[line.number for line in added if line.pick_list == here],
        waiting=waiting,
        version=found.version,
    )
