"""What has come, made out: which item, lot, serials and weight, and whether it may be sold."""

from dataclasses import dataclass
from datetime import date, timedelta

from server.act import Act
from server.catalog.find import item_by_sku
from server.catalog.tables import Item
from server.catalog.unknown import unknown_item
from server.catalog.wire import Tracking
from server.errors import Refusal
from server.exceptions.wire import ExceptionKind
from server.identity.approval import signed_by
from server.inbound.receipts import today
from server.inbound.wire.receipts import Condition, ReceiveLine
from server.stock.late import is_late
from server.stock.lots import known_expiry, lot
from server.stock.tables import LotId
from server.stock.wire import Status


@dataclass(frozen=True, slots=True)
class Goods:
    """Goods at the dock; `fit` is what they are good for, `remarks` what a person must know."""

    item: Item
    lot: LotId
    fit: Status
    remarks: list[tuple[ExceptionKind, str]]
    tag: str | None = None


def made_out(act: Act, command: ReceiveLine) -> Goods:
    """Refused: 404 for an unknown SKU; 422 `lot_missing`, `expiry_missing`, `serials_missing`,
    `weight_missing` when something was not told that this item needs.

    Damage and a life that is too short decide the status; they are never refused. That goods are
    fit for sale although they keep too short is: 409 `approval_needed` until somebody signs it.
    """
    if command.sku is None:
        return _unidentified(act, command)
    item = item_by_sku(act.session, command.sku)
    _require_told(act, item, command)
    expires_on, remarks = _expiry(act, item, command)
    fit = Status.QUARANTINE if remarks and command.day_of_goods else Status.AVAILABLE
    if short := _short_life(act, item, expires_on):
        taken_by = _taken_by(act, command, short)
        fit = fit if taken_by else Status.QUARANTINE
        words = f"{short} {taken_by} takes it all the same." if taken_by else short
        remarks.append((ExceptionKind.SHORT_LIFE, words))
    if command.condition is Condition.DAMAGED:
        fit = Status.DAMAGED
        words = f"{command.quantity} of {item.sku} came damaged: {command.reason or 'no reason'}."
        remarks.append((ExceptionKind.DAMAGED, words))
    return Goods(item, lot(act, item.id, _lot_code(item, command), expires_on), fit, remarks)


def _unidentified(act: Act, command: ReceiveLine) -> Goods:
    item = unknown_item(act)
    tag = f"TAG{act.entry}"
    looks = command.description or "no description"
    words = f"{command.quantity} unidentified pieces came: {looks}. They carry tag {tag}."
    row = lot(act, item.id, tag)
    return Goods(item, row, Status.QUARANTINE, [(ExceptionKind.UNKNOWN_ITEM, words)], tag)


def _require_told(act: Act, item: Item, command: ReceiveLine) -> None:
    if item.tracking is Tracking.LOT and command.lot is None:
        raise Refusal(
            422,
            "lot_missing",
            f"{item.sku} is kept by lot and no lot was told: scan or type the one on the goods.",
        )
    needs_date = item.tracking is Tracking.EXPIRY or item.expires
    if needs_date and command.expires_on is None and not known_expiry(act, item.id, command.lot):
        raise Refusal(
            422,
            "expiry_missing",
            f"{item.sku} expires and no date was told: scan or type the one on the goods.",
        )
    told = len(set(command.serials))
    if item.tracking is Tracking.SERIAL and not told == len(command.serials) == command.quantity:
        raise Refusal(
            422,
            "serials_missing",
            f"{command.quantity} of {item.sku} came, and {len(command.serials)} serial numbers were"
            f" told, {told} of them different: scan each piece once.",
        )
    if item.catch_weight and command.weight_grams is None:
        raise Refusal(
            422,
            "weight_missing",
            f"{item.sku} is kept by weight and none was told: weigh all of it.",
        )


def _lot_code(item: Item, command: ReceiveLine) -> str | None:
    """Goods kept by date alone get a lot made of it, whatever else was printed on them."""
    keeps = item.tracking in {Tracking.LOT, Tracking.SERIAL, Tracking.SERIAL_OUT}
    return command.lot if keeps or item.expires else None


def _expiry(
    act: Act, item: Item, command: ReceiveLine
) -> tuple[date | None, list[tuple[ExceptionKind, str]]]:
    """The date that counts: a lot's first told one, until a person has looked."""
    if item.tracking is not Tracking.EXPIRY and not item.expires:
        return None, []
    known = known_expiry(act, item.id, _lot_code(item, command))
    if known is None or command.expires_on in {None, known}:
        return known or command.expires_on, []
    words = (
        f"Lot {command.lot} of {item.sku} is known to expire on {known}, {command.expires_on} was"
        f" told. {known} is kept."
    )
    if command.day_of_goods:
        words += f" {command.quantity} that carry the other day stand apart until it is clear."
    return known, [(ExceptionKind.OTHER_EXPIRY, words)]


def _taken_by(act: Act, command: ReceiveLine, short: str) -> str | None:
    """Who takes goods that keep too short; told late and unsigned they are kept apart."""
    if not command.short_life:
        return None
    by = signed_by(act)
    if by is None and not is_late(act, command.happened_at):
        raise Refusal(409, "approval_needed", f"{short} A supervisor has to sign that it is taken.")
    return by


def _short_life(act: Act, item: Item, expires_on: date | None) -> str | None:
    if expires_on is None:
        return None
    needed = today(act) + timedelta(days=item.minimum_days_receipt or 0)
    if expires_on >= needed:
        return None
    return f"{item.sku} came with expiry {expires_on}; it must last until {needed} at least."
