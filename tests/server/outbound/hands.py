"""Hands for outbound tests: a small shop with shelves, made through the product's own doors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from labels.codes import Kind, house_code
from server.act import Act
from server.catalog.tables import ItemId
from server.db import reading
from server.outbound.followers import FOLLOWERS
from server.places.find import virtual
from server.places.wire import Virtual
from server.stock.ledger import post, serial
from server.stock.lots import lot
from server.stock.moves import Move, Place
from server.stock.tables import Balance, Container, LotId
from tests.server.orders.build import order
from tests.server.stock.hands import Floor


@dataclass
class Shop(Floor):
    """Three aisles of ten pick faces (`A-1` .. `C-10`), a reserve, a bench, a stage, a cart."""

    totes: int = 0

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

    def waved(self, *, totes: int = 1, **options: Any) -> dict[str, Any]:
        """The one pick list of a wave, its slots filled with new totes."""
        wave = self.wave(**options)
        (made,) = self.lists(wave=wave["wave"])
        for slot in range(1, totes + 1):
            self.give_tote(made["pick_list"], slot)
        return self.read_list(made["pick_list"])

    def give_tote(self, pick_list: str, slot: int = 1, tote: str | None = None) -> str:
        code = tote or self.new_tote()
        body = {"pick_list": pick_list, "slot": slot, "tote": code, "cart": "CART"}
        self.do_pick("/assign-tote", body)
        return code

    def new_tote(self) -> str:
        self.totes += 1
        return house_code(Kind.TOTE, f"{self.totes:06d}")

    def read_list(self, number: str) -> dict[str, Any]:
        path = f"/warehouses/{{warehouse}}/pick-lists/{number}"
        found: dict[str, Any] = self.site.get(path)
        return found

    def pick_all(self, made: dict[str, Any]) -> None:
        """Every open line, as asked."""
        for line in made["lines"]:
            if line["state"] == "open":
                body = {"pick_list": made["pick_list"], "line": line["line"]}
                self.do_pick("", body | {"quantity": line["quantity"]})

    def drop_all(self, made: dict[str, Any], location: str = "STAGE") -> dict[str, Any]:
        dropped: dict[str, Any] = {}
        for slot in self.read_list(made["pick_list"])["slots"]:
            body = {"pick_list": made["pick_list"], "tote": slot["tote"], "location": location}
            dropped = self.do_pick("/drop-tote", body)
        return dropped

    def follow(self) -> None:
        """Outbound's followers work off what happened."""
        self.site.follow(*FOLLOWERS)

    def standing_in(self, sku: str, tote: str) -> tuple[int, int]:
        """On hand and reserved in a container."""
        with reading(self.site.engine) as session:
            row = session.execute(
                sa.select(sa.func.sum(Balance.on_hand), sa.func.sum(Balance.reserved))
                .join(Container, Container.id == Balance.container)
                .where(Balance.item == self.item(sku), Container.code == tote)
            ).one()
        return int(row[0] or 0), int(row[1] or 0)

    def put_serials(self, sku: str, location: str, codes: list[str]) -> None:
        """Pieces with numbers of their own stand on a shelf."""

        def work(act: Act) -> None:
            source = Place(virtual(act.session, act.warehouse, Virtual.SUPPLIER))
            item = ItemId(self.item(sku))
            target = Place(self.place(location))
            moves = [
                Move(
                    item=item,
                    quantity=1,
                    serial=serial(act, item, code),
                    source=source,
                    target=target,
                )
                for code in codes
            ]
            post(act, moves)

        self.act(work)
