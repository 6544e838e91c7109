"""The item that stands for things nobody can name; each carries a tag, kept as its lot."""

import sqlalchemy as sa

from server.act import Act
from server.catalog.tables import DEFAULT_CLIENT, Item
from server.catalog.wire import Tracking
from server.db import insert_once

UNKNOWN = "UNKNOWN"


def unknown_item(act: Act) -> Item:
    """The item `UNKNOWN`, made when the first unidentified thing turns up."""
    values = {
        "client": DEFAULT_CLIENT,
        "sku": UNKNOWN,
        "name": "Unidentified goods",
        "tracking": Tracking.LOT,
    }
    act.session.execute(insert_once(act.session, Item), values)
    query = sa.select(Item).where(Item.client == DEFAULT_CLIENT, Item.sku == UNKNOWN)
    return act.session.execute(query).scalar_one()
