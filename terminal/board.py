"""Gathers what a lead or supervisor has to look at, for the board."""

from typing import Any, TypeVar

from server.counting.wire.stocktake import StocktakeView
from server.exceptions.wire import ExceptionView
from server.identity.wire.approvals import ApprovalView
from server.identity.wire.devices import DeviceView
from server.identity.wire.keys import Me
from server.identity.wire.people import Right
from server.printing.wire import JobView
from server.shipping.wire import CartonView
from server.wire import Page
from server.work.wire import TaskCounts, TaskView
from terminal.client import Client, Declined
from terminal.flows.board import BoardView

T = TypeVar("T")
MOST = 50


def fetch_board(client: Client, warehouse: str) -> BoardView:
    """Lists that the caller has no right to see are empty. Raises Offline or Declined."""
    base = f"/warehouses/{warehouse}"
    limit = {"limit": str(MOST)}

    def page(path: str, item: type[T], **params: str) -> list[T]:
        try:
            found: Any = client.get(f"{base}/{path}", Page[item], **limit, **params)  # type: ignore[valid-type]
        except Declined as declined:
            if declined.status == 403:
                return []
            raise
        return list(found.items)

    states = ("unconfirmed", "failed")
    jobs = [job for state in states for job in page("print-jobs", JobView, state=state)]
    return BoardView(
        counts=client.get(f"{base}/tasks/counts", TaskCounts).kinds,
        approvals=page("approvals", ApprovalView),
        exceptions=page("exceptions", ExceptionView),
        tasks=page("tasks", TaskView),
        late=page("cartons", CartonView, late="true"),
        jobs=jobs,
        devices=client.get("/devices", Page[DeviceView], **limit).items,
        zone=client.zone,
        stocktakes=page("stocktakes", StocktakeView, state="open"),
        adjusts=Right.ADJUST in client.get("/me", Me).rights,
    )
