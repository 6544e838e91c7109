"""Whatever is scanned at whatever prompt: nothing raises, and nothing strange is taken."""

from collections.abc import Iterator
from random import Random

import pytest

from terminal.flows.ask import Ask
from terminal.flows.taking import wanted
from terminal.scan.match import same
from terminal.scan.normalise import normalise
from terminal.scan.outcome import Accept, Choose, Outcome, Query
from terminal.scan.raw import RawScan, Source
from terminal.scan.reading import Kind
from terminal.scan.resolve import found, resolve
from terminal.scan.wanted import Candidate
from tests.faults.book import made
from tests.faults.scans import damaged, goods_label, other_label
from tests.terminal.flows.replies import server
from tests.terminal.flows.test_walks import SEEN, WALKS
from tests.terminal.worker import Worker

EACH_PROMPT = 40
EVERYWHERE = {Kind.CMD, Kind.BADGE}
# What broken scanners and hostile labels are made of.
PIECES = (
    "]C1",
    "]d2",
    "(01)",
    "+A1",
    "[)>\x1e06\x1d",
    "http://",
    "XCTL",
    "1Z",
    "\x1d",
    "\x00",
    "é",
)


def prompts(name: str) -> Iterator[Ask]:
    """Every prompt that a walk comes by, as the runner puts it to the scanner."""
    walk = WALKS[name]
    worker = Worker(walk.flow, walk.snapshot, server=server, book=SEEN)
    for scan in walk.scans:
        if worker.run.ask is not None:
            yield wanted(worker.run.script, worker.run.ask)
        worker.scan(scan)


def texts(rng: Random) -> Iterator[str]:
    """Labels of another warehouse, whole and damaged, and any bytes a wedge may deliver."""
    book = made(rng)
    while True:
        label = other_label(rng, book) if rng.random() < 0.3 else None
        yield damaged(rng, label or goods_label(rng, rng.choice(book.goods)), book)[0]
        noise = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 40))).decode("latin-1")
        yield rng.choice(PIECES) + noise
        yield "".join(rng.choices((*PIECES, *"0123456789ABZ$/+-"), k=rng.randrange(1, 40)))


def stranger(outcome: Outcome, ask: Ask) -> str:
    """What was taken although the prompt knows what it wants, and it is not that."""
    accepts = outcome.choices if isinstance(outcome, Choose) else (outcome,)
    for accept in accepts:
        if not isinstance(accept, Accept) or accept.reading.kind in EVERYWHERE or accept.jump:
            continue
        kind, value = accept.reading.kind, accept.reading.value
        listed = [c for c in ask.one_of if ask.kind_of(c) is kind]
        if kind not in ask.kinds:
            return f"{kind} {value} is not of the kind that is asked for"
        if listed and not ask.others and not any(same(c.value, value) for c in listed):
            return f"{kind} {value} is none of the candidates"
    return ""


@pytest.mark.parametrize("name", WALKS)
def test_any_label_at_any_prompt(name: str) -> None:
    rng = Random(name)
    labels = texts(rng)
    asked = 0
    for ask in prompts(name):
        for _ in range(EACH_PROMPT):
            text, source = next(labels), rng.choice(tuple(Source))
            outcome = resolve(normalise(RawScan(text, source)), ask)
            assert not stranger(outcome, ask), (text, ask)
            if isinstance(outcome, Query):
                for there in ((), (Candidate("STRANGE", kind=rng.choice(tuple(Kind))),)):
                    assert not stranger(found(outcome, there, ask), ask), (text, ask)
            asked += 1
    assert asked >= EACH_PROMPT
