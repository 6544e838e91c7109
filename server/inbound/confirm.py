"""Confirms a put: goods stand in their place, the one that was asked or another with a reason."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from server.act import Act
from server.exceptions.report import report
from server.exceptions.wire import ExceptionKind
from server.inbound.errands import ended, errand_by, first_target, planned
from server.inbound.putting import Putting, asked_place, putting, require_fit
from server.inbound.tables import PutAway, PutRow
from server.inbound.waiting_goods import Part, waiting
from server.inbound.wire.put_away import ConfirmPutAway, GoodsPutAway, PutAwayDone, PutAwayState
from server.places.find import virtual
from server.places.wire import Virtual
from server.stock.carry import move_container as carry
from server.stock.late import told_late
from server.stock.ledger import post
from server.stock.moves import Move, Place
from server.stock.planned import brought_there, put_of_plan
from server.stock.portion import portion
from server.stock.serials import standing_in
from server.stock.spot import note_emptied, target_spot
from server.stock.tables import NO_CONTAINER, Container
from server.work import tasks
from server.work.wire import TaskKind


def confirm_put_away(act: Act, command: ConfirmPutAway) -> PutAwayDone:
    """Goods move in the book to where they stand; the put-away ends with its last piece.

    What a pick found there before is taken into account. Where the place dissolves LPNs the goods
    stand loose. Refused: 404; 409 `put_away_ended`, `nothing_left`, `other_place` (give a reason),
    `more_than_left`, `over_capacity`, `mixing`, `location_locked`, `container_required` (a reason
    overrides these), `storage_class`, `temperature_band`; 422 `which_item`, `serials_missing`.
    Told late it is stored all the same, with an exception. An LPN at a P&D place is handed over:
    its put-away goes on from there, with a task of its own.
    """
    errand = errand_by(act, command.put_away, command.container)
    spot = target_spot(act, command.location, command.into)
    late = told_late(act, command.happened_at, spot.location)
    what = putting(act, command, errand, spot, late=late)
    asked = asked_place(act, what)
    require_fit(act, what)
    number = _number(act, errand)
    moved = _post(act, what, f"{errand.number}/{number}")
    _note(act, what, number, moved)
    told = GoodsPutAway(
        put_away=errand.number,
        location=what.place.code,
        asked=asked,
        quantity=what.quantity,
        reason=command.reason,
    )
    act.record(told, errand.number)
    return _end(act, what, number)


def _post(act: Act, what: Putting, document: str) -> int:
    """Moves what was not found there already; answers how many base units that were."""
    errand, moved = what.errand, 0
    moves: list[Move] = []
    for part, take in what.take:
        rest = take - brought_there(act, errand.number, part.row, what.place.id, take)
        put_of_plan(act, errand.number, part.row, what.place.id, rest)
        moved += rest
        told: Sequence[str] = what.command.serials
        if rest < take:  # the numbers of what was found are told again, and stand elsewhere by now
            told = standing_in(act.session, part.row.id, told)
        moves += _moves(act, what, part, rest, told, document)
    if what.carries:
        act.session.get_one(Container, errand.container).parent = None
        carry(act, errand.container, what.place.id)
    post(act, moves)
    if errand.container != NO_CONTAINER:
        note_emptied(act, act.session.get_one(Container, errand.container))
    return moved


def _moves(
    act: Act, what: Putting, part: Part, quantity: int, told: Sequence[str], document: str
) -> Iterator[Move]:
    """Late, what the book does not have there comes from where nobody knows."""
    row = part.row
    target = Place(what.place.id, what.container, row.owner, row.status)
    there = min(quantity, row.on_hand)
    if there and not what.carries:
        yield from portion(act, row, there, target, serials=told, document=document)
    if quantity > there:
        nowhere = virtual(act.session, act.warehouse, Virtual.UNRECONCILED)
        yield Move(
            item=row.item,
            quantity=quantity - there,
            lot=row.lot,
            source=target._replace(location=nowhere, container=NO_CONTAINER),
            target=target,
            document=document,
        )
        _report_more(act, what, part, quantity - there)


def _report_more(act: Act, what: Putting, part: Part, quantity: int) -> None:
    number, place = what.errand.number, what.place
    report(
        act,
        ExceptionKind.UNRECONCILED,
        number,
        f"{quantity} more of {part.item.sku} were put at {place.code} than {number} held.",
        location=place.id,
        item=part.item.id,
        quantity=quantity,
    )


def _number(act: Act, errand: PutAway) -> int:
    last = sa.select(sa.func.coalesce(sa.func.max(PutRow.number), 0))
    return int(act.session.execute(last.where(PutRow.put_away == errand.id)).scalar_one()) + 1


def _note(act: Act, what: Putting, number: int, moved: int) -> None:
    errand, command = what.errand, what.command
    act.session.add(
        PutRow(
            warehouse=act.warehouse,
            put_away=errand.id,
            number=number,
            location=what.place.id,
            quantity=what.quantity,
            moved=moved,
            reason=f"{command.reason or ''} {command.note}".strip()[:200],
            operation=act.operation,
            at=act.now,
        )
    )
    if errand.container == NO_CONTAINER:
        errand.quantity = max(errand.quantity - what.quantity, 0)
    act.session.flush()


def _end(act: Act, what: Putting, number: int) -> PutAwayDone:
    errand = what.errand
    if what.is_handed_over:
        return _handed_over(act, what, number)
    left = 0 if what.carries else sum(part.quantity for part in waiting(act, errand))
    target = None
    if left:
        target = first_target(act, errand) or planned(act, errand).target
    elif errand.state is PutAwayState.OPEN:
        ended(act, errand, PutAwayState.DONE)
    return PutAwayDone(put_away=errand.number, put=number, done=left == 0, left=left, target=target)


def _handed_over(act: Act, what: Putting, number: int) -> PutAwayDone:
    """The put-away goes on from the P&D place, for whoever comes there."""
    errand = what.errand
    errand.source = what.place.id
    told = planned(act, errand)
    tasks.finish(act, TaskKind.PUT_AWAY, errand.number)
    tasks.add(act, TaskKind.PUT_AWAY, errand.number, location=what.place.id)
    return PutAwayDone(
        put_away=errand.number,
        put=number,
        done=False,
        left=what.quantity,
        target=told.target,
        handed_over=True,
    )
