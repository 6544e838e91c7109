"""Putting back, walked by scans alone."""

from server.outbound.wire.put_back import ConfirmPutBack, PutBackStop, PutBackView
from terminal.flows.put_back import put_back
from tests.terminal.flows.test_procedures import BOLT, TOTE_1
from tests.terminal.flows.walks.walk import A01, Walk

STOP = PutBackStop(
    tote=TOTE_1,
    sku="BOLT",
    name="Bolt",
    tracking="none",
    barcodes=[BOLT],
    lot=None,
    quantity=2,
    location="A-01",
)


WALKS = {
    "put back": Walk(
        put_back,
        PutBackView(order="SO1", stops=[STOP]),
        (TOTE_1, BOLT, A01),
        [ConfirmPutBack(tote=TOTE_1, sku="BOLT", quantity=2, location="A-01")],
    ),
}
