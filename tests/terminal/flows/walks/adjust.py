"""Adjusting, walked by scans alone."""

from labels.codes import number_code
from server.counting.wire.adjust import AdjustStock
from server.stock.wire import ChangeStatus, HoldReason, LiftHold, SetHold, Status
from terminal.flows.adjust import adjust
from tests.terminal.flows.test_procedures import BOLT
from tests.terminal.flows.walks.count import PHONE, PILL
from tests.terminal.flows.walks.walk import A01, OK, ONE, THREE, Walk

FEWER = AdjustStock(sku="BOLT", location="A-01", quantity=3, reason="lost", waits=False)


HELD = SetHold(sku="PILL", lot="L7", reason=HoldReason.RECALL, note="GLASS")
WALKS = {
    "fewer by so many": Walk(
        adjust,
        None,
        (A01, BOLT, number_code(6), THREE, number_code(2), OK),
        [AdjustStock(sku="BOLT", location="A-01", delta=-3, reason="lost", waits=False)],
    ),
    "hold a lot everywhere": Walk(
        adjust,
        None,
        (A01, PILL, "L7", number_code(8), number_code(2), number_code(2), "GLASS"),
        [HELD],
    ),
    "release a place": Walk(
        adjust, None, (A01, BOLT, number_code(9), ONE), [LiftHold(location="A-01")]
    ),
    "numbers to be inspected": Walk(
        adjust,
        None,
        (A01, PHONE, number_code(7), number_code(2), number_code(2), "SN-1", "SN-2"),
        [
            ChangeStatus(
                sku="PHONE",
                quantity=2,
                location="A-01",
                serials=("SN-1", "SN-2"),
                target_status=Status.INSPECTION,
                reason="lost",
            )
        ],
    ),
    "adjust, left to wait": Walk(
        adjust,
        None,
        (A01, BOLT, ONE, THREE, number_code(2), OK),
        [FEWER],
    ),
}
