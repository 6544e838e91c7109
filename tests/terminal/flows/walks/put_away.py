"""Putting away, walked by scans alone."""

from labels.codes import reason_code
from server.inbound.wire.put_away import ConfirmPutAway, Override
from terminal.flows.put_away import put_away
from tests.terminal.flows.replies import LPN
from tests.terminal.flows.test_procedures import errand
from tests.terminal.flows.walks.move import OTHER
from tests.terminal.flows.walks.walk import A01, B02, Walk

WALKS = {
    "put away": Walk(
        put_away, errand(), (LPN, A01), [ConfirmPutAway(put_away="PA1", location="A-01")]
    ),
    "put away into an LPN that stands there": Walk(
        put_away,
        errand(),
        (LPN, OTHER),
        [ConfirmPutAway(put_away="PA1", location="A-01", into=OTHER)],
    ),
    "put away elsewhere": Walk(
        put_away,
        errand(),
        (LPN, B02, reason_code("BD")),
        [ConfirmPutAway(put_away="PA1", location="B-02", reason=Override.BLOCKED)],
    ),
}
