"""Items as CSV files: one row per item, with its GTIN and the packages it comes in."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from server.act import Act
from server.catalog.barcodes import bind
from server.catalog.find import items_by_sku, pack_level
from server.catalog.items import FACTS, change_item, make_item, put_level
from server.catalog.tables import Barcode, Item, ItemId, PackLevel
from server.catalog.wire import (
    BarcodeKind,
    Gtin,
    ItemCreate,
    ItemFacts,
    LevelName,
    LevelNew,
)
from server.csv_door import Done, Sheet, import_csv
from server.door import Reading
from server.errors import Refusal
from server.table_file import write_table
from server.wire import Code, CsvImport, CsvReport, Quantity

PACKAGES = (LevelName.INNER, LevelName.CASE, LevelName.LAYER, LevelName.PALLET)


class ItemRow(ItemFacts, frozen=True, kw_only=True):
    """One row: an item's facts, the GTIN of one piece, and what each package holds."""

    sku: Code
    gtin: Gtin | None = None
    inner_quantity: Quantity | None = None
    inner_gtin: Gtin | None = None
    case_quantity: Quantity | None = None
    case_gtin: Gtin | None = None
    layer_quantity: Quantity | None = None
    layer_gtin: Gtin | None = None
    pallet_quantity: Quantity | None = None
    pallet_gtin: Gtin | None = None


COLUMNS = ("sku", *FACTS, *(n for n in ItemRow.__struct_fields__ if n not in {"sku", *FACTS}))


def import_items(act: Act, command: CsvImport, content: bytes) -> CsvReport:
    """Makes or updates items; packages and GTINs are added, never taken away.

    Refused: 422 `bad_rows`, 422 `bad_table`, 422 `too_many_rows`.
    """
    return import_csv(act, command, content, Sheet("items", ItemRow, "sku", _put))


def _put(act: Act, rows: Sequence[ItemRow], columns: tuple[str, ...]) -> Done:
    row = rows[0]
    levels = _levels(row)
    item = items_by_sku(act.session, {row.sku}).get(row.sku)
    if item is None:
        facts = {name: getattr(row, name) for name in FACTS}
        make_item(act, ItemCreate(sku=row.sku, gtin=row.gtin, levels=levels, **facts))
        return Done.CREATED
    told = len(act.events)
    change_item(act, item, row, tuple(name for name in FACTS if name in columns))
    if row.gtin:
        bind(act, item, pack_level(act.session, item, LevelName.EACH), row.gtin, BarcodeKind.GTIN)
    for level in levels:
        put_level(act, item, level)
    return Done.UPDATED if len(act.events) > told else Done.UNCHANGED


def _levels(row: ItemRow) -> list[LevelNew]:
    """422 `no_quantity` for a package that has a GTIN and no quantity."""
    levels = []
    for name in PACKAGES:
        quantity = getattr(row, f"{name.value}_quantity")
        gtin = getattr(row, f"{name.value}_gtin")
        if quantity is not None:
            levels.append(LevelNew(name=name, quantity=quantity, gtin=gtin))
        elif gtin is not None:
            raise Refusal(
                422,
                "no_quantity",
                f"{name.value}_gtin is {gtin}, but {name.value}_quantity is"
                " empty: how many does it hold?",
            )
    return levels


def export_items(reading: Reading) -> str:
    """All items by SKU, each with its newest package of a name and the lowest GTIN on it."""
    session = reading.session
    packages = _packages(
        session.execute(
            sa.select(PackLevel.item, PackLevel.name, PackLevel.quantity, sa.func.min(Barcode.text))
            .outerjoin(
                Barcode,
                sa.and_(
                    Barcode.pack_level == PackLevel.id,
                    Barcode.kind == BarcodeKind.GTIN,
                    Barcode.valid_until.is_(None),
                ),
            )
            .where(PackLevel.active)
            .group_by(PackLevel.id, PackLevel.item, PackLevel.name, PackLevel.quantity)
            .order_by(PackLevel.id)
        ).tuples()
    )
    items = session.scalars(sa.select(Item).order_by(Item.sku, Item.client))
    return write_table(COLUMNS, (_cells(item, packages.get(item.id, {})) for item in items))


def _packages(
    rows: Iterable[tuple[ItemId, LevelName, int, str | None]],
) -> dict[ItemId, dict[str, object]]:
    found: dict[ItemId, dict[str, object]] = {}
    for item, name, quantity, gtin in rows:
        cells = found.setdefault(item, {})
        if name is LevelName.EACH:
            cells["gtin"] = gtin
        else:
            cells[f"{name.value}_quantity"], cells[f"{name.value}_gtin"] = quantity, gtin
    return found


def _cells(item: Item, packages: dict[str, object]) -> list[object]:
    return [packages[name] if name in packages else getattr(item, name, None) for name in COLUMNS]
