"""Labels that may be read in several ways, and labels in two halves, at a prompt."""

from msgspec.structs import replace

from labels.codes import Kind as House
from labels.codes import house_code
from terminal.flows.ask import Answer, Ask, Flow, need
from terminal.flows.offers import Scan
from terminal.scan.hibc import ALPHABET, check_character
from terminal.scan.raw import RawScan, Source
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


# --- several symbols in view ----------------------------------------------------------------------

BIN, OTHER = "A-01", "A-02"


def one_place(_snapshot: object) -> Flow[Answer]:
    places = (Candidate(BIN), Candidate(OTHER))
    return (yield from need(Ask(Kind.LOC, one_of=places, prompt="SCAN LOCATION", step="loc")))


def in_view(*texts: str) -> Scan:
    first, *others = (RawScan(text, Source.CAMERA, text, device="camera") for text in texts)
    return Scan(replace(first, beside=tuple(others)), 1.0)


def test_what_answers_counts_and_what_does_not_is_passed_over() -> None:
    worker = Worker(one_place, None)
    worker.offer(in_view(EACH, house_code(House.LOCATION, BIN), "https://shop.example/x"))
    (answer,) = worker.log
    assert isinstance(answer, Answer)
    assert (answer.value, worker.fault) == (BIN, "")


def test_of_two_that_answer_one_is_chosen() -> None:
    worker = Worker(one_place, None)
    worker.offer(in_view(*(house_code(House.LOCATION, code) for code in (BIN, OTHER))))
    assert (worker.log, worker.prompt) == ([], "WHICH OF THESE?")
    worker.type("2")
    (answer,) = worker.log
    assert isinstance(answer, Answer)
    assert answer.value == OTHER


def test_the_same_place_on_two_symbols_is_one_answer() -> None:
    worker = Worker(one_place, None)
    code = house_code(House.LOCATION, BIN)
    worker.offer(in_view(code, f"{code} "))
    assert len(worker.log) == 1


def test_nothing_that_answers_is_refused_as_one_scan() -> None:
    worker = Worker(one_place, None)
    worker.offer(in_view(EACH, "4006381333931"))
    assert (worker.fault, worker.log) == ("E-KIND", [])


# --- two halves -----------------------------------------------------------------------------------

DEVICE = "+A123BJC5D6E71"
FIRST = DEVICE + check_character(DEVICE)
STENT = Candidate("STENT", aliases=(Alias(FIRST),))


def second(lot: str, tied_to: str = FIRST) -> str:
    body = f"+${lot}{tied_to[-1]}"
    return body + check_character(body)


def devices(_: None) -> Flow[None]:
    for step in ("first", "second"):
        yield from need(Ask(Kind.ITEM, one_of=(STENT,), prompt="SCAN ITEM", step=step))


def test_the_second_symbol_waits_for_the_first() -> None:
    worker = Worker(devices).scan(second("LOT7"))
    assert (worker.fault, worker.log) == ("E-HALF", [])
    worker.scan(FIRST)
    assert answered(worker)["lot"] == "LOT7"


def test_it_is_used_once_and_only_for_the_next_scan() -> None:
    worker = Worker(devices).scan(second("LOT7")).scan(FIRST).scan(FIRST)
    first, then = worker.log
    assert isinstance(first, Answer)
    assert isinstance(then, Answer)
    assert (first.lot, then.lot) == ("LOT7", None)
    worker = Worker(devices).scan(second("LOT7")).scan("nonsense").scan(FIRST)
    assert "lot" not in answered(worker)


def test_it_waits_ten_seconds_and_for_its_own_first() -> None:
    worker = Worker(devices).scan(second("LOT7"))
    worker.at += 10.0
    assert "lot" not in answered(worker.scan(FIRST))
    tied = FIRST[:-1] + ALPHABET[(ALPHABET.index(FIRST[-1]) + 1) % 43]
    assert "lot" not in answered(Worker(devices).scan(second("LOT7", tied)).scan(FIRST))


def test_a_first_symbol_may_end_in_a_blank() -> None:
    body = "+A123N01"
    assert check_character(body) == " "
    stent = Candidate("STENT", aliases=(Alias(body + " "),))

    def one(_: None) -> Flow[Answer]:
        return (yield from need(Ask(Kind.ITEM, one_of=(stent,), step="item")))

    worker = Worker(one).scan(second("LOT7", body + " ")).scan(body + " ")
    assert answered(worker)["lot"] == "LOT7"
