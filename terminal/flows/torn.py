"""A place whose label cannot be read: its check digits, a new label, and somebody who is told."""

from labels.codes import Verb
from server.exceptions.wire import ProblemReported, ReportProblem
from server.printing.wire import JobsMade, PrintLocations
from terminal.flows.ask import Ask, Do, Flow, need
from terminal.flows.stop import Stop
from terminal.flows.words import Words, say
from terminal.scan.reading import Kind


def torn(stop: Stop) -> Flow[None]:
    """Ends at the place: told by its digits, or by the label that F7 has printed."""
    place = stop.line.location
    ask = Ask(
        Kind.LOC,
        prompt=_words(stop),
        step="torn",
        one_of=(stop.place,),
        commands=(Verb.PRINT,),
        show=stop.show,
    )
    while (yield from need(ask)).is_(Verb.PRINT):
        yield from Do(
            PrintLocations(locations=[place]),
            says=say("print the label of {place}", place=place),
            reply=JobsMade,
            final="the label is printed",
        )
    yield from Do(
        ReportProblem(
            document=f"{stop.picks.pick_list}/{stop.line.line}",
            sentence=str(say("The label of {place} is torn or missing.", place=place)),
        ),
        says=say("the label of {place} is torn", place=place),
        reply=ProblemReported,
        final="a supervisor has been told",
    )


def _words(stop: Stop) -> Words:
    """Which of the two sets of digits is asked; without any, only a new label helps."""
    if not stop.line.check_hash:
        return say("F7 PRINTS, THEN SCAN IT")
    return say("TYPE 3 {colour} DIGITS", colour=say(stop.line.check_colour.upper()))
