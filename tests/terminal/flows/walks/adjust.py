"""Adjusting, walked by scans alone."""

from labels.codes import number_code
from server.counting.wire import AdjustStock
from terminal.flows.adjust import adjust
from tests.terminal.flows.test_procedures import BOLT
from tests.terminal.flows.walks.walk import A01, OK, ONE, THREE, Walk

FEWER = AdjustStock(sku="BOLT", location="A-01", quantity=3, reason="lost", waits=False)


WALKS = {
    "adjust, left to wait": Walk(
        adjust,
        None,
        (A01, BOLT, ONE, THREE, number_code(2), OK),
        [FEWER],
    ),
}
