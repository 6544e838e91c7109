"""Handing over, walked by scans alone."""

from server.shipping.wire import CarrierCollected
from terminal.flows.hand_over import hand_over
from tests.terminal.flows.replies import LPN
from tests.terminal.flows.test_procedures import CLOSE
from tests.terminal.flows.walks.walk import LANE, Walk

WALKS = {
    "hand over": Walk(
        hand_over, None, (LANE, CLOSE), [CarrierCollected(lane="LANE-1", left_behind=[])]
    ),
    "hand over all but one": Walk(
        hand_over,
        None,
        (LANE, LPN, CLOSE),
        [CarrierCollected(lane="LANE-1", left_behind=[LPN])],
    ),
}
