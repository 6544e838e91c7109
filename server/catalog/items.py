"""Items: make one, change it, say what it costs."""

import msgspec

from server.act import Act
from server.catalog.barcodes import bind
from server.catalog.find import item_by_sku, items_by_sku
from server.catalog.levels import add_level, new_level
from server.catalog.read import view
from server.catalog.tables import Item, ItemCost
from server.catalog.wire import (
    BarcodeKind,
    CostSet,
    CostView,
    ItemChanged,
    ItemCreate,
    ItemEdit,
    ItemFacts,
    ItemView,
    LevelName,
    LevelNew,
    Tracking,
)
from server.errors import Refusal, exists, require_version

FACTS = ItemFacts.__struct_fields__
# What pieces already booked were counted or told apart by; it can't change under them.
FIXED_ONCE_USED = ("tracking", "expires", "catch_weight", "base_unit")


def create_item(act: Act, command: ItemCreate) -> ItemView:
    """Refused: 409 `exists`, 422 of its facts, levels and GTINs."""
    if items_by_sku(act.session, {command.sku}):
        raise exists("item", command.sku)
    return view(act.session, make_item(act, command))


def make_item(act: Act, command: ItemCreate) -> Item:
    """Adds the item with its levels; its SKU is known to be free."""
    check_facts(command)
    item = Item(sku=command.sku, **{name: getattr(command, name) for name in FACTS})
    act.session.add(item)
    act.session.flush()
    each = LevelNew(name=LevelName.EACH, quantity=1, gtin=command.gtin)
    wanted = {(level.name, level.quantity): level for level in (*command.levels, each)}
    levels = [(new_level(act, item, new.name, new), new.gtin) for new in wanted.values()]
    act.session.flush()
    for level, gtin in levels:
        if gtin:
            bind(act, item, level, gtin, BarcodeKind.GTIN)
    act.record(ItemChanged(sku=item.sku), item.sku)
    return item


def put_level(act: Act, item: Item, level: LevelNew) -> None:
    """Adds a level (or finds the equal one) and binds its GTIN."""
    row = add_level(act, item, level.name, level)
    if level.gtin:
        bind(act, item, row, level.gtin, BarcodeKind.GTIN)


def edit_item(act: Act, command: ItemEdit, sku: str) -> ItemView:
    """Refused: 409 `stale`, 409 `item_used` (tracking, expiry, catch weight, base unit), 422."""
    item = item_by_sku(act.session, sku)
    act.session.refresh(item, with_for_update=True)
    require_version(f"Item {sku}", command.version, item.version)
    change_item(act, item, command, FACTS)
    return view(act.session, item)


def change_item(act: Act, item: Item, facts: ItemFacts, names: tuple[str, ...]) -> bool:
    """Sets the named facts; False when all of them stood like that already."""
    wanted = {name: getattr(facts, name) for name in names}
    changed = {name: value for name, value in wanted.items() if getattr(item, name) != value}
    if not changed:
        return False
    check_facts(msgspec.structs.replace(_facts(item), **changed))
    if item.used and (fixed := sorted(changed.keys() & set(FIXED_ONCE_USED))):
        raise Refusal(
            409,
            "item_used",
            f"{' and '.join(fixed)} of {item.sku} can't change any more: goods or documents"
            " are counted by it. Make a new item and let this one run out.",
        )
    for name, value in changed.items():
        setattr(item, name, value)
    item.version += 1
    act.record(ItemChanged(sku=item.sku), item.sku)
    return True


def _facts(item: Item) -> ItemFacts:
    return ItemFacts(**{name: getattr(item, name) for name in FACTS})


def check_facts(facts: ItemFacts) -> None:
    """422 `contradiction` for facts that can't all be true."""
    if facts.tracking is Tracking.EXPIRY and not facts.expires:
        raise Refusal(
            422, "contradiction", "Tracking by expiry needs `expires`: the date is the lot."
        )
    life, least = facts.shelf_life_days, facts.minimum_days_receipt
    if life is not None and least is not None and least > life:
        raise Refusal(
            422,
            "contradiction",
            f"At receipt {least} days must remain, but the whole shelf life is {life} days.",
        )


def set_cost(act: Act, command: CostSet, sku: str) -> CostView:
    """Refused: 404 `not_found`. The same day again replaces what was said for it."""
    item = item_by_sku(act.session, sku)
    cost = act.session.merge(
        ItemCost(
            item=item.id,
            valid_from=command.valid_from,
            amount=command.amount,
            per=command.per,
            currency=command.currency,
        )
    )
    return CostView(
        sku=sku,
        valid_from=cost.valid_from,
        amount=cost.amount,
        per=cost.per,
        currency=cost.currency,
    )
