"""Tables of places: warehouses, their zones and locations."""

from typing import NewType

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.db import CODE, NAME, BigId, Table, choice, key, ref, text
from server.guard import WarehouseId
from server.places.wire import Containers, LocationStatus, LocationType, Mixing, PickUnit, Side

ZoneId = NewType("ZoneId", int)
LocationId = NewType("LocationId", int)


class Warehouse(Table, kw_only=True):
    """A building with one clock; everything on its floor belongs to it."""

    __tablename__ = "warehouse"

    id: Mapped[WarehouseId] = key()
    code: Mapped[str] = mapped_column(CODE, unique=True)
    name: Mapped[str] = mapped_column(NAME)
    time_zone: Mapped[str] = mapped_column(text(60))
    version: Mapped[int] = mapped_column(sa.Integer, default=1)


class Zone(Table, kw_only=True):
    """A part of the floor that is worked and ruled as one."""

    __tablename__ = "zone"
    __table_args__ = (
        sa.UniqueConstraint("warehouse", "code"),
        sa.UniqueConstraint("warehouse", "id"),
    )

    id: Mapped[ZoneId] = key()
    warehouse: Mapped[WarehouseId] = ref("warehouse.id")
    code: Mapped[str] = mapped_column(CODE)
    name: Mapped[str] = mapped_column(NAME)
    version: Mapped[int] = mapped_column(default=1)


class Location(Table, kw_only=True):
    """A place goods can be in; capacities are None where nobody has measured.

    `x_mm` and `y_mm` are the floor point in front of it: y grows along the aisles from the front
    cross aisle to the back one, x across them.
    """

    __tablename__ = "location"
    __table_args__ = (
        sa.UniqueConstraint("warehouse", "code"),
        sa.UniqueConstraint("warehouse", "stripped_code"),
        sa.UniqueConstraint("warehouse", "id"),
        sa.Index(None, "warehouse", "type"),
        sa.ForeignKeyConstraint(["warehouse", "zone"], ["zone.warehouse", "zone.id"]),
        sa.CheckConstraint("NOT (pickable AND type = 'virtual')", name="virtual"),
        sa.CheckConstraint("status = 'open' OR reason <> ''", name="reason"),
    )

    id: Mapped[LocationId] = key()
    warehouse: Mapped[WarehouseId] = ref("warehouse.id")
    code: Mapped[str] = mapped_column(CODE)
    stripped_code: Mapped[str] = mapped_column(CODE)
    zone: Mapped[ZoneId | None] = mapped_column(BigId, default=None)
    type: Mapped[LocationType] = mapped_column(choice(LocationType))
    sellable: Mapped[bool] = mapped_column(default=False)
    pickable: Mapped[bool] = mapped_column(default=False)
    pick_unit: Mapped[PickUnit] = mapped_column(choice(PickUnit), default=PickUnit.EACH)
    lpn: Mapped[Containers] = mapped_column(choice(Containers), default=Containers.KEEP)
    x_mm: Mapped[int | None] = mapped_column(default=None)
    y_mm: Mapped[int | None] = mapped_column(default=None)
    aisle: Mapped[str | None] = mapped_column(CODE, default=None)
    side: Mapped[Side | None] = mapped_column(choice(Side), default=None)
    bay: Mapped[int | None] = mapped_column(default=None)
    level: Mapped[int | None] = mapped_column(default=None)
    position: Mapped[int | None] = mapped_column(default=None)
    sequence: Mapped[int] = mapped_column(default=0)
    check_blue: Mapped[str | None] = mapped_column(text(3), default=None)
    check_orange: Mapped[str | None] = mapped_column(text(3), default=None)
    capacity_weight_grams: Mapped[int | None] = mapped_column(default=None)
    capacity_volume_cm3: Mapped[int | None] = mapped_column(default=None)
    capacity_height_mm: Mapped[int | None] = mapped_column(default=None)
    capacity_containers: Mapped[int | None] = mapped_column(default=None)
    capacity_quantity: Mapped[int | None] = mapped_column(default=None)  # of one item, base units
    mixing: Mapped[Mixing] = mapped_column(choice(Mixing), default=Mixing.ANY)
    storage_class: Mapped[str | None] = mapped_column(CODE, default=None)
    temperature_band: Mapped[str | None] = mapped_column(CODE, default=None)
    status: Mapped[LocationStatus] = mapped_column(
        choice(LocationStatus), default=LocationStatus.OPEN
    )
    reason: Mapped[str] = mapped_column(NAME, default="")
    version: Mapped[int] = mapped_column(default=1)
