"""An order's frozen address: struct on the wire, columns on the order."""

from typing import Any

import msgspec
from sqlalchemy.engine import Row

from server.orders.tables import SalesOrder
from server.orders.wire import Address

_FIELDS = tuple(field.name for field in msgspec.structs.fields(Address))


def columns_of(address: Address) -> dict[str, Any]:
    return {f"ship_{name}": getattr(address, name) for name in _FIELDS}


def address_of(order: SalesOrder | Row[*tuple[Any, ...]]) -> Address:
    return Address(**{name: getattr(order, f"ship_{name}") for name in _FIELDS})
