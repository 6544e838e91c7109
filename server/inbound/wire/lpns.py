"""Messages about LPN numbers."""

from typing import Annotated

from msgspec import Meta

from server.stock.wire import ContainerKind
from server.wire import Code, Command, Reply


class TakeLpns(Command, frozen=True, kw_only=True):
    """LPN numbers for a device, to be used also where there is no network."""

    kind = "container.take_lpns"
    path = "/warehouses/{warehouse:str}/containers/take"

    count: Annotated[int, Meta(ge=1, le=200, description="How many numbers.")]
    of: ContainerKind = ContainerKind.PALLET
    print_labels: bool = False
    printer: Code | None = None


class LpnsTaken(Reply, frozen=True, kw_only=True):
    """The numbers, nobody else's, and the print jobs of their labels."""

    containers: tuple[Code, ...]
    jobs: tuple[Code, ...] = ()
