"""Opening stock as CSV files: what stands where when the site starts, place by place."""

from collections.abc import Sequence
from datetime import UTC, datetime, time

from server.act import Act
from server.catalog.find import item_by_sku
from server.catalog.tables import Item
from server.catalog.wire import Tracking
from server.counting.ask import open_count_at
from server.csv_door import Done, Sheet, import_csv
from server.door import Reading
from server.errors import Refusal
from server.identity.site import policy
from server.identity.wire.site import SiteMode
from server.places.find import virtual
from server.places.tables import LocationId
from server.places.wire import Virtual
from server.stock import read
from server.stock.containers import container_of
from server.stock.ledger import post, serial
from server.stock.lots import lot
from server.stock.moves import Move, Place, key_of
from server.stock.promised import balance_at
from server.stock.serials import has_serials
from server.stock.spot import floor_location
from server.stock.tables import NO_CONTAINER, LotId, Serial
from server.stock.take import take_anyway
from server.stock.wire import ContainerKind, Origin, Status, StockQuery
from server.table_file import write_table
from server.wire import Code, Count, CsvImport, CsvReport, Day, Mark, Query

PAGE = 200


class StockLine(Query, frozen=True, kw_only=True):
    """One row; pieces with a serial number have a row each, of quantity 1."""

    location: Code
    sku: Code
    quantity: Count
    lot: Mark | None = None
    expires_on: Day | None = None
    serial: Mark | None = None
    container: Code | None = None
    status: Status = Status.AVAILABLE
    received_on: Day | None = None


COLUMNS = ("location", "sku", "quantity", "lot", "expires_on", "container", "status")


def import_stock(act: Act, command: CsvImport, content: bytes) -> CsvReport:
    """Sets what stands under each row's key; a rerun is harmless, keys not named stay.

    Only while the site is set up: afterwards it is counted. Refused: 409 `site_live`, 422
    `bad_rows`, `bad_table`, `too_many_rows`.
    """
    if policy(act.session).mode is SiteMode.LIVE:
        raise Refusal(409, "site_live", "The site is live: count, adjust or receive instead.")
    sheet = Sheet("stock", StockLine, "location", _put, many=True)
    return import_csv(act, command, content, sheet)


def export_stock(reading: Reading) -> str:
    """What stands where, in the columns that come in (serial numbers apart)."""
    rows, cursor = [], None
    while True:
        page = read.stock(reading, StockQuery(cursor=cursor, limit=PAGE))
        rows += [tuple(_cell(row, column) for column in COLUMNS) for row in page.items]
        cursor = page.next
        if cursor is None:
            return write_table(COLUMNS, rows)


def _cell(row: object, column: str) -> object:
    value = getattr(row, "on_hand" if column == "quantity" else column)
    return value.value if isinstance(value, Status) else value


def _put(act: Act, rows: Sequence[StockLine], _columns: tuple[str, ...]) -> Done:
    """All rows of one place."""
    place = floor_location(act, rows[0].location)
    if open_count_at(act, place.id) is not None:
        raise Refusal(
            409,
            "being_counted",
            f"{place.code} is to be counted, or is right now: its count tells what stands there.",
        )
    stood = [_set(act, place.id, row) for row in _each_once(rows)]
    changed = [before for before in stood if before is not None]
    if not changed:
        return Done.UNCHANGED
    return Done.UPDATED if any(changed) else Done.CREATED


def _each_once(rows: Sequence[StockLine]) -> Sequence[StockLine]:
    """422 `twice` for a key that two rows name."""
    keys = {(r.sku, r.lot, r.expires_on, r.serial, r.container, r.status) for r in rows}
    if len(keys) < len(rows):
        raise Refusal(422, "twice", f"Two rows of {rows[0].location} name the same goods.")
    return rows


def _set(act: Act, location: LocationId, row: StockLine) -> int | None:
    """Moves the difference in or out; answers what stood there, or None when it was right."""
    item = item_by_sku(act.session, row.sku)
    if item.tracking is Tracking.LOT and row.lot is None and row.quantity:
        raise Refusal(422, "lot_missing", f"{item.sku} is kept by lot: which one is it?")
    lot_id = lot(act, item.id, row.lot, row.expires_on)
    held = NO_CONTAINER
    if row.container is not None:
        held = container_of(act, row.container, ContainerKind.PALLET).id
    here = Place(location, held, status=row.status)
    there = Place(virtual(act.session, act.warehouse, Virtual.ADJUSTMENT))
    if has_serials(item):
        return _set_serial(act, item, row, lot_id, (there, here))
    key = key_of(Move(item=item.id, lot=lot_id, quantity=1, source=here, target=there), here)
    balance = balance_at(act.session, key)
    before = balance.on_hand if balance else 0
    if before == row.quantity:
        return None
    more = row.quantity > before
    move = Move(
        item=item.id,
        lot=lot_id,
        quantity=abs(row.quantity - before),
        source=there if more else here,
        target=here if more else there,
        fifo_at=_since(row),
        document="OPENING",
    )
    if more:
        post(act, [move])
    else:
        take_anyway(act, item, move, "opening stock")
    return before


def _set_serial(
    act: Act, item: Item, row: StockLine, lot_id: LotId, way: tuple[Place, Place]
) -> int | None:
    """A piece comes in once; where it stands already nothing changes."""
    if row.serial is None or row.quantity != 1:
        raise Refusal(
            422,
            "serials_missing",
            f"{item.sku} is kept by serial number: each piece has a row with its own, quantity 1.",
        )
    number = serial(act, item.id, row.serial, lot=lot_id, origin=Origin.COUNTED)
    known = act.session.get_one(Serial, number, populate_existing=True)
    there, here = way
    move = Move(
        item=item.id,
        lot=lot_id,
        quantity=1,
        serial=number,
        source=there,
        target=here,
        fifo_at=_since(row),
        document="OPENING",
    )
    balance = balance_at(act.session, key_of(move, here))
    if known.balance is not None and balance is not None and known.balance == balance.id:
        return None
    post(act, [move])
    return 0


def _since(row: StockLine) -> datetime | None:
    return datetime.combine(row.received_on, time(), UTC) if row.received_on else None
