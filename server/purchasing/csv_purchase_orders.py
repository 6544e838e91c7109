"""Purchase orders as CSV files: one row per line, lines of one order below each other."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from msgspec.structs import replace

from server.act import Act
from server.catalog.tables import Item, PackLevel
from server.catalog.wire import LevelName
from server.csv_door import Done, Sheet, import_csv
from server.door import Reading
from server.errors import Refusal
from server.purchasing.progress import ENDED, locked_order
from server.purchasing.purchase_orders import change_order, facts_of, make_order
from server.purchasing.tables import PurchaseOrder, PurchaseOrderLine, Supplier
from server.purchasing.wire import (
    LineNumber,
    PurchaseLine,
    PurchaseOrderCreate,
    SupplierPart,
)
from server.table_file import write_table
from server.wire import Code, CsvImport, CsvReport, Currency, Day, Line, Money, Note, Quantity


class PurchaseRow(Struct, frozen=True, kw_only=True):
    """One line of one order; what concerns the whole order is alike on all its rows."""

    number: Code
    line: LineNumber
    sku: Code
    quantity: Quantity
    level: LevelName | None = None
    price: Money | None = None
    price_per: Quantity = 1
    supplier_part: SupplierPart = ""
    line_expected_on: Day | None = None
    supplier: Code
    currency: Currency = "EUR"
    expected_on: Day | None = None
    reference: Line = ""
    note: Note = ""


COLUMNS = PurchaseRow.__struct_fields__
# A column, and the field of the order or of the line that it fills.
_ORDER = {name: name for name in ("supplier", "currency", "expected_on", "reference", "note")}
_LINE = {
    "line": "number",
    "line_expected_on": "expected_on",
    **{n: n for n in ("sku", "quantity", "level", "price", "price_per", "supplier_part")},
}


def import_purchase_orders(act: Act, command: CsvImport, content: bytes) -> CsvReport:
    """Makes or updates orders and their lines; a line that is not in the file stays as it is.

    Refused: 422 `bad_rows`, 422 `bad_table`, 422 `too_many_rows`.
    """
    sheet = Sheet("purchase-orders", PurchaseRow, "number", _put, many=True)
    return import_csv(act, command, content, sheet)


def _put(act: Act, rows: Sequence[PurchaseRow], columns: tuple[str, ...]) -> Done:
    _require_one_head(rows)
    number = rows[0].number
    query = sa.select(PurchaseOrder.id).where(
        PurchaseOrder.warehouse == act.warehouse, PurchaseOrder.number == number
    )
    known = act.session.scalar(query)
    if known is None:
        facts = _said(rows[0], _ORDER, COLUMNS)
        lines = _merged([], rows, COLUMNS)
        make_order(act, PurchaseOrderCreate(number=number, lines=lines, **facts))
        return Done.CREATED
    order = locked_order(act, known)
    now = facts_of(act.session, order)
    lines = _merged(now.lines, rows, columns)
    wanted = replace(now, lines=lines, **_said(rows[0], _ORDER, columns))
    if wanted == now:
        return Done.UNCHANGED
    change_order(act, order, wanted)
    return Done.UPDATED


def _merged(
    lines: Sequence[PurchaseLine], rows: Sequence[PurchaseRow], columns: tuple[str, ...]
) -> list[PurchaseLine]:
    by_number = {line.number: line for line in lines}
    for row in rows:
        said = _said(row, _LINE, columns)
        line = by_number.get(row.line)
        by_number[row.line] = replace(line, **said) if line else PurchaseLine(**said)
    return [by_number[number] for number in sorted(by_number)]


def _said(row: PurchaseRow, fields: dict[str, str], columns: Sequence[str]) -> dict[str, Any]:
    """What the row says of the fields whose columns the file has."""
    return {field: getattr(row, name) for name, field in fields.items() if name in columns}


def _require_one_head(rows: Sequence[PurchaseRow]) -> None:
    """422 `contradiction`, 422 `line_twice`."""
    for name in _ORDER:
        if len(values := {getattr(row, name) for row in rows}) > 1:
            told = " and ".join(sorted(f"'{value}'" for value in values))
            raise Refusal(
                422, "contradiction", f"{name} of {rows[0].number} is {told}: it has only one."
            )
    if len({row.line for row in rows}) < len(rows):
        raise Refusal(422, "line_twice", f"Two rows of {rows[0].number} have the same line.")


def export_purchase_orders(reading: Reading) -> str:
    """The orders of the warehouse that are not ended, by number and line."""
    rows = reading.session.execute(
        sa.select(PurchaseOrder, PurchaseOrderLine, Supplier.code, Item.sku, PackLevel.name)
        .join(PurchaseOrderLine, PurchaseOrderLine.purchase_order == PurchaseOrder.id)
        .join(Supplier, Supplier.id == PurchaseOrder.supplier)
        .join(Item, Item.id == PurchaseOrderLine.item)
        .outerjoin(PackLevel, PackLevel.id == PurchaseOrderLine.pack_level)
        .where(PurchaseOrder.warehouse == reading.warehouse, PurchaseOrder.state.not_in(ENDED))
        .order_by(PurchaseOrder.number, PurchaseOrderLine.number)
    )
    return write_table(
        COLUMNS,
        (
            _cells(order, line, {"supplier": supplier, "sku": sku, "level": level})
            for order, line, supplier, sku, level in rows
        ),
    )


def _cells(order: PurchaseOrder, line: PurchaseOrderLine, codes: dict[str, Any]) -> list[object]:
    own = {
        "number": order.number,
        "line": line.number,
        "quantity": line.ordered,
        "line_expected_on": line.expected_on,
        **{name: getattr(order, name) for name in ("currency", "expected_on", "reference", "note")},
        **{name: getattr(line, name) for name in ("price", "price_per", "supplier_part")},
    } | codes
    return [own[name] for name in COLUMNS]
