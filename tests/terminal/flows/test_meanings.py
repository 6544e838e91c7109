"""A label that may be read in several ways: shown, chosen, and judged when it is chosen."""

from terminal.flows.ask import Answer, Ask, Flow, need
from terminal.scan.reading import Kind
from terminal.scan.wanted import Alias, Candidate
from tests.terminal.worker import Worker

EACH = "9501101530003"
WIDGET = Candidate("W-100", aliases=(Alias(EACH),))
# Without a separator: serial S10B7, or serial S of lot B7.
DOUBTFUL = f"]C1010{EACH}21S10B7"


def one_item(lot: str) -> Flow[Answer]:
    return (
        yield from need(
            Ask(Kind.ITEM, one_of=(WIDGET,), agree={"lot": lot}, prompt="SCAN ITEM", step="item")
        )
    )


def answered(worker: Worker) -> dict[str, str]:
    (answer,) = worker.log
    assert isinstance(answer, Answer)
    return answer.values


def test_what_agrees_is_not_taken_where_the_label_may_say_otherwise() -> None:
    worker = Worker(one_item, "A3").scan(DOUBTFUL)
    assert worker.log == []
    assert worker.prompt.endswith("WHICH?")
    worker.type("1")
    assert (answered(worker)["serial"], answered(worker).get("lot")) == ("S10B7", None)


def test_a_chosen_meaning_that_disagrees_is_refused() -> None:
    worker = Worker(one_item, "A3").scan(DOUBTFUL).type("2")
    assert (worker.fault, worker.log) == ("E-CONFLICT", [])


def test_a_lot_that_is_known_needs_no_choice() -> None:
    worker = Worker(one_item, "B7").scan(DOUBTFUL)
    assert (answered(worker)["serial"], answered(worker)["lot"]) == ("S", "B7")


def test_a_separator_that_has_come_speaks_for_the_others() -> None:
    worker = Worker(one_item, "A3").scan(f"]C1010{EACH}10A3\x1d21S10B7")
    assert (answered(worker)["serial"], answered(worker)["lot"]) == ("S10B7", "A3")
