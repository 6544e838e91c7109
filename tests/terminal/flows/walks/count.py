"""Counting, walked by scans alone."""

from server.counting.wire import CountedLine, CountLocation, OpenCount
from terminal.flows.count import count
from tests.terminal.flows.test_procedures import BOLT, CLOSE, COUNT, NUT
from tests.terminal.flows.walks.walk import A01, THREE, TWELVE, Walk

WALKS = {
    "count": Walk(
        count,
        COUNT,
        (A01, BOLT, TWELVE, NUT, THREE, CLOSE),
        [
            OpenCount(location="A-01", count=7),
            CountLocation(
                count=7,
                round=1,
                lines=[CountedLine(sku="BOLT", quantity=12), CountedLine(sku="NUT", quantity=3)],
            ),
        ],
    ),
}
