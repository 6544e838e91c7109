"""Tables of the catalogue: items, their pack levels, barcodes and costs; company-wide."""

from datetime import date
from typing import NewType

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from server.catalog.wire import BarcodeKind, BaseUnit, LevelName, Tracking
from server.db import CODE, NAME, Table, choice, key, ref, text

ItemId = NewType("ItemId", int)
PackLevelId = NewType("PackLevelId", int)
BarcodeId = NewType("BarcodeId", int)

DEFAULT_CLIENT = "MAIN"
CLASS = text(1)


class Item(Table, kw_only=True):
    """What is sold and stored; weight and dimensions are those of one base unit, None unknown."""

    __tablename__ = "item"
    __table_args__ = (
        sa.UniqueConstraint("client", "sku"),
        sa.CheckConstraint(
            "shelf_life_days >= 0 AND minimum_days_receipt >= 0 AND minimum_days_shipment >= 0",
            name="days",
        ),
        sa.CheckConstraint(
            "weight_grams >= 0 AND length_mm >= 0 AND width_mm >= 0 AND height_mm >= 0",
            name="measures",
        ),
    )

    id: Mapped[ItemId] = key()
    client: Mapped[str] = mapped_column(CODE, default=DEFAULT_CLIENT)
    sku: Mapped[str] = mapped_column(CODE, index=True)
    name: Mapped[str] = mapped_column(NAME)
    name_en: Mapped[str | None] = mapped_column(NAME, default=None)
    name_de: Mapped[str | None] = mapped_column(NAME, default=None)
    name_es: Mapped[str | None] = mapped_column(NAME, default=None)
    name_pl: Mapped[str | None] = mapped_column(NAME, default=None)
    name_fr: Mapped[str | None] = mapped_column(NAME, default=None)
    tracking: Mapped[Tracking] = mapped_column(choice(Tracking), default=Tracking.NONE)
    expires: Mapped[bool] = mapped_column(default=False)
    shelf_life_days: Mapped[int | None] = mapped_column(default=None)
    minimum_days_receipt: Mapped[int | None] = mapped_column(default=None)
    minimum_days_shipment: Mapped[int | None] = mapped_column(default=None)
    catch_weight: Mapped[bool] = mapped_column(default=False)
    base_unit: Mapped[BaseUnit] = mapped_column(choice(BaseUnit), default=BaseUnit.PIECE)
    weight_grams: Mapped[int | None] = mapped_column(default=None)
    length_mm: Mapped[int | None] = mapped_column(default=None)
    width_mm: Mapped[int | None] = mapped_column(default=None)
    height_mm: Mapped[int | None] = mapped_column(default=None)
    storage_class: Mapped[str | None] = mapped_column(CODE, default=None)
    temperature_band: Mapped[str | None] = mapped_column(CODE, default=None)
    un_number: Mapped[str | None] = mapped_column(text(4), default=None)
    hazard_class: Mapped[str | None] = mapped_column(text(8), default=None)
    packing_group: Mapped[str | None] = mapped_column(text(3), default=None)
    limited_quantity: Mapped[bool] = mapped_column(default=False)
    allergens: Mapped[str] = mapped_column(NAME, default="")
    abc_class: Mapped[str | None] = mapped_column(CLASS, default=None)
    xyz_class: Mapped[str | None] = mapped_column(CLASS, default=None)
    fragile: Mapped[bool] = mapped_column(default=False)
    upright: Mapped[bool] = mapped_column(default=False)
    own_carton: Mapped[bool] = mapped_column(default=False)
    origin: Mapped[str | None] = mapped_column(text(2), default=None)
    hs_code: Mapped[str | None] = mapped_column(text(12), default=None)
    active: Mapped[bool] = mapped_column(default=True)
    used: Mapped[bool] = mapped_column(default=False)  # goods or documents count by it
    version: Mapped[int] = mapped_column(default=1)


class PackLevel(Table, kw_only=True):
    """How many base units one package holds; a `used` level's quantity never changes."""

    __tablename__ = "pack_level"
    __table_args__ = (
        sa.UniqueConstraint("item", "name", "quantity"),
        sa.UniqueConstraint("item", "id"),
        sa.CheckConstraint("quantity >= 1", name="quantity"),
    )

    id: Mapped[PackLevelId] = key()
    item: Mapped[ItemId] = ref("item.id")
    name: Mapped[LevelName] = mapped_column(choice(LevelName))
    quantity: Mapped[int]
    weight_grams: Mapped[int | None] = mapped_column(default=None)
    length_mm: Mapped[int | None] = mapped_column(default=None)
    width_mm: Mapped[int | None] = mapped_column(default=None)
    height_mm: Mapped[int | None] = mapped_column(default=None)
    used: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)


class Barcode(Table, kw_only=True):
    """A printed code and the package it stands on, from a day until (not including) another."""

    __tablename__ = "barcode"
    __table_args__ = (
        sa.UniqueConstraint("text", "item"),
        sa.ForeignKeyConstraint(["item", "pack_level"], ["pack_level.item", "pack_level.id"]),
    )

    id: Mapped[BarcodeId] = key()
    text: Mapped[str] = mapped_column(text(120))
    item: Mapped[ItemId] = ref("item.id", index=True)
    pack_level: Mapped[PackLevelId] = ref("pack_level.id")
    kind: Mapped[BarcodeKind] = mapped_column(choice(BarcodeKind))
    valid_from: Mapped[date | None] = mapped_column(sa.Date, default=None)
    valid_until: Mapped[date | None] = mapped_column(sa.Date, default=None)


class ItemCost(Table, kw_only=True):
    """What `per` base units cost from a day on, in minor units of the currency."""

    __tablename__ = "item_cost"
    __table_args__ = (sa.CheckConstraint("amount >= 0 AND per >= 1", name="amount"),)

    item: Mapped[ItemId] = ref("item.id", primary_key=True)
    valid_from: Mapped[date] = mapped_column(sa.Date, primary_key=True)
    amount: Mapped[int] = mapped_column(sa.BigInteger)
    per: Mapped[int]
    currency: Mapped[str] = mapped_column(text(3))
