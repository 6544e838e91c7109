"""Returns: what is proposed and why, what has to be noted, what is not back."""

from collections.abc import Mapping

from server.returns.wire import CloseReturn, Grade, ReturnLine
from server.wire import Command
from terminal.flows.returns import Returning, returns
from tests.terminal.flows.replies import RETURN, server
from tests.terminal.flows.test_procedures import BOLT, BOOK, CLOSE
from tests.terminal.flows.walks.walk import B02
from tests.terminal.worker import Worker

LINE = {
    "number": 1,
    "order_line": 1,
    "sku": "BOLT",
    "quantity": 1,
    "grade": "new",
    "disposition": "stock",
    "location": "B-02",
    "note": "",
    "flags": [],
}
BACK = {"line": 1, "sku": "BOLT", "name": "Bolt thing", "shipped": 3, "returned": 1}


def one_back(command: Command) -> Mapping[str, object]:
    if isinstance(command, ReturnLine):
        return {**RETURN, "shipped": [BACK], "lines": [LINE]}
    return server(command)


def returning() -> Worker:
    return Worker(returns, Returning(reference="77"), server=one_back, book=BOOK).scan(BOLT)


def test_what_becomes_of_goods_is_proposed_with_its_why() -> None:
    worker = returning().type("3")
    assert (worker.prompt, worker.view.what) == (
        "WHAT BECOMES OF IT?",
        ("Enter: 1", "damaged: not sold again"),
    )
    assert worker.view.options[:3] == ("1 SCRAP", "2 STOCK", "3 REFURBISH")
    worker.key("enter").scan(B02)
    told = worker.commands[-1]
    assert isinstance(told, ReturnLine)
    assert (told.grade, told.disposition) == (Grade.DAMAGED, None)


def test_another_condition_wants_a_note() -> None:
    worker = returning().type("6")
    assert worker.prompt == "WHAT IS IT?"
    worker.type("SMELLS OF SMOKE").scan(B02)
    told = worker.commands[-1]
    assert isinstance(told, ReturnLine)
    assert (told.grade, told.note) == (Grade.OTHER, "SMELLS OF SMOKE")


def test_what_is_not_back_is_listed_before_the_return_is_closed() -> None:
    worker = returning().type("1").key("enter").scan(B02).scan(CLOSE)
    assert (worker.prompt, worker.view.what) == ("NOT ALL IS BACK", ("2 NOT BACK  BOLT",))
    worker.type("2")
    assert worker.prompt == "SCAN ITEM, F8 DONE"
    worker.scan(CLOSE).type("1")
    assert worker.commands[-1] == CloseReturn(return_number="RN1")
    assert worker.left is not None
