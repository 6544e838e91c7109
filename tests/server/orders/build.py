"""Builders of order bodies."""

from typing import Any

ADDRESS = {
    "name": "Ada Lovelace",
    "street": "Quay 1",
    "postcode": "HU1 1AA",
    "city": "Hull",
    "country": "GB",
}


def order(reference: str, *lines: tuple[str, int], **options: Any) -> dict[str, Any]:
    """The body of an order: lines are (SKU, quantity), all else may be told by name."""
    told = [{"sku": sku, "quantity": quantity} for sku, quantity in lines]
    return {
        "channel": "WEB",
        "reference": reference,
        "ship_to": ADDRESS,
        "ship_by": "2026-11-26T16:00:00Z",
        "lines": told,
    } | options


def edited(view: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The edit of an order as it was read, with changes."""
    kept = ("ship_to", "service", "ship_by", "priority", "partial", "gift_note", "version")
    return {name: view[name] for name in kept} | changes
