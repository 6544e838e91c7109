"""Who may: a principal, its rights and its warehouses, judged by pure rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NewType

from server.errors import Refusal, not_found

WarehouseId = NewType("WarehouseId", int)

OPEN = "open"  # no principal needed: /health, sign-in
ANYONE = "anyone"  # any principal, whatever its rights


@dataclass(frozen=True, slots=True)
class Scope:
    """The one warehouse an act or a read is about."""

    code: str
    id: WarehouseId


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks: `name` is `person:CODE`, `key:CODE`, `device:CODE` or `system:NAME`."""

    name: str
    rights: frozenset[str]
    warehouses: Mapping[str, WarehouseId] = field(default_factory=dict)
    session: int | None = None
    device: str | None = None
    unnoted: bool = False  # its last use is not written down yet, because this was a read

    def may(self, right: str) -> bool:
        return right == ANYONE or right in self.rights

    def require(self, right: str) -> None:
        """Refuses with 403 `forbidden`, naming the right that is missing."""
        if not self.may(right):
            raise Refusal(
                403, "forbidden", f"{self.name} does not have the right '{right}' that this needs."
            )

    def scope(self, warehouse: str) -> Scope:
        """The warehouse as this principal sees it; a foreign one answers 404 like an absent one."""
        if warehouse not in self.warehouses:
            raise not_found("warehouse", warehouse)
        return Scope(code=warehouse, id=self.warehouses[warehouse])


NOBODY = Principal(name="nobody", rights=frozenset())  # at a route that is open to all


def system(name: str, warehouses: Mapping[str, WarehouseId] | None = None) -> Principal:
    """The principal of a runner inside the server; it may do what its operation does."""
    return Principal(name=f"system:{name}", rights=frozenset(), warehouses=warehouses or {})
