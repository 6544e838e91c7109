"""Hands for shipping tests: orders whose goods stand picked in totes at the bench."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.server.outbound.hands import Shop
from tests.site import Site


@dataclass
class Desk(Shop):
    """A shop with a bench and two lanes."""

    def furnish(self) -> None:
        super().furnish()
        self.place_at("LANE-1", "lane")
        self.place_at("LANE-2", "lane")
        self.place_at("RET", "returns")

    def picked(self, reference: str, *lines: tuple[str, int]) -> str:
        """The number of an order that was picked into a tote, which stands at the bench."""
        number = str(self.order(reference, *lines)["number"])
        made = self.waved(orders=[number])
        self.pick_all(made)
        self.drop_all(made, "BENCH")
        return number

    def tote(self, order: str) -> str:
        (view,) = self.site.get(f"/warehouses/{{warehouse}}/packing/{order}")["orders"]
        return str(view["totes"][0])

    def close(self, order: str, *pieces: dict[str, Any], status: int = 200, **more: Any) -> Any:
        body = {"order": order, "bench": "BENCH", "pieces": list(pieces)} | more
        return self.site.post("/warehouses/{warehouse}/cartons", body, status=status)

    def drop(self, carton: str, lane: str = "LANE-1") -> Any:
        body = {"carton": carton, "lane": lane}
        return self.site.post("/warehouses/{warehouse}/cartons/drop", body)

    def collect(self, lane: str = "LANE-1", **more: Any) -> Any:
        return self.site.post("/warehouses/{warehouse}/lanes/collected", {"lane": lane} | more)


def piece(line: int, quantity: int, **more: Any) -> dict[str, Any]:
    return {"line": line, "quantity": quantity} | more


def stocked(site: Site) -> Desk:
    """A furnished desk, and twenty bolts in A-1."""
    desk = Desk(site)
    desk.furnish()
    desk.put("BOLT", "A-1", 20)
    return desk
