"""What the server refused after the worker had gone on: looked at one by one, then settled."""

from enum import StrEnum

import msgspec

from server.wire import Code, Count, Line, Note, Quantity, Snapshot
from terminal.flows.ask import Ask, Flow, Show, need
from terminal.flows.words import say
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate


class Goods(Snapshot, frozen=True, kw_only=True):
    """What the refused command says was taken, and from where."""

    sku: Code
    quantity: Quantity
    location: Code


class Problem(Snapshot, frozen=True, kw_only=True):
    """The oldest of `left` refused commands: which and why, and what who supervises says."""

    what: Line
    sentence: Note
    left: Count
    goods: Goods | None = None
    advice: Note = ""


class Settle(StrEnum):
    """What is done about it."""

    AGAIN = "again"
    BACK = "back"
    DONE = "done"
    LATER = "later"


class Settled(msgspec.Struct, frozen=True):
    """What is done about it, and the words for who supervises."""

    how: Settle
    note: str = ""


AGAIN = Candidate(Settle.AGAIN, words="SEND IT AGAIN")
BACK = Candidate(Settle.BACK, words="PUT GOODS BACK")
WAYS = (
    Candidate(Settle.DONE, words="PUT RIGHT BY HAND"),
    Candidate(Settle.LATER, words="LATER"),
)
# How it was put right: the supervisor reads it.
HOW = (
    Candidate("Done anew in another way.", words="DONE ANEW"),
    Candidate("It never happened.", words="IT NEVER HAPPENED"),
    Candidate("A lead knows of it.", words="A LEAD KNOWS"),
)


def problems(problem: Problem) -> Flow[Settled]:
    """Answers what is done about it."""
    words = say("PROBLEM 1 OF {count}", count=problem.left)
    advice = (say("LEAD: {advice}", advice=problem.advice),) if problem.advice else ()
    show = Show(
        title=words,
        target=problem.what,
        lines=(*advice, problem.sentence),
        details=(*advice, problem.sentence),
    )
    ways = (AGAIN, *((BACK,) if problem.goods else ()), *WAYS)
    answer = yield from need(
        Ask(Kind.CHOICE, prompt="WHAT IS DONE?", step="problem", one_of=ways, show=show)
    )
    how = Settle(answer.value)
    if how is Settle.BACK and problem.goods is not None:
        return Settled(how, (yield from _put_back(words, problem.goods)))
    if how is not Settle.DONE:
        return Settled(how)
    told = yield from need(
        Ask(Kind.CHOICE, prompt="HOW?", step="problem_how", one_of=HOW, show=show)
    )
    return Settled(how, told.value)


def _put_back(title: str, goods: Goods) -> Flow[str]:
    """To where the book still has them; only a scan there says that they are."""
    place = yield from need(
        Ask(
            Kind.LOC,
            prompt="SCAN WHERE THEY GO BACK",
            step="problem_back",
            one_of=(Candidate(goods.location),),
            show=Show(
                title=title, target=goods.location, digits=str(goods.quantity), lines=(goods.sku,)
            ),
        )
    )
    return f"{goods.quantity} of {goods.sku} were put back to {place.value}."
