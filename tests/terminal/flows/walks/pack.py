"""Packing, walked by scans alone."""

from labels.codes import number_code
from server.shipping.wire import CloseCarton, ConfirmLabel, DropCarton, PackedPiece
from terminal.flows.pack import pack
from tests.terminal.flows.replies import LPN
from tests.terminal.flows.test_procedures import BOLT, CLOSE, packing
from tests.terminal.flows.walks.walk import LANE, Walk

PIECES = [PackedPiece(line=1, quantity=2)]
BOX = CloseCarton(order="SO1", bench="BENCH-1", pieces=PIECES)
PROVED = ConfirmLabel(carton=LPN, tracking=LPN)


WALKS = {
    "pack": Walk(
        pack,
        packing("SO1"),
        (BOLT, BOLT, CLOSE, LPN, LANE),
        [BOX, PROVED, DropCarton(carton=LPN, lane="LANE-1")],
    ),
    "pack one of two orders": Walk(
        pack,
        packing("SO2", "SO1"),
        (number_code(2), BOLT, BOLT, CLOSE, LPN, CLOSE),
        [BOX, PROVED],
    ),
}
