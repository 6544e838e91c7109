"""The papers of a carton: its label, and the packing slip with it."""

from typing import Any

import sqlalchemy as sa

from server.act import Act
from server.catalog.tables import Item
from server.orders.addresses import address_of
from server.orders.tables import SalesOrder
from server.places.tables import Warehouse
from server.printing.jobs import print_job
from server.shipping.tables import Carton, CartonLine
from server.stock.tables import NO_LOT, Container, Lot


def print_papers(act: Act, carton: Carton, order: SalesOrder, printer: str | None) -> list[str]:
    """Stores the print jobs of a carton's label and slip; answers their numbers."""
    code = act.session.get_one(Container, carton.container).code
    common = {
        "sender": [act.session.get_one(Warehouse, carton.warehouse).name],
        "to": _lines(order),
        "order": order.number,
        "carton": code,
    }
    return [
        print_job(act, "carton", _label(carton, common, order), cause=code, printer=printer),
        print_job(
            act, "packing_slip_roll", _slip(act, carton, common, order), cause=code, printer=printer
        ),
    ]


def _lines(order: SalesOrder) -> list[str]:
    to = address_of(order)
    town = " ".join(part for part in (to.postcode, to.city, to.region) if part)
    lines = (to.name, to.company, to.street, to.street2, town, to.country)
    return [line for line in lines if line]


def _label(carton: Carton, common: dict[str, Any], order: SalesOrder) -> dict[str, Any]:
    facts = common | {
        "number": carton.number,
        "of": carton.number,
        "service": carton.service,
        "ship_by": order.ship_by.date().isoformat(),
    }
    if common["carton"].isdigit():
        facts["sscc"] = common["carton"]
    if carton.tracking:
        facts["tracking"] = carton.tracking
    if carton.weight_grams:
        facts["weight_grams"] = carton.weight_grams
    return facts


def _slip(act: Act, carton: Carton, common: dict[str, Any], order: SalesOrder) -> dict[str, Any]:
    rows = act.session.execute(
        sa.select(
            Item.sku,
            Item.name,
            sa.func.sum(CartonLine.quantity).label("quantity"),
            CartonLine.lot,
            Lot.code,
        )
        .join(Item, Item.id == CartonLine.item)
        .join(Lot, Lot.id == CartonLine.lot)
        .where(CartonLine.carton == carton.id)
        .group_by(Item.sku, Item.name, CartonLine.lot, Lot.code)
        .order_by(Item.sku, Lot.code)
    )
    lines = [
        {
            "sku": row.sku,
            "name": row.name,
            "quantity": int(row.quantity),
            "lot": row.code if row.lot != NO_LOT else "",
        }
        for row in rows
    ]
    return common | {
        "date": act.now.date().isoformat(),
        "lines": lines,
        "note": order.gift_note[:200],
    }
