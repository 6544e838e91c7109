"""Taking back: the moves of one operation are reversed once, while the goods still stand there."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from uuid import UUID

import sqlalchemy as sa

from server.act import Act
from server.errors import Refusal, not_found
from server.journal.tables import Entry
from server.places.tables import Location
from server.places.wire import LocationType
from server.stock.carry import move_numbered as carry
from server.stock.ledger import post_numbered
from server.stock.moves import Move, Place, key_of, reversed_of
from server.stock.promised import balance_at, promises
from server.stock.tables import NO_CONTAINER, Container, MoveId, MoveRow
from server.stock.wire import Moved, ReverseMoves

OWN_RIGHT = {"stock.move": "move", "container.move": "move", "stock.status": "adjust"}
"""What this command takes back, and the right that the first act needed."""


def reverse(act: Act, command: ReverseMoves) -> Moved:
    """Undoes a move or a change of status.

    Refused: 404 `not_found`, 403 `forbidden`, 409 `not_reversible`, 409 `already_reversed`.
    """
    entry = _entry(act, UUID(command.operation))
    if entry.kind not in OWN_RIGHT:
        raise Refusal(
            409,
            "not_reversible",
            f"'{entry.kind}' has its own way back; this undoes moves.",
        )
    act.who.require(OWN_RIGHT[entry.kind])
    return Moved(moves=list(reverse_moves(act, entry.operation)))


def reverse_moves(act: Act, operation: UUID) -> list[MoveId]:
    """Posts the moves of an operation backwards, the last first; promises come back with them.

    Refused: 404 `not_found`, 409 `already_reversed`, 409 `not_reversible` when the goods have
    moved on, or are promised to somebody since.
    """
    rows = _rows(act, _entry(act, operation))
    if not rows:
        raise Refusal(409, "not_reversible", "That operation moved nothing.")
    try:
        if _is_carry(rows[0]):
            return _carried_back(act, rows)
        return [number for row in rows for number in post_numbered(act, [*_back(act, row)])]
    except Refusal as refusal:
        if refusal.code in {"not_enough", "serial_elsewhere", "container_elsewhere"}:
            raise Refusal(
                409, "not_reversible", f"The goods have moved on: {refusal.sentence}"
            ) from refusal
        raise


def _entry(act: Act, operation: UUID) -> Entry:
    code = act.scope.code if act.scope else None
    entry = act.session.scalar(
        sa.select(Entry).where(Entry.operation == operation, Entry.warehouse == code)
    )
    if entry is None:
        raise not_found("operation", operation)
    return entry


def _rows(act: Act, entry: Entry) -> Sequence[MoveRow]:
    rows = act.session.scalars(
        sa.select(MoveRow).where(MoveRow.entry == entry.id).order_by(MoveRow.id.desc())
    ).all()
    taken_back = sa.select(MoveRow.id).where(MoveRow.reverses.in_([row.id for row in rows]))
    if act.session.scalar(taken_back.limit(1)) is not None:
        raise Refusal(409, "already_reversed", "That has been taken back already, it goes once.")
    return rows


def _is_carry(row: MoveRow) -> bool:
    return row.source_container == row.target_container != NO_CONTAINER


def _carried_back(act: Act, rows: Sequence[MoveRow]) -> list[MoveId]:
    """A container goes back where it came from, if it still holds just what it held."""
    held = _outermost(act, rows[0])
    undoes = {key_of(_move(row), _target(row)): row.id for row in rows}
    for key, row in zip(undoes, rows, strict=True):
        stands = balance_at(act.session, key)
        if stands is None or stands.on_hand != row.quantity:
            raise Refusal(
                409, "not_reversible", f"Container {held.code} has moved on or was opened since."
            )
    return carry(act, held.id, rows[0].source_location, undoes=undoes)


def _outermost(act: Act, row: MoveRow) -> Container:
    held = act.session.get_one(Container, row.target_container)
    while held.parent is not None:
        held = act.session.get_one(Container, held.parent)
    return held


def _back(act: Act, row: MoveRow) -> Iterator[Move]:
    """One row backwards; what is promised to the row's own line there keeps its promise."""
    back = reversed_of(_move(row), row.id)
    where = act.session.get_one(Location, row.target_location)
    balance = balance_at(act.session, key_of(back, back.source))
    if where.type is LocationType.VIRTUAL or not row.document or balance is None:
        yield back
        return
    mine = [one for one in promises(act.session, balance.id) if one.document == row.document]
    whole = next((one for one in mine if one.quantity >= row.quantity), None)
    yield replace(back, reservation=whole.id if whole else None)


def _move(row: MoveRow) -> Move:
    return Move(
        item=row.item,
        quantity=row.quantity,
        source=_source(row),
        target=_target(row),
        lot=row.lot,
        serial=row.serial,
        weight_grams=row.weight_grams,
        document=row.document,
    )


def _source(row: MoveRow) -> Place:
    return Place(row.source_location, row.source_container, row.source_owner, row.source_status)


def _target(row: MoveRow) -> Place:
    return Place(row.target_location, row.target_container, row.target_owner, row.target_status)
