"""Receiving: what a receiver is told and asked beside the bare walk."""

from datetime import date

import pytest

from labels.codes import Kind, house_code
from server.catalog.wire import BarcodeLink, Tracking
from server.inbound.wire.receipts import CloseReceipt, ReceiveLine
from terminal.flows.day import echoed
from terminal.flows.numbered import between
from terminal.flows.offers import Link
from terminal.flows.receive import receive
from tests.terminal.flows.replies import LPN, server
from tests.terminal.flows.test_procedures import BOLT, BOOK, CLOSE, NUT
from tests.terminal.flows.walks.receive import LOT, expected
from tests.terminal.flows.walks.walk import DOCK
from tests.terminal.worker import Worker


def receiving(**needs: object) -> Worker:
    book = BOOK | {LOT: BOOK[BOLT]}
    return Worker(receive, expected(**needs), server=server, book=book).scan(DOCK)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2027, 12, 31), "31 DEC 2027, 12 months"),
        (date(2027, 12, 30), "30 DEC 2027, 11 months"),
        (date(2027, 1, 29), "29 JAN 2027, 29 days"),
        (date(2027, 1, 1), "1 JAN 2027, 1 day"),
        (date(2026, 12, 30), "30 DEC 2026: EXPIRED"),
    ],
)
def test_a_day_is_told_with_how_far_it_is(day: date, words: str) -> None:
    assert echoed(day, date(2026, 12, 31)) == words
    assert echoed(day, None) == words.partition(",")[0].partition(":")[0]


@pytest.mark.parametrize(
    ("first", "last", "row"),
    [
        ("SN-08", "SN-10", ("SN-08", "SN-09", "SN-10")),
        ("7", "7", ("7",)),
        ("SN-10", "SN-08", ()),
        ("SN-8", "SN-10", ()),
        ("SN-08", "SM-10", ()),
        ("AB", "AC", ()),
        ("SN0001", "SN1001", ()),
    ],
)
def test_a_row_of_serials_differs_at_its_end_alone(
    first: str, last: str, row: tuple[str, ...]
) -> None:
    assert between(first, last) == row


def test_a_row_of_serials_is_shown_before_it_is_taken() -> None:
    worker = receiving(tracking=Tracking.SERIAL).scan(BOLT).type("4").scan("SN-07")
    worker.key("f2").type("1").scan("SN-08").scan("SN-11")
    assert (worker.prompt, worker.view.options) == ("NO SUCH ROW OF SERIALS", ("1 NO, SCAN AGAIN",))
    worker.type("1").key("f2").type("1").scan("SN-08").scan("SN-10")
    assert (worker.prompt, worker.view.what) == ("3 SERIALS?", ("SN-08", "SN-10", "at most 3"))
    worker.type("1").scan(LPN)
    told = worker.commands[-1]
    assert isinstance(told, ReceiveLine)
    assert told.serials == ("SN-07", "SN-08", "SN-09", "SN-10")


def test_the_day_in_a_scan_is_echoed_and_one_too_near_is_asked_about() -> None:
    worker = receiving(expires=True, tracking=Tracking.LOT).scan(f"]C1{LOT}")
    assert (worker.prompt, worker.view.what[:2]) == (
        "QUANTITY?",
        ("1c = 12 EA", "31 DEC 2027, 12 months"),
    )
    worker = receiving(expires=True, tracking=Tracking.LOT, minimum_days=400).scan(f"]C1{LOT}")
    assert worker.prompt == "TOO OLD: WHAT NOW?"
    assert worker.view.what == ("31 DEC 2027, 12 months", "must last: 5 JAN 2028")
    assert worker.view.options == ("1 TURN AWAY", "2 QUARANTINE", "3 SUPERVISOR TAKES IT")


def test_an_unknown_barcode_is_linked_to_an_item_of_the_order() -> None:
    worker = receiving().scan("NEW-CODE-7")
    assert worker.fault == "E-UNK"
    worker.key("f2").type("1").scan("NEW-CODE-7").type("1")
    assert worker.commands[-1] == BarcodeLink(sku="BOLT", text="NEW-CODE-7")
    assert worker.view.what[0] == "NEW-CODE-7 is BOLT"


def test_what_is_not_as_ordered_is_listed_before_the_receipt_is_closed() -> None:
    worker = receiving().scan(BOLT).type("10").scan(LPN)
    worker.scan(NUT).type("1").key("enter").type("2").scan(LPN)
    worker.key("f2").type("4").scan(BOLT).type("3").type("1").scan(LPN).scan(CLOSE)
    assert worker.prompt == "IT IS NOT ALL HERE"
    assert worker.view.what == ("11 SHORT  BOLT", "2 OVER  NUT", "3 DAMAGED  BOLT")
    worker.type("3")
    assert worker.prompt == "SCAN ITEM, F8 DONE"
    worker.scan(CLOSE).type("2").type("2")
    assert worker.commands[-1] == CloseReceipt(
        receipt="R1", close_order=True, reason="the supplier has none"
    )


def test_the_number_of_a_new_lpn_is_shown_at_once() -> None:
    lpn = house_code(Kind.LPN, "0000000001")
    for answers in (server, lambda _: None):
        worker = Worker(receive, expected(), server=answers, book=BOOK).scan(DOCK)
        worker.offer(Link(online=answers is server, at=worker.at))
        worker.scan(BOLT).type("12").key("f7")
        assert worker.view.what[0] == f"PUT ON {lpn}"
        told = worker.commands[-1]
        assert isinstance(told, ReceiveLine)
        assert (told.container, told.print_label, told.new_container) == (lpn, True, None)
    assert worker.view.what[1] == "Label later: write it on"
