"""Adjusting and scrapping: the book is told what stands there, for a reason, by whoever may."""

from dataclasses import dataclass
from typing import Protocol

import msgspec

from server.act import Act
from server.catalog.find import item_by_sku
from server.catalog.tables import Item
from server.counting.ask import open_count_at
from server.counting.wire.adjust import Adjusted, AdjustedTo, AdjustStock, ScrapStock
from server.counting.wire.counts import CountState
from server.errors import Refusal
from server.identity.approval import Needed, approved_loss, check_loss, day_of
from server.identity.approvals import wait
from server.identity.tables import Approval
from server.identity.wire.approvals import LossDoor
from server.places.find import virtual
from server.places.wire import Virtual
from server.stock.held import key_held
from server.stock.ledger import post, serial
from server.stock.lots import lot
from server.stock.moves import Move, Place, key_of
from server.stock.promised import balance_at
from server.stock.serials import by_serial, has_serials
from server.stock.spot import Spot, note_emptied, owner_by_code, spot
from server.stock.take import take_anyway
from server.stock.wire import Origin, Status
from server.stock.worth import worth
from server.wire import Code, Day


class Named(Protocol):
    """What both commands name the same way: one balance."""

    @property
    def sku(self) -> Code: ...
    @property
    def location(self) -> Code | None: ...
    @property
    def container(self) -> Code | None: ...
    @property
    def lot(self) -> str | None: ...
    @property
    def expires_on(self) -> Day | None: ...
    @property
    def serials(self) -> tuple[str, ...]: ...
    @property
    def status(self) -> Status: ...
    @property
    def owner(self) -> Code | None: ...
    @property
    def reason(self) -> str: ...


@dataclass(frozen=True, slots=True)
class _Change:
    """`delta` base units more or fewer under one key, to or from a place beyond the floor."""

    item: Item
    at: Spot
    here: Place
    move: Move
    delta: int
    before: int
    serials: tuple[str, ...]
    reason: str


def adjust_stock(act: Act, command: AdjustStock) -> Adjusted:
    """Sets or changes what stands under one key; what is lost above the limits waits.

    Refused: 409 `not_enough`, `being_counted`, `serial_elsewhere`, `approval_needed`; 422
    `one_amount` (quantity or delta), `nothing_changes`, `serials_missing`, `place_missing`; 404.
    """
    if (command.quantity is None) == (command.delta is None):
        raise Refusal(422, "one_amount", "Tell the new quantity or the difference, not both.")
    change = _change(act, command, Virtual.ADJUSTMENT, command.delta, command.quantity)
    if not change.delta:
        raise Refusal(
            422, "nothing_changes", f"{change.before} of {command.sku} stand there already."
        )
    _not_counted(act, change.at)
    told = msgspec.structs.replace(command, quantity=None, delta=change.delta)
    return _lose_or_wait(act, change, LossDoor.ADJUST, told, command.evidence)


def scrap_stock(act: Act, command: ScrapStock) -> Adjusted:
    """Goods are thrown away, with evidence; above the limits it waits for a second person.

    Refused: 409 `not_enough`, `being_counted`, `approval_needed`; 422 `serials_missing`,
    `place_missing`; 404.
    """
    change = _change(act, command, Virtual.SCRAP, -command.quantity, None)
    _not_counted(act, change.at)
    return _lose_or_wait(act, change, LossDoor.SCRAP, command, command.evidence)


def settle_adjust(act: Act, waiting: Approval, approve: bool) -> None:  # noqa: FBT001
    """A second person has decided about an adjustment that waited."""
    command = msgspec.json.decode(waiting.detail, type=AdjustStock)
    if approve:
        change = _change(act, command, Virtual.ADJUSTMENT, command.delta, None)
        _approved(act, change, LossDoor.ADJUST, waiting)


def settle_scrap(act: Act, waiting: Approval, approve: bool) -> None:  # noqa: FBT001
    """A second person has decided about goods to be scrapped."""
    command = msgspec.json.decode(waiting.detail, type=ScrapStock)
    if approve:
        change = _change(act, command, Virtual.SCRAP, -command.quantity, None)
        _approved(act, change, LossDoor.SCRAP, waiting)


def _change(
    act: Act, command: Named, beyond: Virtual, delta: int | None, quantity: int | None
) -> _Change:
    item = item_by_sku(act.session, command.sku)
    at = spot(act, command.location, command.container)
    here = at.place(owner_by_code(act, command.owner), command.status)
    there = Place(virtual(act.session, act.warehouse, beyond))
    lot_id = lot(act, item.id, command.lot, command.expires_on)
    key = key_of(Move(item=item.id, lot=lot_id, quantity=1, source=here, target=there), here)
    balance = balance_at(act.session, key)
    before = balance.on_hand if balance else 0
    wanted = delta if delta is not None else (quantity or 0) - before
    source, target = (there, here) if wanted > 0 else (here, there)
    move = Move(
        item=item.id, lot=lot_id, quantity=max(abs(wanted), 1), source=source, target=target
    )
    return _Change(item, at, here, move, wanted, before, command.serials, command.reason)


def _not_counted(act: Act, at: Spot) -> None:
    count = open_count_at(act, at.location.id)
    if count is not None and count.state is CountState.OPEN:
        raise Refusal(
            409, "being_counted", f"{count.worker} is counting {at.location.code}: wait for it."
        )


def _lose_or_wait(
    act: Act,
    change: _Change,
    door: LossDoor,
    command: AdjustStock | ScrapStock,
    evidence: str,
) -> Adjusted:
    if change.delta < 0:
        value = worth(act.session, [(change.item.id, -change.delta)], day_of(act))
        told = check_loss(act, door, -change.delta, value, evidence)
        if isinstance(told, Needed) and not command.waits:
            raise told.refusal()
        if isinstance(told, Needed):
            detail = msgspec.json.encode(command)
            sentence = f"{_words(change)}, {change.reason}. {told.why}"
            number = wait(act, command.kind, change.item.sku, detail, sentence, evidence)
            return Adjusted(before=change.before, after=change.before, approval=number)
    _post(act, change)
    act.session.flush()
    return Adjusted(
        before=change.before,
        after=change.before + change.delta,
        warning=key_held(act, key_of(change.move, change.here)),
    )


def _approved(act: Act, change: _Change, door: LossDoor, waiting: Approval) -> None:
    value = worth(act.session, [(change.item.id, -change.delta)], day_of(act))
    approved_loss(act, waiting.asked_by, door, -change.delta, value, waiting.evidence)
    _post(act, change)


def _post(act: Act, change: _Change) -> None:
    if change.delta < 0:
        take_anyway(act, change.item, change.move, change.reason, change.serials)
        note_emptied(act, change.at.container)
    else:
        if has_serials(change.item):
            for code in change.serials:
                serial(act, change.item.id, code, lot=change.move.lot, origin=Origin.COUNTED)
        post(act, [*by_serial(act.session, change.item, [change.move], change.serials)])
    after = change.before + change.delta
    event = AdjustedTo(
        location=change.at.location.code,
        sku=change.item.sku,
        before=change.before,
        after=max(after, 0),
        reason=change.reason,
    )
    act.record(event, change.at.location.code)


def _words(change: _Change) -> str:
    after = change.before + change.delta
    return f"{change.item.sku} in {change.at}: {change.before} -> {after} ({change.delta:+})"
