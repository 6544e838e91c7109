"""What a counter sees in a place, line by line: items, LPNs left shut or opened, the unknown."""

from dataclasses import dataclass, replace

from labels.codes import Verb
from server.counting.wire.counts import CountedLine
from server.wire import Day
from terminal.flows import reasons
from terminal.flows.ask import Answer, Ask, Flow, Raised, Rule, Show, need
from terminal.flows.words import say
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate

OPEN = reasons.Exceptional("5", "OPEN AN LPN", Verb.OPEN)
UNKNOWN = reasons.Exceptional("6", "UNKNOWN THING", Verb.BLIND)
EACH = reasons.Exceptional("1", "SCAN EACH PIECE", Verb.COUNT)
EXCEPTIONS = (OPEN, UNKNOWN)
EMPTY = (Candidate("yes", words="YES, EMPTY"), Candidate("no", words="NO, COUNT ON"))
LEAVE = (Candidate("yes", words="YES, ANOTHER COUNTS"), Candidate("no", words="NO, COUNT ON"))

Lines = tuple[CountedLine, ...]


class LeftOff(Exception):
    """Whoever counted leaves it to somebody else."""


@dataclass(frozen=True)
class Seen:
    """What was counted so far; `plenty` of one item the place takes, `inside` is the open LPN."""

    title: str
    place: str
    lines: Lines = ()
    plenty: int | None = None
    inside: str = ""

    def show(self, target: str = "") -> Show:
        told = tuple(_words(line) for line in self.lines)
        return Show(
            title=self.title,
            target=target or self.inside or self.place,
            digits=str(len(told)) if not target else "",
            lines=(self.place,) if target else told[-3:],
            ahead=told,
        )


def counted(seen: Seen) -> Flow[Lines]:
    """All lines of a place, or of the LPN that was opened in it, up to F8; LeftOff: no further.

    F8 before the first line asks whether the place is empty, for that takes all of it away.
    """
    while True:
        goods = yield from _goods(seen)
        if isinstance(goods, Raised) and goods.code == reasons.NIL.code:
            return ()
        if isinstance(goods, Answer) and goods.is_(Verb.CLOSE):
            if seen.lines or seen.inside or (yield from _sure("NOTHING THERE?", EMPTY, seen)):
                return seen.lines
        else:
            seen = replace(seen, lines=(*seen.lines, *(yield from _lines(seen, goods))))


def _goods(seen: Seen) -> Flow[Answer | Raised]:
    empty = () if seen.lines or seen.inside else (reasons.NIL,)
    inside = tuple(one for one in EXCEPTIONS if not (seen.inside and one is OPEN))
    ask = Ask(
        Kind.ITEM,
        also=() if seen.inside else (Kind.LPN, Kind.SSCC, Kind.TOTE),
        prompt="SCAN ITEM, F8 NO MORE" if seen.lines or seen.inside else "SCAN ITEM OR LPN",
        open=True,
        commands=(Verb.CLOSE,),
        exceptions=(*empty, *inside),
        show=seen.show(),
    )
    return (yield from _or_leave(ask, seen))


def _lines(seen: Seen, goods: Answer | Raised) -> Flow[Lines]:
    if isinstance(goods, Raised) and goods.code == OPEN.code:
        shown = replace(seen.show(), digits="")
        ask = Ask(
            Kind.LPN,
            also=(Kind.SSCC, Kind.TOTE),
            prompt="SCAN LPN TO OPEN",
            step="open",
            show=shown,
        )
        lpn = yield from _answer(ask, seen)
        return (yield from counted(replace(seen, lines=(), inside=lpn.value)))
    if isinstance(goods, Raised):
        ask = Ask(Kind.TEXT, prompt="WHAT IS IT?", step="note", unseen=True, show=seen.show())
        return (CountedLine(note=(yield from _answer(ask, seen)).value),)
    if goods.kind is not Kind.ITEM:
        return (CountedLine(container=goods.value),)
    return ((yield from _item(seen, goods)),)


def _item(seen: Seen, goods: Answer) -> Flow[CountedLine]:
    """Lot or day where the item is kept by it and the scan told none; numbers or how many."""
    show, tracking = seen.show(goods.value), goods.values.get("tracking", "")
    lot, expiry = goods.lot, goods.expiry
    if tracking == "lot" and lot is None:
        lot = (yield from _answer(Ask(Kind.LOT, prompt="LOT?", unseen=True, show=show), seen)).value
    if tracking == "expiry" and lot is None and expiry is None:
        expiry = (yield from _answer(Ask(Kind.DATE, prompt="EXPIRY?", show=show), seen)).value
    numbers: tuple[str, ...] = (goods.serial,) if goods.serial else ()
    if tracking == "serial":
        numbers = yield from _ticked(seen, show)
        amount = len(numbers)
    else:
        amount = yield from _how_many(seen, goods, show)
    return CountedLine(
        sku=goods.value,
        container=seen.inside or None,
        quantity=amount,
        lot=lot,
        expires_on=Day.fromisoformat(expiry) if expiry else None,
        serials=numbers,
    )


def _how_many(seen: Seen, goods: Answer, show: Show) -> Flow[int]:
    """Digits with units, or each piece scanned (F2, COUNT); nothing is taken for granted."""
    rule = Rule(None, most=1_000_000, units=_units(goods), plenty=seen.plenty)
    ask = Ask(Kind.QTY, prompt="HOW MANY?", quantity=rule, exceptions=(EACH,), show=show)
    amount = yield from _or_leave(ask, seen)
    if isinstance(amount, Answer):
        return amount.quantity
    counted = goods.quantity if "quantity" in goods.values else _units(goods).get("c", 1)
    while True:
        each = yield from _answer(
            Ask(
                Kind.ITEM,
                prompt="SCAN EACH, F8 DONE",
                step="each",
                one_of=(Candidate(goods.value),),
                quantity=Rule(None, most=1_000_000),
                counting=True,
                commands=(Verb.CLOSE,),
                show=replace(show, digits=str(counted)),
            ),
            seen,
        )
        if each.is_(Verb.CLOSE):
            return counted
        counted += each.quantity


def _ticked(seen: Seen, show: Show) -> Flow[tuple[str, ...]]:
    """Each serial number there, until F8; how many there should be is told nowhere."""
    taken: tuple[str, ...] = ()
    while True:
        ask = Ask(
            Kind.SERIAL,
            prompt="TICK SERIALS, F8 DONE",
            unseen=True,
            already=taken,
            counting=True,
            commands=(Verb.CLOSE,),
            show=replace(show, digits=str(len(taken))),
        )
        answer = yield from _answer(ask, seen)
        if answer.is_(Verb.CLOSE):
            return taken
        taken = (*taken, answer.value)


def _units(goods: Answer) -> dict[str, int]:
    """Whoever scans a case may say how many of them there are."""
    pack = int(goods.values.get("pack", "1"))
    return {"c": pack} if pack > 1 else {}


def _words(line: CountedLine) -> str:
    if line.sku is None:
        return line.container or line.note
    template = "{count} {item} LOT {lot}" if line.lot else "{count} {item}"
    return say(template, count=line.quantity, item=line.sku, lot=line.lot)


def _answer(ask: Ask, seen: Seen) -> Flow[Answer]:
    answer = yield from _or_leave(ask, seen)
    if not isinstance(answer, Answer):
        msg = f"Ask {ask.name} has no exceptions."
        raise TypeError(msg)
    return answer


def _or_leave(ask: Ask, seen: Seen) -> Flow[Answer | Raised]:
    """Every prompt of a count may be left by F9: the place is open to others then."""
    while True:
        answer = yield from replace(ask, commands=(*ask.commands, Verb.STOP))
        if not (isinstance(answer, Answer) and answer.is_(Verb.STOP)):
            return answer
        if (yield from _sure("LEAVE THE COUNT?", LEAVE, seen, again=(Verb.STOP,))):
            raise LeftOff


def _sure(
    words: str, choices: tuple[Candidate, ...], seen: Seen, again: tuple[Verb, ...] = ()
) -> Flow[bool]:
    """A question with a yes among its answers; the verb said again is a yes as well."""
    show = seen.show()
    ask = Ask(Kind.CHOICE, prompt=words, step="sure", one_of=choices, commands=again, show=show)
    return (yield from need(ask)).value in {"yes", *again}
