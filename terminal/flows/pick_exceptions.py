"""What may go wrong at a shelf, and where the picker stands afterwards (terminal 7.12)."""

from collections.abc import Sequence
from dataclasses import dataclass

from labels.codes import Verb
from server.outbound.wire.picking import Shorted, ShortPick, ShortReason, SkipLine
from terminal.flows import reasons
from terminal.flows.ask import Ask, Do, Flow, Raised, Rule, need
from terminal.flows.stop import Stop, weight_read
from terminal.flows.totes import another
from terminal.flows.words import say
from terminal.scan.reading import Kind

PICK = (
    reasons.SHORT,
    reasons.NIL,
    reasons.DIFF,
    reasons.BROKEN,
    reasons.REACH,
    reasons.FULL,
    reasons.SKIP,
    reasons.STUCK,
)

AT_PLACE = (*PICK[:-1], reasons.TORN, PICK[-1])
"""At the place's own label, before the goods."""

# How a short is told, and what becomes of what was not taken (it is said where undo is refused).
_SHORTS = {
    reasons.SHORT.code: ShortReason.EMPTY,
    reasons.BROKEN.code: ShortReason.UNUSABLE,
    reasons.REACH.code: ShortReason.OUT_OF_REACH,
}
_HOW_MANY = {
    ShortReason.UNUSABLE: "HOW MANY ARE GOOD?",
    ShortReason.OUT_OF_REACH: "HOW MANY CAN YOU TAKE?",
}
REST = {
    ShortReason.EMPTY: "the rest is booked missing and counted",
    ShortReason.UNUSABLE: "the rest is booked damaged and counted",
    ShortReason.OUT_OF_REACH: "other goods are looked for",
}


@dataclass(frozen=True)
class Outcome:
    """How a line ended: what is left of it for later, a new tote, whether lines were added."""

    left: int = 0
    tote: str = ""
    more: bool = False


def pick_exception(stop: Stop, raised: Raised) -> Flow[Outcome]:
    """The sub-procedure of what F2 offers; ends in a defined next prompt."""
    if raised.code == reasons.FULL.code:
        return (yield from _new_tote(stop))
    if raised.code == reasons.SKIP.code:
        yield from Do(
            SkipLine(pick_list=stop.picks.pick_list, line=stop.line.line, reason="skipped"),
            says=say("skip line {line}", line=stop.line.line),
        )
        return Outcome(left=stop.line.quantity)
    instead = yield from what_is_here(stop, raised)
    found = yield from how_many(stop, raised)
    return (yield from take_fewer(stop, found, None, (), reason_of(raised), instead))


def what_is_here(stop: Stop, raised: Raised) -> Flow[str | None]:
    """The other item that stands there; SKIP where nothing on it can be read."""
    if raised.code != reasons.DIFF.code:
        return None
    here = yield from need(
        Ask(
            Kind.ITEM,
            prompt="SCAN WHAT IS HERE",
            step="here",
            already=(stop.line.sku,),
            commands=(Verb.SKIP,),
            show=stop.show,
        )
    )
    return None if here.is_(Verb.SKIP) else here.value


def reason_of(raised: Raised) -> ShortReason:
    """Why less was taken; a place that holds another item is empty of this one."""
    return _SHORTS.get(raised.code, ShortReason.EMPTY)


def how_many(stop: Stop, raised: Raised) -> Flow[int]:
    """What was found: typed with the exception, asked, or none where the exception says so.

    As many as are wanted are no short: then it is asked.
    """
    if raised.code not in _SHORTS:
        return 0
    found = raised.quantity
    if found is None or found >= stop.line.quantity:
        reason = _SHORTS[raised.code]
        answer = yield from need(
            Ask(
                Kind.QTY,
                prompt=_HOW_MANY.get(reason, "HOW MANY ARE THERE?"),
                step="found",
                quantity=Rule(None, most=stop.line.quantity - 1, least=0),
                show=stop.show,
            )
        )
        found = answer.quantity
    return found


def take_fewer(
    stop: Stop,
    found: int,
    lot: str | None,
    numbers: Sequence[str],
    reason: ShortReason = ShortReason.EMPTY,
    instead: str | None = None,
) -> Flow[Outcome]:
    """Takes what is there and says that the rest is not; the server finds other goods."""
    grams = yield from weight_read(stop, found)
    reply = yield from Do(
        ShortPick(
            pick_list=stop.picks.pick_list,
            line=stop.line.line,
            found=found,
            reason=reason,
            instead=instead,
            tote=stop.tote if found else None,
            lot=lot,
            serials=tuple(numbers),
            weight_grams=grams,
        ),
        says=say(
            "short: {found} of {count} x {item}",
            found=found,
            count=stop.line.quantity,
            item=stop.line.sku,
        ),
        reply=Shorted,
        final=REST[reason],
    )
    return Outcome(more=bool(reply and reply.new_lines))


def _new_tote(stop: Stop) -> Flow[Outcome]:
    tote = yield from another(stop.picks, stop.line.slot, stop.tote, stop.show, (stop.tote,))
    return Outcome(left=stop.line.quantity, tote=tote)
