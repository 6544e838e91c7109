"""The table of fixed pick faces."""

from typing import NewType

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.catalog.tables import ItemId
from server.db import BigId, Table, key, ref
from server.guard import WarehouseId
from server.places.tables import LocationId

PickFaceId = NewType("PickFaceId", int)


class PickFace(Table, kw_only=True):
    """A location that is one item's own; an item may have several. Base units."""

    __tablename__ = "pick_face"
    __table_args__ = (
        sa.ForeignKeyConstraint(["warehouse", "location"], ["location.warehouse", "location.id"]),
        sa.CheckConstraint("minimum >= 0 AND maximum >= 1 AND minimum <= maximum", "bounds"),
        sa.Index(None, "warehouse", "item"),
    )

    id: Mapped[PickFaceId] = key()
    warehouse: Mapped[WarehouseId] = ref("warehouse.id")
    location: Mapped[LocationId] = mapped_column(BigId, unique=True)
    item: Mapped[ItemId] = ref("item.id")
    minimum: Mapped[int] = mapped_column(BigId, default=0)
    maximum: Mapped[int | None] = mapped_column(BigId, default=None)
