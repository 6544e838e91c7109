"""What is scanned at a shelf before goods are taken: what the site wants proven there (7.7)."""

from server.identity.wire.site import Verify
from terminal.flows import reasons
from terminal.flows.ask import Answer, Ask, Flow, Raised, Rule
from terminal.flows.reasons import Exceptional
from terminal.flows.stop import Stop
from terminal.flows.torn import torn
from terminal.flows.words import say
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate

BY_PLACE = frozenset({Verify.LOC, Verify.CHECK})


def proven(
    stop: Stop, words: str, rule: Rule, offered: tuple[Exceptional, ...]
) -> Flow[Answer | Raised]:
    """The scan that says that the goods are at hand, as the site wants it there, and how many."""
    by = stop.line.verify
    if by is Verify.LPN and stop.line.container:
        return (
            yield from Ask(
                Kind.LPN,
                also=(Kind.SSCC,),
                prompt=say("SCAN LPN x{count}", count=stop.line.quantity),
                one_of=(Candidate(stop.line.container),),
                quantity=rule,
                exceptions=offered,
                show=stop.show,
            )
        )
    if by in BY_PLACE:
        at = yield from _by_place(stop, rule, offered)
        if not (isinstance(at, Raised) and at.code == reasons.TORN.code):
            return at
        yield from torn(stop)
    return (
        yield from Ask(
            Kind.ITEM,
            prompt=words,
            one_of=(stop.item,),
            until=stop.until,
            quantity=rule,
            exceptions=offered,
            show=stop.show,
        )
    )


def _by_place(stop: Stop, rule: Rule, offered: tuple[Exceptional, ...]) -> Flow[Answer | Raised]:
    """The place alone, where nothing else lies; a torn label leaves the item to be scanned."""
    words = say("SCAN LOCATION x{count}", count=stop.line.quantity)
    if stop.line.verify is Verify.CHECK:
        colour = say(stop.line.check_colour.upper())
        words = say("x{count}: {colour} DIGITS", count=stop.line.quantity, colour=colour)
    return (
        yield from Ask(
            Kind.LOC,
            prompt=words,
            step="place",
            one_of=(stop.place,),
            quantity=rule,
            exceptions=(*offered[:-1], reasons.TORN, offered[-1]),
            show=stop.show,
        )
    )
