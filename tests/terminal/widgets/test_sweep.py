"""Every prompt of every procedure at 26 x 16 and 80 x 24: no word is cut but those of names."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from server.identity.wire.approvals import ApprovalState, ApprovalView
from server.scans.wire import Inquiry
from server.work.wire import KindCount, TaskKind
from terminal.errors import CATALOGUE
from terminal.flows.board import BoardView, board
from terminal.flows.confirm import Sure, confirm
from terminal.flows.home import Standing, home
from terminal.flows.inquire import Looked, inquire
from terminal.flows.login import Door, Signing, locked, login, signature
from terminal.flows.move import move
from terminal.flows.offers import Band, Colour, View
from terminal.flows.problems import Goods, Problem, problems
from terminal.flows.view import fault
from terminal.flows.words import named, say
from terminal.language import painted
from terminal.pseudo import PSEUDO
from terminal.widgets.bar import Status
from terminal.widgets.layout import lay_out
from terminal.widgets.row import Row
from tests.catalogues import LANGUAGES
from tests.terminal.flows.replies import LPN
from tests.terminal.flows.test_procedures import BOOK, at
from tests.terminal.flows.test_walks import WALKS, walked
from tests.terminal.flows.walks.board import TASK
from tests.terminal.worker import Worker

SIZES = [
    (16, 10),
    (20, 8),
    (20, 16),
    (26, 16),
    (40, 8),
    (40, 12),
    (53, 20),
    (80, 24),
    (120, 40),
]
BUSY = Status(unsent=12, problems=3)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
NAMES = {"Bolt", "Nut", "thing", "Erika,", "Erika", "Berlin", "MAIN", "Annegret", "Mustermann"}
WHY = (
    "100 pieces worth an unknown amount is above what one may lose alone: 20 pieces or 10000 in"
    " one act, 50 or 20000 in a day. Nobody approves their own: another supervisor has to."
)
APPROVAL = ApprovalView(
    number=7,
    kind="stock.adjust",
    subject="BOLT",
    sentence=f"BOLT in location A-01: 150 -> 50 (-100), lost. {WHY}",
    evidence="",
    asked_by="person:ANNA",
    asked_at=NOW,
    state=ApprovalState.WAITING,
)
ASIDE: list[tuple[Any, Any]] = [
    (login, Door()),
    (login, Door(badge="x", message="That badge and that PIN do not belong together.")),
    (locked, Door(message=say("{name}: scan your badge", name="Annegret Mustermann"))),
    (signature, Signing(sentence=WHY, waits=True)),
    (
        confirm,
        Sure(
            question=say("RESUME {kind} {document}?", kind=named("put_away"), document="PA000001"),
            about="It is open elsewhere. NO: anybody may do it.",
        ),
    ),
    (problems, Problem(what="pick.confirm", sentence=WHY, left=12)),
    (
        problems,
        Problem(
            what="pick.confirm",
            sentence="There is no lot B7 of this item.",
            left=12,
            goods=Goods(sku="BOLT", quantity=12, location="A-01"),
            advice="put the goods back, F8",
        ),
    ),
    (inquire, Looked(inquiry=Inquiry(verdict=WHY[:200], code="A-01"), usable=True)),
    (inquire, Looked(inquiry=Inquiry(verdict="A-01 is empty.", code="A-01"), minutes=240)),
    (home, Standing(name="Annegret", warehouse="MAIN", ahead=2)),
    (
        home,
        Standing(
            name="Annegret Mustermann",
            warehouse="MAIN",
            counts={"put_away": 120, "pick": 310, "pack": 99, "count": 17, "receive": 12},
            message="BOLT in A-02: 200 -> 150",
            problems=2,
            parked="PL000123",
            leads=True,
        ),
    ),
]
BOARD = BoardView(
    counts=[KindCount(kind=TaskKind.PUT_AWAY, ready=120, active=11, stopped=2, late=3)],
    approvals=[APPROVAL],
    tasks=[TASK] * 8,
    adjusts=True,
)


@cache
def every_view() -> dict[View, str]:
    """What a worker sees, with its name: each prompt, its help, its details, its exceptions."""
    found: dict[View, str] = {}
    for name, view in _views():
        found.setdefault(view, name)
    return found


def _views() -> Iterator[tuple[str, View]]:
    for name, walk in WALKS.items():
        for done in range(len(walk.scans)):
            yield from _around(f"{name} {done}", walked(walk, walk.scans[:done]))
    for flow, snapshot in ASIDE:
        yield from _around(flow.__name__, Worker(flow, snapshot))
    for number in range(1, 8):
        worker = Worker(board, BOARD)
        yield from _around(f"board {number}", worker.type(str(number)))
    yield from _around("approval", Worker(board, BOARD).type("1").type("1"))
    for code in CATALOGUE:
        given = {"value": "A-01", "kind": "LOT", "need": "LOT A3"}
        yield code, View(ask="SCAN ITEM", band=fault(code, given))


def _around(name: str, worker: Worker) -> Iterator[tuple[str, View]]:
    yield name, worker.view
    if worker.run.question is None and worker.left is None:
        for key in ("f1", "f2"):
            worker.key(key)
            yield f"{name} {key}", worker.view
            worker.key("escape")
            worker.key(key) if key == "f1" else None


def cut_words(view: View, width: int, height: int) -> list[str]:
    """The words of what the view says that are whole on no page of the screen."""
    first = lay_out(view, width, height, status=BUSY)
    more = (lay_out(view, width, height, status=BUSY, page=n) for n in range(1, first.pages))
    seen = [set(_text(each.rows).replace("│", " ").split()) for each in (first, *more)]
    # The second line of a green band echoes the words of what was chosen.
    band = view.band.lines[:1] if view.band.colour is Colour.GREEN else view.band.lines
    title = view.title.split() if width >= 26 else re.findall(r"\S*\d\S*", view.title)
    # Where it is small the bar leaves the kind of work to the question.
    always = [*title, *_words(view.ask, view.target, *band)]
    gone = [word for word in always if word not in set.intersection(*seen) | NAMES]
    return gone + [
        word for word in _words(*view.options, *view.what) if word not in set.union(*seen) | NAMES
    ]


def _text(rows: list[Row]) -> str:
    return " ".join("".join(span.text for span in row) for row in rows)


def _words(*lines: str) -> list[str]:
    return [word for line in lines for word in line.split()]


@pytest.mark.parametrize("language", ["en", *LANGUAGES, PSEUDO])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_is_cut_but_names(width: int, height: int, language: str) -> None:
    cut = {}
    for view, name in every_view().items():
        shown = painted(view, language)
        if language == PSEUDO:  # the bar has no room for a title that is a third longer
            shown = replace(shown, title=re.sub(r"\D", "", shown.title))
        if words := cut_words(shown, width, height):
            cut[name] = words
    assert cut == {}


def test_a_long_sentence_is_whole_behind_f6_and_a_refusal_behind_f1() -> None:
    worker = Worker(problems, Problem(what="pick.confirm", sentence=WHY, left=12)).key("f6")
    assert cut_words(worker.view, 26, 16) == []
    refused = Worker(move, None, server=lambda _: ("not_enough", WHY), book=BOOK)
    refused.scan(LPN).scan(at("A-01"))
    assert refused.view.band.lines == (WHY,)
    help_ = msgspec.structs.replace(refused.key("f1").view, band=Band())
    assert help_.what[0] == WHY
    assert cut_words(help_, 26, 16) == []
