"""Whatever is scanned and pressed, in any order: a defined prompt, replayable, undoable."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labels.codes import Kind as House
from labels.codes import Verb, command_code, house_code
from server.wire import Command
from terminal.flows.ask import Ask, Saved
from terminal.flows.offers import Link, Tick
from terminal.flows.script import Script
from terminal.scan.raw import Source
from tests.terminal.flows import replies
from tests.terminal.flows.test_run import (
    BIN_1,
    BIN_2,
    CASE,
    EACH,
    LINES,
    SCAN_1,
    SCAN_2,
    pick,
    receive,
)
from tests.terminal.flows.test_walks import SEEN, WALKS
from tests.terminal.worker import Worker

TEXTS = st.sampled_from(
    [BIN_1, BIN_2, SCAN_1, SCAN_2, f"]I1{CASE}", f"]C1010{EACH}10L7", f"]C1010{EACH}305"]
    + [f"]C1010{EACH}17261231", "L1", "LP0000000042Y", "LOA03123K", "", "]C1", "\x1d", "²"]
    + [command_code(verb) for verb in Verb if verb not in {Verb.LOGOUT, Verb.STOP, Verb.TOP}]
) | st.text(max_size=8)
TYPED = st.sampled_from(["1", "2", "8", "12", "3", "311226", "2c", "0", "99999"])
KEYS = st.sampled_from(
    ["f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f10", "enter", "escape", "tab"]
)
STEPS = st.lists(
    st.tuples(st.just("scan"), TEXTS)
    | st.tuples(st.just("type"), TYPED)
    | st.tuples(st.just("key"), KEYS)
    | st.tuples(st.sampled_from(["offline", "online", "tick"]), st.just("")),
    max_size=25,
)
MOODS = st.lists(st.integers(0, 5), max_size=6)
FLOWS = st.sampled_from([(pick, LINES), (receive, None)])
REAL_STEPS = st.lists(
    st.tuples(
        st.just("scan"), st.sampled_from(sorted({s for w in WALKS.values() for s in w.scans}))
    )
    | st.tuples(st.just("type"), TYPED)
    | st.tuples(st.just("key"), KEYS)
    | st.tuples(st.sampled_from(["offline", "online", "tick"]), st.just("")),
    max_size=25,
)


def moody(answers: list[int]) -> Callable[[Command], Mapping[str, object] | tuple[str, str] | None]:
    """A server that does, refuses or keeps silent, by the numbers drawn."""

    def server(command: Command) -> Mapping[str, object] | tuple[str, str] | None:
        mood = answers.pop() if answers else 0
        return {1: ("not_enough", "Only 4 are there."), 2: None}.get(mood, replies.server(command))

    return server


def act(worker: Worker, what: str, text: str) -> None:
    match what:
        case "scan":
            worker.scan(text)
        case "type":
            worker.scan(text, source=Source.TYPED)
        case "key":
            worker.key(text)
        case "tick":
            worker.offer(Tick(worker.at + 9))
        case _:
            worker.offer(Link(online=what == "online", at=worker.at))


def is_defined(worker: Worker) -> bool:
    """Left for a stated reason, waiting for a stated answer, or at a question with words."""
    if worker.left is not None:
        return worker.left.to != ""
    stands = worker.run.ask is not None or worker.run.pending is not None or worker.fault != ""
    return stands and worker.view.ask != "" and len(worker.run.queue) <= 20


@settings(max_examples=150, deadline=None)
@given(FLOWS, STEPS, MOODS)
def test_any_sequence_ends_in_a_defined_prompt_and_replays(
    case: tuple[Callable[..., object], object], steps: list[tuple[str, str]], moods: list[int]
) -> None:
    flow, snapshot = case
    goes_on_and_replays(flow, snapshot, steps, moods)


@settings(max_examples=20, deadline=None)
@given(st.data())
@pytest.mark.parametrize("name", WALKS)
def test_so_does_every_procedure(name: str, data: st.DataObject) -> None:
    walk = WALKS[name]
    start = [("scan", scan) for scan in walk.scans[: data.draw(st.integers(0, len(walk.scans)))]]
    steps = start + data.draw(REAL_STEPS)
    goes_on_and_replays(walk.flow, walk.snapshot, steps, data.draw(MOODS))


def goes_on_and_replays(
    flow: Callable[..., Any], snapshot: Any, steps: list[tuple[str, str]], moods: list[int]
) -> None:
    worker = Worker(flow, snapshot, server=moody(moods), book=SEEN)
    for what, text in steps:
        act(worker, what, text)
        assert is_defined(worker), (what, text, worker.view)
    assert worker.log == worker.run.script.entries
    for keep in range(len(worker.log) + 1):
        again = Script(flow, snapshot, worker.log[:keep])
        assert (again.lost, again.entries) == ((), worker.log[:keep])
    if worker.left is None:
        assert _stands(again) == _stands(worker.run.script)


@settings(max_examples=80, deadline=None)
@given(FLOWS, STEPS)
def test_undo_at_every_step_goes_all_the_way_back(
    case: tuple[Callable[..., object], object], steps: list[tuple[str, str]]
) -> None:
    flow, snapshot = case
    worker = Worker(flow, snapshot)  # type: ignore[arg-type]
    for what, text in steps:
        if what not in {"offline", "tick"}:
            act(worker, what, text)
    while worker.log and worker.left is None:
        before = len(worker.log)
        last_saved = isinstance(worker.log[-1], Saved)
        worker.key("escape").key("escape") if worker.run.question else None
        worker.key("f4")
        if last_saved:
            worker.key("enter")
        assert len(worker.log) < before
    if worker.left is None:
        assert _stands(worker.run.script) == _stands(Script(flow, snapshot))  # type: ignore[arg-type]


def test_a_flow_walked_by_scans_and_cards_alone() -> None:
    worker = Worker(pick, LINES)
    for text in (BIN_1, SCAN_1, command_code(Verb.SHORT)):
        worker.scan(text)
    assert worker.left is not None
    assert [command.kind for command in worker.commands] == ["pick", "short", "finish"]
    assert house_code(House.LOCATION, "A-03-12-2") == BIN_1


def _stands(script: Script) -> object:
    return script.step.name if isinstance(script.step, Ask) else type(script.step)
