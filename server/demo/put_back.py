"""Puts the goods of a cancelled order back onto their shelves, tote by tote."""

from typing import Any

from server.demo.office import Office
from server.outbound.wire import ConfirmPutBack

STOCK = "/warehouses/{warehouse}/stock"


def put_back(office: Office, order: str) -> int:
    """Each piece goes where more of its item stands; answers how many pieces went."""
    choice = office.get("/warehouses/{warehouse}/packing/" + order)
    totes = choice["orders"][0]["totes"]
    pieces = 0
    for row in [row for tote in totes for row in office.pages(STOCK, container=tote)]:
        office.do(
            ConfirmPutBack(
                tote=row["container"],
                sku=row["sku"],
                quantity=row["on_hand"],
                location=_shelf(office, row),
                lot=row["lot"],
                reason="cancelled",
            )
        )
        pieces += row["on_hand"]
    return pieces


def _shelf(office: Office, row: dict[str, Any]) -> str:
    """A place of the same item and lot, or else the problem shelf."""
    for other in office.pages(STOCK, sku=row["sku"]):
        same = (other["lot"], other["status"]) == (row["lot"], row["status"])
        if same and other["container"] is None:
            return str(other["location"])
    return "PROBLEM-1"
