"""One thing to say yes or no to, over whatever stands open."""

from msgspec import field

from labels.codes import Verb
from server.wire import Line, Note, Snapshot
from terminal.flows.ask import Ask, Flow, Show, need
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate


class Sure(Snapshot, frozen=True, kw_only=True):
    """The question, and what it is about."""

    question: Line
    about: Note = ""
    reasons: list[Line] = field(default_factory=list)
    """Why not: one of these is asked for where the answer is no."""


def confirm(sure: Sure) -> Flow[bool | str]:
    """Nothing is taken for granted: 1 is yes, 2 or Esc is no, or the reason for it."""
    answer = yield from need(
        Ask(
            Kind.CHOICE,
            prompt=sure.question,
            step="sure",
            one_of=(Candidate("yes", words="YES"), Candidate("no", words="NO")),
            commands=(Verb.NO,),
            show=Show(title="SURE?", lines=(sure.about,)),
        )
    )
    if answer.value == "yes" or not sure.reasons:
        return answer.value == "yes"
    ask = Ask(
        Kind.CHOICE,
        prompt="WHY NOT?",
        step="why_not",
        one_of=tuple(Candidate(reason, words=reason) for reason in sure.reasons),
        show=Show(title="SURE?", lines=(sure.about,)),
    )
    return (yield from need(ask)).value
