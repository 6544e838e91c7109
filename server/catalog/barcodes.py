"""Barcodes: which printed code stands on which package of which item, and since when."""

from datetime import date

import sqlalchemy as sa

from labels.gs1 import Gs1Error, gtin14
from server.act import Act
from server.catalog.find import as_gtin, item_by_sku, pack_level
from server.catalog.levels import mark_level_used
from server.catalog.read import view
from server.catalog.tables import Barcode, Item, PackLevel
from server.catalog.wire import (
    BarcodeBind,
    BarcodeBound,
    BarcodeKind,
    BarcodeLink,
    BarcodeUnbind,
    BarcodeUnbound,
    ItemView,
)
from server.errors import Refusal, not_found

TAKEN = "supervise"  # the right to bind a code that stands for another item already


def bind_barcode(act: Act, command: BarcodeBind, sku: str) -> ItemView:
    """Refused: 404 `not_found`, 422 `bad_gtin`, 403 `barcode_taken` without right `supervise`."""
    item = item_by_sku(act.session, sku)
    level = pack_level(act.session, item, command.level)
    bind(act, item, level, command.text, command.type, command.valid_from)
    return view(act.session, item)


def link_barcode(act: Act, command: BarcodeLink) -> ItemView:
    """Binds at the scan: digits with a right check digit become a GTIN, all else an alias.

    Refused: as `bind_barcode`.
    """
    item = item_by_sku(act.session, command.sku)
    level = pack_level(act.session, item, command.level)
    is_gtin = isinstance(gtin14(command.text), str)
    bind(act, item, level, command.text, BarcodeKind.GTIN if is_gtin else BarcodeKind.ALIAS)
    return view(act.session, item)


def unbind_barcode(act: Act, command: BarcodeUnbind, sku: str) -> ItemView:
    """Refused: 404 `not_found` for a code that does not stand for the item now."""
    item = item_by_sku(act.session, sku)
    row = _bound(act, item, {command.text, as_gtin(command.text)})
    if row is None or row.valid_until is not None:
        raise not_found(f"barcode of {sku}", command.text)
    row.valid_until = act.now.date()
    act.session.flush()
    act.record(BarcodeUnbound(sku=sku, text=row.text), sku)
    return view(act.session, item)


def bind(
    act: Act,
    item: Item,
    level: PackLevel,
    code: str,
    kind: BarcodeKind,
    valid_from: date | None = None,
) -> bool:
    """Makes the code stand for the package; False when it did already.

    Refused: 422 `bad_gtin`, 403 `barcode_taken`.
    """
    text = _checked_gtin(code) if kind is BarcodeKind.GTIN else code
    row = _bound(act, item, {text})
    if row and row.valid_until is None and row.pack_level == level.id and row.kind is kind:
        return False
    others = _others(act, item, text)
    _require_free(act, text, others, item)
    if row is None:
        row = Barcode(text=text, item=item.id, pack_level=level.id, kind=kind)
        act.session.add(row)
    row.pack_level, row.kind = level.id, kind
    row.valid_from, row.valid_until = valid_from, None
    mark_level_used(act, level.id)
    act.session.flush()
    act.record(BarcodeBound(sku=item.sku, text=text, others=others), item.sku)
    return True


def _checked_gtin(code: str) -> str:
    """Its 14 digits; 422 `bad_gtin` when its check digit is wrong or it is no GTIN at all."""
    read = gtin14(code)
    if isinstance(read, Gs1Error):
        raise Refusal(422, "bad_gtin", f"'{code}' is not a GTIN: {read.sentence}")
    return read


def _bound(act: Act, item: Item, texts: set[str]) -> Barcode | None:
    query = sa.select(Barcode).where(Barcode.item == item.id, Barcode.text.in_(texts))
    return act.session.scalars(query.order_by(Barcode.id)).first()


def _others(act: Act, item: Item, text: str) -> list[str]:
    query = (
        sa.select(Item.sku)
        .join(Barcode, Barcode.item == Item.id)
        .where(Barcode.text == text, Barcode.valid_until.is_(None), Item.id != item.id)
    )
    return list(act.session.scalars(query.order_by(Item.sku)))


def _require_free(act: Act, text: str, others: list[str], item: Item) -> None:
    if others and not act.who.may(TAKEN):
        raise Refusal(
            403,
            "barcode_taken",
            f"{text} stands for {', '.join(others)} already. A supervisor can bind it to"
            f" {item.sku} as well, or unbind it there first.",
        )
