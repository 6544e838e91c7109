"""Returns: goods are graded and stand somewhere again, however they differ from what was sold."""

from dataclasses import dataclass, replace

import sqlalchemy as sa
from msgspec import structs

from server.act import Act
from server.catalog.find import item_by_sku
from server.catalog.tables import Item
from server.catalog.unknown import UNKNOWN, unknown_item
from server.catalog.wire import Tracking
from server.errors import Refusal, not_found
from server.exceptions.report import report
from server.exceptions.wire import ExceptionKind
from server.inbound.arrival import STORES
from server.inbound.errands import put_away_container, put_away_loose
from server.orders.tables import OrderLine, SalesOrder
from server.places.find import location, virtual
from server.places.tables import Location
from server.places.wire import Virtual
from server.returns.dispose import STATUS, decided
from server.returns.find import order_of
from server.returns.onto import labelled, onto
from server.returns.read import return_view, shipped_lines
from server.returns.strange import apart, strange_serials
from server.returns.tables import Return, ReturnLineRow
from server.returns.wire import (
    CloseReturn,
    Disposition,
    OpenReturn,
    ReturnBooked,
    ReturnClosed,
    ReturnLine,
    ReturnState,
    ReturnView,
)
from server.stock.ledger import post, serial
from server.stock.lots import lot
from server.stock.moves import Move, Place, key_of
from server.stock.tables import NO_CONTAINER, ContainerId
from server.stock.wire import Origin, Status


def open_return(act: Act, command: OpenReturn) -> ReturnView:
    """Finds the order behind the reference; without one the return is blind.

    The number of a return that is open goes on with it; of a closed one its order is meant.
    """
    order = order_of(act.session, command.reference) if command.reference else None
    same = sa.select(Return).where(
        Return.number == command.reference, Return.warehouse == act.warehouse
    )
    before = act.session.scalar(same) if command.reference else None
    if before is not None and before.state is ReturnState.OPEN:
        return return_view(act.session, before)
    order = order or (before.order if before else None)
    row = Return(
        warehouse=act.warehouse,
        number=f"NEW-{act.operation.hex[:30]}",
        order=order,
        reference=command.reference,
        opened_at=act.now,
    )
    act.session.add(row)
    act.session.flush()
    row.number = f"RN{row.id:06d}"
    return return_view(act.session, row)


@dataclass(frozen=True, slots=True)
class _Coming:
    """What one line books."""

    item: Item
    order_line: OrderLine | None
    place: Location
    flags: list[str]
    disposition: Disposition

    @property
    def status(self) -> Status:
        return STATUS[self.disposition]


def return_line(act: Act, command: ReturnLine) -> ReturnView:
    """Goods stand in the book where the worker put them, graded; what differs is flagged.

    What goes back to stock is available at once and to be put away, what is refurbished waits with
    status `returned`, the rest stands apart; unless told, the grade decides (see `dispose.py`).
    Refused: 404 `not_found`, 422 `serials_needed`, 409 `return_closed`, `approval_needed`,
    `serial_elsewhere` (a serial number that stands in the building already; told late the piece
    is kept unidentified), and what `onto` refuses of an LPN.
    """
    row = _locked(act, command.return_number)
    made = [_book(act, row, one) for one in apart(act, command)]
    return structs.replace(return_view(act.session, row), container=made[0])


def _book(act: Act, row: Return, command: ReturnLine) -> str | None:
    """One line; answers the code of the new LPN that it stands on."""
    coming = _made_out(act, row, command)
    box = onto(act, command, coming.status)
    moves = _moves(act, row, command, coming, box)
    post(act, moves)
    booked = _line(act, row, command, coming)
    _restock(act, moves[0], command, coming)
    for sentence in coming.flags:
        report(
            act,
            ExceptionKind.RETURN_DIFFERS,
            f"{row.number}/{booked.number}",
            sentence,
            location=coming.place.id,
            item=coming.item.id,
            quantity=command.quantity,
        )
    told = ReturnBooked(
        order=_number(act, row),
        sku=coming.item.sku,
        quantity=command.quantity,
        grade=command.grade,
        disposition=coming.disposition,
    )
    act.record(told, row.number)
    return labelled(act, command, box, coming.item.sku)


def _line(act: Act, row: Return, command: ReturnLine, coming: _Coming) -> ReturnLineRow:
    count = sa.select(sa.func.count()).where(ReturnLineRow.of == row.id)
    booked = ReturnLineRow(
        warehouse=act.warehouse,
        of=row.id,
        number=(act.session.scalar(count) or 0) + 1,
        order_line=coming.order_line.id if coming.order_line else None,
        item=coming.item.id,
        location=coming.place.id,
        quantity=command.quantity,
        grade=command.grade,
        disposition=coming.disposition,
        note=command.note,
        flags="\n".join(coming.flags)[:1000],
    )
    act.session.add(booked)
    act.session.flush()
    return booked


def close_return(act: Act, command: CloseReturn) -> ReturnView:
    """Refused: 404 `not_found`, 409 `return_closed`."""
    row = _locked(act, command.return_number)
    row.state, row.closed_at = ReturnState.CLOSED, act.now
    view = return_view(act.session, row)
    told = ReturnClosed(
        order=view.order,
        pieces=sum(line.quantity for line in view.lines),
        flagged=any(line.flags for line in view.lines),
    )
    act.record(told, row.number)
    return view


def _locked(act: Act, number: str) -> Return:
    row = act.session.execute(
        sa.select(Return)
        .where(Return.number == number, Return.warehouse == act.warehouse)
        .with_for_update()
    ).scalar_one_or_none()
    if row is None:
        raise not_found("return", number)
    if row.state is ReturnState.CLOSED:
        raise Refusal(409, "return_closed", f"Return {number} is closed; open another one.")
    return row


def _number(act: Act, row: Return) -> str | None:
    return act.session.get_one(SalesOrder, row.order).number if row.order else None


def _made_out(act: Act, row: Return, command: ReturnLine) -> _Coming:
    item = item_by_sku(act.session, command.sku) if command.sku else unknown_item(act)
    place = location(act.session, act.warehouse, command.location)
    flags = [] if command.sku else [f"Nobody knows what this is: {command.note or 'no note'}"]
    line = _sold(act, row, item)
    if row.order is None and command.sku:
        flags.append(f"No order was found for {command.quantity} of {item.sku} that came back.")
    elif line is None and command.sku:
        flags.append(f"{item.sku} was not on the order that came back.")
    elif line is not None:
        flags += _above(act, row, line, item, command.quantity)
    flags += strange_serials(act, row.order, item, command)
    disposition, decided_by = decided(act, command)
    flags += decided_by
    return _Coming(item, line, place, [flag[:200] for flag in flags], disposition)


def _sold(act: Act, row: Return, item: Item) -> OrderLine | None:
    if row.order is None:
        return None
    return act.session.scalars(
        sa.select(OrderLine)
        .where(OrderLine.order == row.order, OrderLine.item == item.id)
        .order_by(OrderLine.number)
    ).first()


def _above(act: Act, row: Return, line: OrderLine, item: Item, quantity: int) -> list[str]:
    sold = [one for one in shipped_lines(act.session, row.order) if one.line == line.number]
    left = sum(one.shipped - one.returned for one in sold)
    if quantity <= left:
        return []
    return [f"{quantity} of {item.sku} came back, {max(left, 0)} of those shipped were still out."]


def _restock(act: Act, move: Move, command: ReturnLine, coming: _Coming) -> None:
    """What is as good as new goes back to a shelf; an LPN as a whole, where nothing stays."""
    if coming.status is not Status.AVAILABLE or coming.place.type in STORES:
        return
    if move.target.container != NO_CONTAINER:
        put_away_container(act, move.target.container, coming.place.id)
    elif coming.item.sku != UNKNOWN:
        put_away_loose(act, key_of(move, move.target), command.quantity)


def _moves(
    act: Act, row: Return, command: ReturnLine, coming: _Coming, box: ContainerId
) -> list[Move]:
    batch = command.lot or (command.return_number if coming.item.sku == UNKNOWN else None)
    whole = Move(
        item=coming.item.id,
        quantity=command.quantity,
        lot=lot(act, coming.item.id, batch),
        document=row.number,
        source=Place(virtual(act.session, act.warehouse, Virtual.CUSTOMER)),
        target=Place(coming.place.id, box, status=coming.status),
    )
    if coming.item.tracking is not Tracking.SERIAL:
        return [whole]
    if len(set(command.serials)) != command.quantity:
        raise Refusal(
            422,
            "serials_needed",
            f"{command.quantity} of {coming.item.sku} need {command.quantity} serial numbers,"
            f" {len(set(command.serials))} were scanned.",
        )
    numbers = [serial(act, coming.item.id, code, origin=Origin.RETURN) for code in command.serials]
    return [replace(whole, quantity=1, serial=number) for number in numbers]
