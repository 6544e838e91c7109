"""Returns, walked by scans alone."""

from typing import Any

from labels.codes import number_code
from server.returns.wire import CloseReturn, Grade, OpenReturn, ReturnLine
from terminal.flows.returns import returns
from tests.terminal.flows.test_procedures import BOLT, CLOSE
from tests.terminal.flows.walks.walk import B02, BLIND, FIVE, RMA, Walk


def returned(**more: Any) -> ReturnLine:
    facts: dict[str, Any] = {"return_number": "RN1", "sku": "BOLT", "quantity": 1}
    return ReturnLine(**(facts | {"location": "B-02"} | more))


WALKS = {
    "return with its papers": Walk(
        returns,
        None,
        (RMA, BOLT, number_code(1), B02, BOLT, number_code(3), B02, CLOSE),
        [
            OpenReturn(reference="77"),
            returned(grade=Grade.NEW),
            returned(grade=Grade.DAMAGED),
            CloseReturn(return_number="RN1"),
        ],
    ),
    "return that nobody knows": Walk(
        returns,
        None,
        (BLIND, BLIND, FIVE, "OLD SHOE", B02, CLOSE),
        [
            OpenReturn(reference=""),
            returned(sku=None, grade=Grade.NOT_OURS, note="OLD SHOE"),
            CloseReturn(return_number="RN1"),
        ],
    ),
}
