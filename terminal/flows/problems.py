"""What the server refused after the worker had gone on: looked at one by one, then settled."""

from enum import StrEnum

from server.wire import Count, Line, Note, Snapshot
from terminal.flows.ask import Ask, Flow, Show, need
from terminal.flows.words import say
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate


class Problem(Snapshot, frozen=True, kw_only=True):
    """The oldest of `left` refused commands: which and why."""

    what: Line
    sentence: Note
    left: Count


class Settle(StrEnum):
    """What is done about it; it stays on the supervisor's list in any case."""

    AGAIN = "again"
    DONE = "done"
    LATER = "later"


WAYS = (
    Candidate(Settle.AGAIN, words="SEND IT AGAIN"),
    Candidate(Settle.DONE, words="PUT RIGHT BY HAND"),
    Candidate(Settle.LATER, words="LATER"),
)


def problems(problem: Problem) -> Flow[Settle]:
    """Answers what is done about it."""
    words = say("PROBLEM 1 OF {count}", count=problem.left)
    answer = yield from need(
        Ask(
            Kind.CHOICE,
            prompt="WHAT IS DONE?",
            step="problem",
            one_of=WAYS,
            show=Show(
                title=words,
                target=problem.what,
                lines=(problem.sentence,),
                details=(problem.sentence,),
            ),
        )
    )
    return Settle(answer.value)
