"""Tables of places: warehouses (zones and locations follow them)."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.db import CODE, NAME, Table, key, text
from server.guard import WarehouseId


class Warehouse(Table, kw_only=True):
    """A building with one clock; everything on its floor belongs to it."""

    __tablename__ = "warehouse"

    id: Mapped[WarehouseId] = key()
    code: Mapped[str] = mapped_column(CODE, unique=True)
    name: Mapped[str] = mapped_column(NAME)
    time_zone: Mapped[str] = mapped_column(text(60))
    version: Mapped[int] = mapped_column(sa.Integer, default=1)
