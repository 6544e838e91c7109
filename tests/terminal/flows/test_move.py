"""Moving: what stands there and who waits for it is told before the hand closes."""

from server.stock.wire import MoveContainer, MoveStock
from terminal.flows.move import move
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate
from tests.terminal.flows.replies import LPN, server
from tests.terminal.flows.test_procedures import BOLT, BOOK, NUT
from tests.terminal.flows.walks.walk import A01, B02
from tests.terminal.worker import Worker

THERE = {"content": "20 BOLT, 3 NUT", "waits": "12 SO1001/2", "stands/BOLT": "8", "stands/NUT": "3"}
BOOKED = BOOK | {
    A01: [Candidate("A-01", Kind.LOC, facts=THERE)],
    LPN: [Candidate(LPN, Kind.LPN, facts=THERE)],
    BOLT: [Candidate("BOLT", Kind.ITEM, facts={"lies": "A-01", "stands/BOLT": "8"})],
}


def moving(*scans: str) -> Worker:
    worker = Worker(move, None, server=server, book=BOOKED)
    for scan in scans:
        worker.scan(scan)
    return worker


def test_what_stands_in_an_lpn_and_who_waits_for_it_is_told() -> None:
    worker = moving(LPN)
    assert worker.view.what == ("20 BOLT, 3 NUT", "PROMISED: 12 SO1001/2")
    worker.scan(B02)
    assert worker.commands == [MoveContainer(container=LPN, target="B-02")]


def test_enter_takes_all_that_is_free_in_the_place() -> None:
    worker = moving(A01)
    assert worker.view.what[:2] == ("20 BOLT, 3 NUT", "PROMISED: 12 SO1001/2")
    worker.scan(NUT)
    assert worker.prompt == "QTY ALL? [3]"
    worker.key("enter").scan(B02)
    assert worker.commands == [MoveStock(sku="NUT", quantity=3, source="A-01", target="B02")]


def test_where_to_is_scanned_at_once_where_all_of_it_goes() -> None:
    worker = moving(A01, NUT).scan(B02)
    assert worker.commands == [MoveStock(sku="NUT", quantity=3, source="A-01", target="B02")]
    assert moving(A01, NUT).type("2").prompt == "SCAN TO"


def test_digits_before_the_scan_are_not_asked_for_again() -> None:
    worker = moving(A01).scan(BOLT, before="5")
    assert (worker.prompt, worker.view.digits) == ("SCAN TO", "5")


def test_an_item_that_lies_in_one_place_is_moved_from_there() -> None:
    worker = moving(BOLT)
    assert (worker.prompt, worker.view.what) == ("QTY ALL? [8]", ("from A-01",))
    worker.type("6").scan(B02)
    assert worker.commands == [MoveStock(sku="BOLT", quantity=6, source="A-01", target="B02")]


def test_an_item_that_lies_in_several_asks_from_where() -> None:
    worker = moving(NUT)
    assert worker.prompt == "FROM WHERE?"
    worker.scan(A01)
    assert worker.prompt == "QTY?"
    worker.type("2").scan(B02)
    assert worker.commands == [MoveStock(sku="NUT", quantity=2, source="A-01", target="B02")]


def test_without_network_a_place_and_an_lpn_are_taken_as_their_labels_say() -> None:
    offline = Worker(move, None, server=lambda _: None, book={}, online=False)
    offline.scan(LPN)
    assert (offline.prompt, offline.view.what) == ("SCAN TO", ())
    offline.scan(B02)
    assert offline.commands == [MoveContainer(container=LPN, target="B02")]


def test_promised_goods_go_along_or_stay_as_the_worker_says() -> None:
    there = THERE | {"waits/BOLT": "12 SO1001/2"}
    booked = BOOKED | {A01: [Candidate("A-01", Kind.LOC, facts=there)]}

    def asked(digit: str) -> MoveStock:
        worker = Worker(move, None, server=server, book=booked).scan(A01).scan(BOLT, before="9")
        assert worker.prompt == "SOME OF IT IS PROMISED"
        assert worker.view.what == ("PROMISED: 12 SO1001/2", "8 are free")
        (command,) = worker.type(digit).scan(B02).commands
        assert isinstance(command, MoveStock)
        return command

    assert (asked("1").quantity, asked("1").along) == (9, True)
    assert (asked("2").quantity, asked("2").along) == (8, False)
    worker = Worker(move, None, server=server, book=booked).scan(A01).scan(BOLT, before="8")
    assert worker.prompt == "SCAN TO"


def test_a_lot_that_nobody_knows_is_asked_for_again() -> None:
    tea = BOOKED | {NUT: [Candidate("TEA", Kind.ITEM, facts={"tracking": "lot"})]}
    refused = ("no_such_lot", "There is no lot 99999 of this item.")
    worker = Worker(move, None, server=lambda _: refused, book=tea)
    worker.scan(A01).scan(NUT, before="2").type("99999").scan(B02)
    assert (worker.prompt, worker.band) == ("LOT?", (refused[1],))
