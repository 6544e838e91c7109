"""Takes a reported pick back: goods and promise are on the shelf again, and the line is open."""

from datetime import timedelta
from uuid import UUID

import msgspec
import sqlalchemy as sa

from server.act import Act
from server.errors import Refusal, not_found
from server.journal.tables import Entry, EventRow
from server.orders.lines import advance
from server.orders.tables import OrderId, OrderLine, SalesOrder
from server.outbound.relist import LIVE, relist
from server.outbound.tables import PickLine, PickList
from server.outbound.wire.cluster import PickTogether
from server.outbound.wire.lists import LineState
from server.outbound.wire.picking import ConfirmPick, Reversed, ReversePick
from server.outbound.wire.plan import PickPosted, PickReversed, PickShort
from server.places.local import local
from server.stock.reverse import reverse_moves
from server.stock.tables import MoveRow

WITHIN = timedelta(minutes=30)
"""How long one's own pick may be taken back; later, or another's, a supervisor does."""


def reverse_pick(act: Act, command: ReversePick) -> Reversed:
    """Posts the moves of that pick backwards, once; the goods lie where they were taken from.

    Refused: 404 `not_found`; 409 `not_reversible` (no pick, older or another's without a
    supervisor, the goods have moved on, the order is cancelled), 409 `already_reversed`.
    """
    entry = _pick_entry(act, UUID(command.operation))
    posted = _posted(act, entry)
    reverse_moves(act, entry.operation)
    told = [_line_back(act, entry, one, number) for one, number in posted]
    relist(act, [order for order, _ in told])
    for _, back in told:
        reversed_ = PickReversed(
            operation=command.operation,
            line=back.line,
            sku=back.sku,
            quantity=back.quantity,
            location=back.location,
        )
        act.record(reversed_, back.order)
    return told[-1][1]


def _line_back(act: Act, entry: Entry, posted: PickPosted, number: str) -> tuple[OrderId, Reversed]:
    """One line's pick is none any more; answers its order and what went back."""
    line, order = _order_line(act, number, posted.line)
    source = _source(act, entry, f"{number}/{posted.line}")
    if advance(act.session, line.id, picked=-posted.quantity) is None:
        raise Refusal(
            409, "not_reversible", f"{number}/{posted.line} is packed or cancelled already."
        )
    _reopen(act, line, source, posted.quantity)
    return order.id, Reversed(
        order=number,
        line=posted.line,
        sku=posted.sku,
        quantity=posted.quantity,
        location=posted.location,
    )


def _pick_entry(act: Act, operation: UUID) -> Entry:
    code = act.scope.code if act.scope else None
    entry = act.session.scalar(
        sa.select(Entry).where(Entry.operation == operation, Entry.warehouse == code)
    )
    if entry is None:
        raise not_found("operation", operation)
    if entry.kind not in {ConfirmPick.kind, PickTogether.kind}:
        raise Refusal(409, "not_reversible", f"'{entry.kind}' is not a pick.")
    own = entry.who == act.who.name and act.now - entry.at <= WITHIN
    if not own and not act.who.may("supervise"):
        at = local(act.session, act.warehouse, entry.at)
        raise Refusal(
            409,
            "not_reversible",
            f"{entry.who} picked it at {at:%H:%M}: a supervisor takes that back.",
        )
    return entry


def _posted(act: Act, entry: Entry) -> list[tuple[PickPosted, str]]:
    """What the pick said of each line, and of which order."""
    rows = act.session.execute(
        sa.select(EventRow.kind, EventRow.body, EventRow.subject)
        .where(EventRow.entry == entry.id, EventRow.kind.in_((PickPosted.kind, PickShort.kind)))
        .order_by(EventRow.n)
    ).all()
    if not rows:
        raise Refusal(409, "not_reversible", "That pick took nothing for an order.")
    if any(row.kind == PickShort.kind for row in rows):
        raise Refusal(
            409, "not_reversible", "Some of it was told short: the rest is booked missing."
        )
    return [(msgspec.json.decode(row.body, type=PickPosted), row.subject) for row in rows]


def _source(act: Act, entry: Entry, document: str) -> MoveRow:
    """The line's last move: what the order got is posted after what it had no claim to."""
    query = (
        sa.select(MoveRow)
        .where(MoveRow.entry == entry.id, MoveRow.document == document)
        .order_by(MoveRow.id.desc())
    )
    return act.session.scalars(query.limit(1)).one()


def _order_line(act: Act, number: str, line: int) -> tuple[OrderLine, SalesOrder]:
    row = act.session.execute(
        sa.select(OrderLine, SalesOrder)
        .join(SalesOrder, SalesOrder.id == OrderLine.order)
        .where(SalesOrder.number == number, OrderLine.number == line)
    ).one()
    return row.OrderLine, row.SalesOrder


def _reopen(act: Act, line: OrderLine, move: MoveRow, quantity: int) -> None:
    """The pick line counts back; where its list has ended, `relist` makes another."""
    row = act.session.scalars(
        sa.select(PickLine)
        .join(PickList, PickList.id == PickLine.pick_list)
        .where(
            PickLine.order_line == line.id,
            PickLine.location == move.source_location,
            PickLine.lot == move.lot,
            PickLine.picked >= quantity,
            PickLine.state.in_((LineState.OPEN, LineState.PICKED)),
        )
        .order_by(PickList.state.in_(LIVE).desc(), PickLine.id.desc())
        .with_for_update(of=PickLine)
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        return
    live = act.session.get_one(PickList, row.pick_list).state in LIVE
    row.picked -= quantity
    if live:
        row.state = LineState.OPEN
    elif row.picked:
        row.asked = row.picked
    else:
        row.state = LineState.MOVED
    act.session.flush()
