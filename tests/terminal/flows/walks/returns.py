"""Returns, walked by scans alone."""

from typing import Any

from labels.codes import Kind, house_code, number_code
from server.printing.wire import PrintLabel
from server.returns.wire import CloseReturn, Disposition, Grade, OpenReturn, ReturnLine
from terminal.flows.returns import Returning, returns
from tests.terminal.flows.replies import LPN
from tests.terminal.flows.test_procedures import BOLT, CLOSE
from tests.terminal.flows.walks.count import PHONE
from tests.terminal.flows.walks.walk import B02, BLIND, DOCK, FIVE, OK, PRINT, RMA, Walk

NEW = house_code(Kind.LPN, "0000000001")


def returned(**more: Any) -> ReturnLine:
    facts: dict[str, Any] = {"return_number": "RN1", "sku": "BOLT", "quantity": 1}
    return ReturnLine(**(facts | {"location": "B-02"} | more))


WALKS = {
    "return scanned at home, on an LPN": Walk(
        returns,
        Returning(reference="77"),
        (PHONE, "SN-1", number_code(1), OK, LPN, DOCK, BOLT, number_code(3), OK, LPN, CLOSE),
        [
            OpenReturn(reference="77"),
            returned(
                sku="PHONE",
                serials=["SN-1"],
                grade=Grade.NEW,
                location="STAGE-1",
                container=LPN,
            ),
            returned(grade=Grade.DAMAGED, location="STAGE-1", container=LPN),
            CloseReturn(return_number="RN1"),
        ],
    ),
    "return with its papers": Walk(
        returns,
        None,
        (RMA, BOLT, number_code(1), OK, B02, BOLT, number_code(3), number_code(4), B02, CLOSE),
        [
            OpenReturn(reference="77"),
            returned(grade=Grade.NEW),
            returned(grade=Grade.DAMAGED, disposition=Disposition.QUARANTINE),
            CloseReturn(return_number="RN1"),
        ],
    ),
    "return onto a new LPN": Walk(
        returns,
        Returning(reference="77"),
        (BOLT, number_code(1), OK, PRINT, DOCK, CLOSE),
        [
            OpenReturn(reference="77"),
            PrintLabel(design="lpn", facts={"code": NEW, "kind": "PALLET"}),
            returned(grade=Grade.NEW, location="STAGE-1", container=NEW),
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
