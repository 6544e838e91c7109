"""Moving, walked by scans alone."""

from server.stock.wire import MoveContainer, MoveStock
from terminal.flows.move import move
from tests.terminal.flows.replies import LPN
from tests.terminal.flows.test_procedures import BOLT
from tests.terminal.flows.walks.walk import A01, B02, Walk

WALKS = {
    "move an LPN": Walk(move, None, (LPN, B02), [MoveContainer(container=LPN, target="B-02")]),
    "move loose goods": Walk(
        move,
        None,
        (A01, BOLT, B02),
        [MoveStock(sku="BOLT", quantity=1, source="A01", target="B02")],
    ),
    "move loose goods onto an LPN": Walk(
        move,
        None,
        (A01, BOLT, LPN),
        [MoveStock(sku="BOLT", quantity=1, source="A01", target_container=LPN)],
    ),
}
