"""Finds items by what people and scanners say: SKU or barcode."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.catalog.tables import (
    DEFAULT_CLIENT,
    Barcode,
    Item,
    ItemCost,
    ItemId,
    PackLevel,
)
from server.catalog.wire import LevelName
from server.errors import Refusal, not_found

GTIN_LENGTHS = (8, 12, 13, 14)


def item_by_sku(session: Session, sku: str, client: str = DEFAULT_CLIENT) -> Item:
    """404 `not_found`."""
    query = sa.select(Item).where(Item.client == client, Item.sku == sku)
    if (item := session.scalar(query)) is None:
        raise not_found("item", sku)
    return item


def items_by_sku(session: Session, skus: set[str]) -> dict[str, Item]:
    """The items of the default client that are there, by SKU."""
    query = sa.select(Item).where(Item.client == DEFAULT_CLIENT, Item.sku.in_(sorted(skus)))
    return {item.sku: item for item in session.scalars(query)}


def called(words: str) -> sa.ColumnElement[bool]:
    """SQL: items whose SKU begins so, or whose name in any language holds it."""
    names = (Item.name, Item.name_en, Item.name_de, Item.name_es, Item.name_pl, Item.name_fr)
    return sa.or_(
        Item.sku.startswith(words.upper(), autoescape=True),
        *(name.icontains(words, autoescape=True) for name in names),
    )


def items_by_barcode(session: Session, text: str, on: date | None = None) -> list[tuple[Item, int]]:
    """Each item that the code stands for, with the base units that one scan of it counts.

    GTINs match whatever leading zeros they are written with. Without a day, what is still bound
    counts; with one, what was bound on that day.
    """
    query = (
        sa.select(Item, PackLevel.quantity)
        .join(Barcode, Barcode.item == Item.id)
        .join(PackLevel, PackLevel.id == Barcode.pack_level)
        .where(Barcode.text.in_({text, as_gtin(text)}), _bound(on))
        .order_by(Item.sku, Item.id)
    )
    return [(item, quantity) for item, quantity in session.execute(query)]


def _bound(on: date | None) -> sa.ColumnElement[bool]:
    if on is None:
        return Barcode.valid_until.is_(None)
    return sa.and_(
        sa.or_(Barcode.valid_from.is_(None), Barcode.valid_from <= on),
        sa.or_(Barcode.valid_until.is_(None), Barcode.valid_until > on),
    )


def as_gtin(text: str) -> str:
    """GTIN-8, -12, -13 and -14 as the 14 digits they are stored with; other text as it is."""
    is_digits = text.isascii() and text.isdigit()
    return text.zfill(14) if is_digits and len(text) in GTIN_LENGTHS else text


def pack_level(session: Session, item: Item, name: LevelName) -> PackLevel:
    """The active level of that name (the newest of several); 404 `not_found`."""
    query = (
        sa.select(PackLevel)
        .where(PackLevel.item == item.id, PackLevel.name == name, PackLevel.active)
        .order_by(PackLevel.id.desc())
    )
    if (level := session.scalars(query).first()) is None:
        raise not_found(f"pack level of {item.sku} called", name.value)
    return level


def cost_on(session: Session, item: ItemId, day: date) -> ItemCost | None:
    """What the item costs on a day; None when nobody has said."""
    query = (
        sa.select(ItemCost)
        .where(ItemCost.item == item, ItemCost.valid_from <= day)
        .order_by(ItemCost.valid_from.desc())
    )
    return session.scalars(query).first()


def require_active(item: Item) -> None:
    """409 `item_inactive`: nothing new is ordered of an item that is no longer carried."""
    if not item.active:
        raise Refusal(409, "item_inactive", f"Item {item.sku} ({item.name}) is no longer carried.")
