"""Pack levels: how many base units a package holds, and that nobody changes it afterwards."""

import sqlalchemy as sa

from server.act import Act
from server.catalog.find import item_by_sku
from server.catalog.read import view
from server.catalog.tables import Item, ItemId, PackLevel, PackLevelId
from server.catalog.wire import (
    ItemChanged,
    ItemView,
    LevelAdd,
    LevelEdit,
    LevelFacts,
    LevelName,
)
from server.errors import Refusal, exists, not_found

MEASURES = ("weight_grams", "length_mm", "width_mm", "height_mm", "active")


def add_pack_level(act: Act, command: LevelAdd, sku: str) -> ItemView:
    """Refused: 404 `not_found`, 409 `exists`, 422 `each_is_one`."""
    item = item_by_sku(act.session, sku)
    if _level(act, item, command.name, command.quantity):
        raise exists(f"{command.name.value} of {sku} with", command.quantity)
    add_level(act, item, command.name, command)
    return _changed(act, item)


def edit_pack_level(
    act: Act, command: LevelEdit, sku: str, name: LevelName, quantity: int
) -> ItemView:
    """Refused: 404 `not_found`, 409 `level_used` (another quantity), 409 `exists`, 422."""
    item = item_by_sku(act.session, sku)
    level = _level(act, item, name, quantity)
    if level is None:
        raise not_found(f"{name.value} of {sku} with", quantity)
    if command.quantity != level.quantity:
        _change_quantity(act, item, level, command.quantity)
    for field in MEASURES:
        setattr(level, field, getattr(command, field))
    return _changed(act, item)


def _change_quantity(act: Act, item: Item, level: PackLevel, quantity: int) -> None:
    name = level.name.value
    if level.used:
        raise Refusal(
            409,
            "level_used",
            f"A {name} of {item.sku} was already counted as {level.quantity}, it can't become"
            f" {quantity}. Add another {name} with {quantity}, and deactivate this one.",
        )
    _require_possible(level.name, quantity)
    if _level(act, item, level.name, quantity):
        raise exists(f"{name} of {item.sku} with", quantity)
    level.quantity = quantity


def add_level(act: Act, item: Item, name: LevelName, facts: LevelFacts) -> PackLevel:
    """The level with this quantity: the one that is there, else a new one."""
    if (found := _level(act, item, name, facts.quantity)) is not None:
        return found
    level = new_level(act, item, name, facts)
    act.session.flush()
    return level


def new_level(act: Act, item: Item, name: LevelName, facts: LevelFacts) -> PackLevel:
    """A level that is known not to be there; the next flush stores it."""
    _require_possible(name, facts.quantity)
    measures = {field: getattr(facts, field) for field in MEASURES}
    level = PackLevel(item=item.id, name=name, quantity=facts.quantity, **measures)
    act.session.add(level)
    return level


def _require_possible(name: LevelName, quantity: int) -> None:
    if name is LevelName.EACH and quantity != 1:
        raise Refusal(
            422, "each_is_one", f"An each holds 1, not {quantity}: call it inner or case."
        )


def _level(act: Act, item: Item, name: LevelName, quantity: int) -> PackLevel | None:
    return act.session.scalar(
        sa.select(PackLevel).where(
            PackLevel.item == item.id, PackLevel.name == name, PackLevel.quantity == quantity
        )
    )


def _changed(act: Act, item: Item) -> ItemView:
    act.session.flush()
    act.record(ItemChanged(sku=item.sku), item.sku)
    return view(act.session, item)


def mark_used(act: Act, item: ItemId, level: PackLevelId | None = None) -> None:
    """From now on goods or documents count by the item (and the level): they are immutable.

    To be called by whatever first refers to them; later calls change nothing.
    """
    act.session.execute(sa.update(Item).where(Item.id == item, ~Item.used).values(used=True))
    if level is not None:
        mark_level_used(act, level)


def mark_level_used(act: Act, level: PackLevelId) -> None:
    """From now on a scan or a document counts by the level's quantity."""
    act.session.execute(
        sa.update(PackLevel).where(PackLevel.id == level, ~PackLevel.used).values(used=True)
    )
