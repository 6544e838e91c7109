"""What is known of orders, receipts, tasks and counts, in sentences for a handheld."""

import sqlalchemy as sa

from server.catalog.tables import Item
from server.counting.read import count as count_snapshot
from server.door import Reading
from server.identity.site import policy
from server.inbound.tables import Receipt
from server.orders.find import lines_of, order_by_number
from server.places.local import local
from server.places.tables import Location
from server.purchasing.tables import PurchaseOrder, PurchaseOrderLine
from server.scans.find import warehouse_of
from server.scans.goods import promised_to
from server.scans.wire import Candidate, Inquiry
from server.work.tables import Task


def order(reading: Reading, one: Candidate) -> Inquiry:
    """State, lines and where their goods stand."""
    found = order_by_number(reading.session, one.code)
    lines = lines_of(reading.session, found.id)
    names = _skus(reading, [line.item for line in lines])
    told = [
        f"{line.number}: {line.shipped} shipped, {line.packed} packed, {line.picked} picked of"
        f" {line.ordered - line.cancelled} {names[line.item]}."
        for line in lines
    ]
    ship_by = local(reading.session, warehouse_of(reading), found.ship_by)
    ship_on, hour = ship_by.date(), f"{ship_by:%H:%M}"
    verdict = f"Order {found.number} is {found.state.value}, to ship by {ship_on} {hour}."
    return _inquiry(one, verdict, [*told, *promised_to(reading, found.number)])


def purchase_order(reading: Reading, one: Candidate) -> Inquiry:
    """State and what is still to come."""
    found = reading.session.scalars(
        sa.select(PurchaseOrder).where(
            PurchaseOrder.warehouse == warehouse_of(reading), PurchaseOrder.number == one.code
        )
    ).one()
    lines = reading.session.scalars(
        sa.select(PurchaseOrderLine)
        .where(PurchaseOrderLine.purchase_order == found.id)
        .order_by(PurchaseOrderLine.number)
    ).all()
    names = _skus(reading, [line.item for line in lines])
    blind = policy(reading.session).blind_receiving
    told = [
        f"{line.number}: {line.received} of {names[line.item]} came."
        if blind
        else f"{line.number}: of {line.ordered} {names[line.item]} {line.received} came."
        for line in lines
    ]
    if found.expected_on:
        told.insert(0, f"It is expected on {found.expected_on}.")
    return _inquiry(one, f"Purchase order {found.number} is {found.state.value}.", told)


def receipt(reading: Reading, one: Candidate) -> Inquiry:
    """State and where its goods came in."""
    row = reading.session.execute(
        sa.select(Receipt, Location.code)
        .join(Location, Location.id == Receipt.dock)
        .where(Receipt.warehouse == warehouse_of(reading), Receipt.number == one.code)
    ).one()
    state = row.Receipt.state.value
    return _inquiry(one, f"Receipt {one.code} is {state}, at {row.code}.", [])


def task(reading: Reading, one: Candidate) -> Inquiry:
    """What it is about, who has it."""
    row = reading.session.scalars(
        sa.select(Task).where(Task.warehouse == warehouse_of(reading), Task.id == int(one.code))
    ).one()
    errand = row.kind.value.replace("_", " ")
    verdict = f"The task {errand} {row.document} is {row.state.value}."
    told = [f"It is with {row.worker}."] if row.worker else []
    return _inquiry(one, verdict, [*told, *([row.reason] if row.reason else [])])


def count(reading: Reading, one: Candidate) -> Inquiry:
    """Which place, who counts it; never a figure."""
    found = count_snapshot(reading, int(one.code))
    worker = found.opened_by
    told = [f"It is with {worker}."] if worker else []
    return _inquiry(one, f"The count of {found.location} is {found.state.value}.", told)


def _skus(reading: Reading, items: list[int]) -> dict[int, str]:
    rows = reading.session.execute(sa.select(Item.id, Item.sku).where(Item.id.in_(items)))
    return {row.id: row.sku for row in rows}


def _inquiry(one: Candidate, verdict: str, lines: list[str]) -> Inquiry:
    told = tuple(line[:200] for line in lines)
    return Inquiry(verdict=verdict[:200], kind=one.kind, code=one.code, lines=told)
