"""What has left, with its tracking numbers, as a CSV file by position."""

from typing import Any

import msgspec
import sqlalchemy as sa

from server.door import Reading
from server.journal.tables import Entry, EventRow, Seal
from server.orders.tables import SalesOrder
from server.table_file import write_table

COLUMNS = (
    "position",
    "at",
    "event",
    "warehouse",
    "order",
    "channel",
    "reference",
    "carton",
    "service",
    "tracking",
)
# Said by shipping, which stands above orders and is not imported here.
WANTED = {"carton.shipped": "shipped", "carton.returned": "returned"}
MOST = 1000


def export_shipped(reading: Reading, after: int, limit: int) -> str:
    """Cartons that left or came back in the next `limit` acts after a position, oldest first.

    The next call goes on after the last row's position, so that nothing is told twice or missed.
    """
    here = Entry.warehouse.in_(list(reading.who.warehouses))
    acts = (
        sa.select(Seal.position)
        .join(Entry, Entry.id == Seal.entry)
        .join(EventRow, EventRow.entry == Entry.id)
        .where(Seal.position > after, EventRow.kind.in_(WANTED), here)
        .distinct()
        .order_by(Seal.position)
        .limit(min(limit, MOST))
    )
    rows = reading.session.execute(
        sa.select(
            Seal.position,
            Entry.at,
            Entry.warehouse,
            EventRow.kind,
            EventRow.body,
            SalesOrder.number,
            SalesOrder.channel,
            SalesOrder.reference,
        )
        .join(Entry, Entry.id == Seal.entry)
        .join(EventRow, EventRow.entry == Entry.id)
        .join(SalesOrder, SalesOrder.number == EventRow.subject)
        .where(Seal.position.in_(acts), EventRow.kind.in_(WANTED))
        .order_by(Seal.position, EventRow.n)
    )
    return write_table(COLUMNS, map(_cells, rows))


def _cells(row: Any) -> list[object]:
    told = msgspec.json.decode(row.body)
    return [
        row.position,
        row.at,
        WANTED[row.kind],
        row.warehouse,
        row.number,
        row.channel,
        row.reference,
        told["carton"],
        told.get("service", ""),
        told["tracking"],
    ]
