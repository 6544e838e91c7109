"""Hands for outbound tests: a small shop with shelves, made through the product's own doors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from server.act import Act
from server.catalog.tables import ItemId
from server.stock.lots import lot
from server.stock.tables import LotId
from tests.server.orders.build import order
from tests.server.stock.hands import Floor


@dataclass
class Shop(Floor):
    """Three aisles of ten pick faces (`A-1` .. `C-10`), a reserve, a bench, a stage, a cart."""

    def furnish(self) -> None:
        aisles = {
            "aisles": ["A", "B", "C"],
            "type": "pick_face",
            "last_bay": 10,
            "pattern": "{aisle}-{bay}",
            "x_mm": 0,
            "y_mm": 1000,
            "aisle_pitch_mm": 3000,
            "bay_pitch_mm": 1000,
        }
        self.site.post("/warehouses/{warehouse}/locations/bulk", aisles)
        self.place_at("R-1", "reserve", 9000, 5000, "R", 99)
        self.place_at("BENCH", "bench", 0, 0)
        self.place_at("STAGE", "stage", 3000, 0)
        self.place_at("CART", "cart")
        for sku in ("BOLT", "NUT", "WASHER"):
            self.sells(sku)

    def place_at(
        self,
        code: str,
        kind: str,
        x: int | None = None,
        y: int | None = None,
        aisle: str | None = None,
        sequence: int = 0,
    ) -> None:
        body = {"code": code, "type": kind, "x_mm": x, "y_mm": y, "aisle": aisle}
        self.site.post("/warehouses/{warehouse}/locations", body | {"sequence": sequence})

    def sells(self, sku: str, **facts: Any) -> None:
        self.site.post("/items", {"sku": sku, "name": sku.title()} | facts)

    def lot(self, sku: str, code: str, expires_on: date | None = None) -> LotId:
        def work(act: Act) -> LotId:
            return lot(act, ItemId(self.item(sku)), code, expires_on)

        return self.act(work)

    def order(self, reference: str, *lines: tuple[str, int], **options: Any) -> dict[str, Any]:
        """Taken in, released and allocated."""
        taken: dict[str, Any] = self.site.post("/orders", order(reference, *lines, **options))
        return taken

    def wave(self, **options: Any) -> dict[str, Any]:
        made: dict[str, Any] = self.site.post("/warehouses/{warehouse}/waves", options)
        return made

    def lists(self, **params: Any) -> list[dict[str, Any]]:
        """The pick lists, each as a terminal reads it."""
        path = "/warehouses/{warehouse}/pick-lists"
        rows = self.site.get(path, **params)["items"]
        return [self.site.get(f"{path}/{row['pick_list']}") for row in rows]

    def read(self, number: str) -> dict[str, Any]:
        found: dict[str, Any] = self.site.get(f"/orders/{number}")
        return found

    def do_pick(self, what: str, body: dict[str, Any], **options: Any) -> Any:
        """Posts to the picker's commands: `''`, `/assign-tote`, `/short`, ..."""
        return self.site.post(f"/warehouses/{{warehouse}}/picks{what}", body, **options)
