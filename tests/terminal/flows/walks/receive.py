"""Receiving, walked by scans alone."""

from datetime import date
from typing import Any

from msgspec import structs

from labels.codes import Kind, Verb, command_code, house_code, number_code
from labels.gs1 import element_string
from server.catalog.wire import LevelName, Tracking
from server.inbound.wire.expected import Expected, ExpectedBarcode, ExpectedLine, KnownLot
from server.inbound.wire.receipts import (
    CloseReceipt,
    Condition,
    OpenReceipt,
    ReceiveLine,
    TurnAway,
    TurnedAway,
)
from terminal.flows.receive import Receiving, receive
from tests.terminal.flows.replies import LPN
from tests.terminal.flows.test_procedures import BOLT, CLOSE, NUT
from tests.terminal.flows.walks.count import PHONE
from tests.terminal.flows.walks.walk import A01, DOCK, OK, ONE, PRINT, THREE, TWELVE, Walk

TWO, SIX = number_code(2), number_code(6)
TO_DOCK = OpenReceipt(dock="STAGE-1", purchase_order="4711")
UNKNOWN = OpenReceipt(dock="STAGE-1")
CLOSED = CloseReceipt(receipt="R1")
LOT = element_string([("01", f"0{BOLT}"), ("17", "271231"), ("10", "L7")]).text
AGAIN = element_string([("17", "271231")]).text
DAY = date(2027, 12, 31)


def expected(**needs: Any) -> Receiving:
    """An order of 24 BOLT whose item has these needs."""
    facts: dict[str, Any] = {"tracking": Tracking.NONE, "expires": False, "ordered": 24, "open": 24}
    line = ExpectedLine(
        line=1,
        sku="BOLT",
        name="Bolt thing",
        pack_quantity=12,
        barcodes=[ExpectedBarcode(text=BOLT, level=LevelName.EACH, quantity=1)],
        **(facts | needs),
    )
    order = Expected(
        purchase_order="4711",
        supplier="ACME",
        supplier_name="Acme",
        state="open",
        expected_on=None,
        early=False,
        today=date(2026, 12, 1),
        lines=[line],
    )
    return Receiving(expected=order)


def two_lines() -> Receiving:
    """The item twice, due on the same day."""
    order = expected().expected
    assert order is not None
    first = order.lines[0]
    lines = [first, structs.replace(first, line=2, open=12)]
    return Receiving(expected=structs.replace(order, lines=lines))


def received(**more: Any) -> ReceiveLine:
    facts: dict[str, Any] = {"receipt": "R1", "sku": "BOLT", "quantity": 12}
    return ReceiveLine(**(facts | more))


WALKS = {
    "receive blind what is kept by number": Walk(
        receive,
        Receiving(),
        (DOCK, PHONE, number_code(2), "SN-1", "SN-2", LPN, CLOSE),
        [
            OpenReceipt(dock="STAGE-1"),
            ReceiveLine(
                receipt="R1", sku="PHONE", quantity=2, serials=("SN-1", "SN-2"), container=LPN
            ),
            CloseReceipt(receipt="R1"),
        ],
    ),
    "receive an order onto a new LPN, twice": Walk(
        receive,
        expected(),
        (DOCK, BOLT, TWELVE, PRINT, BOLT, TWELVE, LPN, CLOSE),
        [
            TO_DOCK,
            received(container=house_code(Kind.LPN, "0000000001"), print_label=True),
            received(container=LPN),
            CLOSED,
        ],
    ),
    "receive an order loose, the rest comes later": Walk(
        receive,
        expected(),
        (DOCK, BOLT, TWELVE, DOCK, CLOSE, ONE),
        [TO_DOCK, received(location="STAGE1"), CLOSED],
    ),
    "receive lot and expiry in one scan, straight to the shelf": Walk(
        receive,
        expected(tracking=Tracking.LOT, expires=True),
        (DOCK, f"]C1{LOT}", TWELVE, A01, CLOSE, ONE),
        [TO_DOCK, received(lot="L7", expires_on=DAY, location="A01"), CLOSED],
    ),
    "receive serials": Walk(
        receive,
        expected(tracking=Tracking.SERIAL, ordered=2, open=2),
        (DOCK, BOLT, number_code(2), "SN-1", "SN-2", LPN, CLOSE),
        [TO_DOCK, received(quantity=2, serials=("SN-1", "SN-2"), container=LPN), CLOSED],
    ),
    "receive damaged goods": Walk(
        receive,
        expected(),
        (DOCK, command_code(Verb.BROKEN), BOLT, THREE, TWO, LPN, CLOSE, TWO, ONE),
        [
            TO_DOCK,
            received(quantity=3, container=LPN, condition=Condition.DAMAGED, reason="wet"),
            CloseReceipt(receipt="R1", close_order=True, reason="not on the truck"),
        ],
    ),
    "receive what keeps too short: turned away, kept apart, or taken": Walk(
        receive,
        expected(expires=True, tracking=Tracking.LOT, minimum_days=400, ordered=9, open=9),
        (
            *(DOCK, f"]C1{LOT}", ONE, THREE),
            *(f"]C1{LOT}", TWO, THREE, LPN),
            *(f"]C1{LOT}", THREE, SIX, LPN),
            CLOSE,
        ),
        [
            TO_DOCK,
            TurnAway(
                receipt="R1",
                sku="BOLT",
                quantity=3,
                reason=TurnedAway.SHORT_LIFE,
                lot="L7",
                expires_on=DAY,
            ),
            received(quantity=3, lot="L7", expires_on=DAY, container=LPN),
            received(quantity=6, lot="L7", expires_on=DAY, container=LPN, short_life=True),
            CLOSED,
        ],
    ),
    "receive a lot that is known with another day": Walk(
        receive,
        expected(
            expires=True,
            tracking=Tracking.LOT,
            ordered=6,
            open=6,
            lots=(KnownLot(code="L7", expires_on=date(2027, 11, 30)),),
        ),
        (
            *(DOCK, f"]C1{LOT}", ONE, f"]C1{AGAIN}", THREE, THREE, LPN),
            *(f"]C1{LOT}", TWO, THREE, LPN),
            CLOSE,
        ),
        [
            TO_DOCK,
            received(quantity=3, lot="L7", expires_on=DAY, container=LPN, day_of_goods=True),
            received(quantity=3, lot="L7", expires_on=DAY, container=LPN),
            CLOSED,
        ],
    ),
    "receive for one of two lines of the same day": Walk(
        receive,
        two_lines(),
        (DOCK, BOLT, TWO, THREE, LPN, CLOSE, ONE),
        [TO_DOCK, received(quantity=3, line=2, container=LPN), CLOSED],
    ),
    "turn away what was not ordered": Walk(
        receive,
        expected(),
        (DOCK, NUT, TWO, THREE, CLOSE, ONE),
        [
            TO_DOCK,
            TurnAway(receipt="R1", sku="NUT", quantity=3, reason=TurnedAway.NOT_ORDERED),
            CLOSED,
        ],
    ),
    "receive blind": Walk(
        receive,
        Receiving(),
        (DOCK, NUT, OK, THREE, LPN, CLOSE),
        [UNKNOWN, received(sku="NUT", quantity=3, container=LPN), CLOSED],
    ),
    "receive blind what has a lot": Walk(
        receive,
        Receiving(),
        (DOCK, f"]C1{LOT}", THREE, LPN, CLOSE),
        [UNKNOWN, received(quantity=3, lot="L7", expires_on=DAY, container=LPN), CLOSED],
    ),
    "receive a thing without a name": Walk(
        receive,
        Receiving(),
        (DOCK, command_code(Verb.DIFF), ONE, "BLUE BOX", DOCK, CLOSE),
        [
            UNKNOWN,
            received(sku=None, description="BLUE BOX", quantity=1, location="STAGE1"),
            CLOSED,
        ],
    ),
}
