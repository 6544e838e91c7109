"""One thing to say yes or no to, over whatever stands open."""

from labels.codes import Verb
from server.wire import Line, Note, Snapshot
from terminal.flows.ask import Ask, Flow, Show, need
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate


class Sure(Snapshot, frozen=True, kw_only=True):
    """The question, and what it is about."""

    question: Line
    about: Note = ""


def confirm(sure: Sure) -> Flow[bool]:
    """Nothing is taken for granted: 1 is yes, 2 or Esc is no."""
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
    return answer.value == "yes"
