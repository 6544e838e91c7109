"""Moving, walked by scans alone."""

from labels.codes import Kind, Verb, command_code, house_code
from server.printing.wire import PrintLabel
from server.stock.wire import MoveContainer, MoveStock, NestContainer
from terminal.flows.move import move
from tests.terminal.flows.replies import LPN
from tests.terminal.flows.test_procedures import BOLT
from tests.terminal.flows.walks.count import PILL
from tests.terminal.flows.walks.walk import A01, B02, ONE, PRINT, Walk

FULL, SPLIT, OPEN = (command_code(verb) for verb in (Verb.FULL, Verb.SPLIT, Verb.OPEN))
NEW, OTHER, THIRD = (house_code(Kind.LPN, f"{number:010d}") for number in (1, 43, 44))
WALKS = {
    "move what is kept by lot": Walk(
        move,
        None,
        (A01, PILL, "L7", B02),
        [MoveStock(sku="PILL", quantity=1, source="A-01", target="B02", lot="L7")],
    ),
    "put an LPN on another": Walk(
        move, None, (LPN, OTHER), [NestContainer(container=LPN, parent=OTHER)]
    ),
    "take an LPN off its pallet": Walk(move, None, (LPN, OPEN), [NestContainer(container=LPN)]),
    "move some of an LPN": Walk(
        move,
        None,
        (LPN, SPLIT, BOLT, OTHER),
        [MoveStock(sku="BOLT", quantity=1, source_container=LPN, target_container=OTHER)],
    ),
    "move some of an LPN onto a new one": Walk(
        move,
        None,
        (LPN, SPLIT, BOLT, PRINT),
        [
            PrintLabel(design="lpn", facts={"code": NEW, "kind": "PALLET"}),
            MoveStock(sku="BOLT", quantity=1, source_container=LPN, target_container=NEW),
        ],
    ),
    "move an LPN where a rule is against it": Walk(
        move,
        None,
        (LPN, FULL, ONE, B02),
        [MoveContainer(container=LPN, target="B-02", reason="no other room")],
    ),
    "move an LPN": Walk(move, None, (LPN, B02), [MoveContainer(container=LPN, target="B-02")]),
    "move loose goods": Walk(
        move,
        None,
        (A01, BOLT, B02),
        [MoveStock(sku="BOLT", quantity=1, source="A-01", target="B02")],
    ),
    "move loose goods onto an LPN": Walk(
        move,
        None,
        (A01, BOLT, LPN),
        [MoveStock(sku="BOLT", quantity=1, source="A-01", target_container=LPN)],
    ),
}
