"""Returns: whose parcel it is, then each item, its condition and where it stands now."""

from dataclasses import dataclass, replace

from labels.codes import Verb
from server.returns.wire import (
    CloseReturn,
    Disposition,
    Grade,
    OpenReturn,
    ReturnLine,
    ReturnView,
)
from server.wire import Line, Snapshot
from terminal.flows.ask import Ask, Do, Flow, Manual, Rule, Show, need
from terminal.flows.fresh import is_fresh, labelled
from terminal.flows.kept import lot_of, numbers_of
from terminal.flows.words import say
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate

GRADES = (
    Candidate(Grade.NEW, words="NEW"),
    Candidate(Grade.OPENED, words="OPENED"),
    Candidate(Grade.DAMAGED, words="DAMAGED"),
    Candidate(Grade.WRONG, words="WRONG ITEM"),
    Candidate(Grade.NOT_OURS, words="NOT OURS"),
    Candidate(Grade.OTHER, words="OTHER"),
)
NOTED = {Grade.NOT_OURS, Grade.OTHER}
DISPOSITIONS = {
    Disposition.STOCK: "STOCK",
    Disposition.REFURBISH: "REFURBISH",
    Disposition.QUARANTINE: "QUARANTINE",
    Disposition.SCRAP: "SCRAP",
    Disposition.VENDOR: "BACK TO THE VENDOR",
}
MISSING = (Candidate("yes", words="CLOSE IT SO"), Candidate("no", words="GO ON"))


class Returning(Snapshot, frozen=True, kw_only=True):
    """What was scanned at home: an order, a parcel or an RMA; empty: nothing was."""

    reference: Line = ""


@dataclass(frozen=True)
class _Stands:
    """Where the line before was put: the next goods stand there too unless another is scanned."""

    location: str = ""
    container: str = ""
    fresh: bool = False
    """F7 gave its number out for the line before."""


def returns(returning: Returning | None) -> Flow[str]:
    """Books a parcel that came back, line by line; F8 closes it and says what did not come."""
    reference = returning.reference if returning else ""
    if not reference:
        reference = yield from _reference()
    opened = yield from Do(
        OpenReturn(reference=reference),
        says="open a return",
        reply=ReturnView,
        final="close the return instead",
    )
    if opened is None:
        return "done"
    stands = _Stands()
    while True:
        booked = yield from _line(opened, stands)
        if booked is not None:
            opened, stands = booked
        elif (yield from _complete(opened)):
            break
    yield from Do(
        CloseReturn(return_number=opened.return_number),
        says=say("close {number}", number=opened.return_number),
        reply=ReturnView,
        final="the credit signal is out",
    )
    missing = sum(max(line.shipped - line.returned, 0) for line in opened.shipped)
    if missing:
        return say("{number}: {count} not back", number=opened.return_number, count=missing)
    return opened.return_number


def _complete(opened: ReturnView) -> Flow[bool]:
    """Whether that was all: what was shipped and is not back is listed first."""
    missing = tuple(
        say("{count} NOT BACK  {item}", count=left, item=line.sku)
        for line in opened.shipped
        if (left := line.shipped - line.returned) > 0
    )
    if not missing or not opened.lines:
        return True
    ask = Ask(
        Kind.CHOICE,
        prompt="NOT ALL IS BACK",
        step="missing",
        one_of=MISSING,
        show=replace(_show(opened), lines=missing[:3], details=missing),
    )
    return (yield from need(ask)).value == "yes"


def _decided(opened: ReturnView, grade: Grade, show: Show) -> Flow[Disposition | None]:
    """What becomes of it: Enter takes what is proposed, which comes first and tells its why."""
    proposal = next((each for each in opened.proposals if each.grade is grade), None)
    if proposal is None:
        return None
    others = [one for one in DISPOSITIONS if one is not proposal.disposition]
    choices = tuple(
        Candidate(one, words=DISPOSITIONS[one]) for one in (proposal.disposition, *others)
    )
    ask = Ask(
        Kind.CHOICE,
        prompt="WHAT BECOMES OF IT?",
        step="disposition",
        one_of=choices,
        commands=(Verb.OK,),
        show=replace(show, lines=(say("Enter: 1"), proposal.why)),
    )
    chosen = yield from need(ask)
    if chosen.is_(Verb.OK) or chosen.value == proposal.disposition.value:
        return None
    return Disposition(chosen.value)


def _reference() -> Flow[str]:
    """Whose parcel it is, by whatever is on it; empty: nobody knows."""
    parcel = yield from need(
        Ask(
            Kind.RMA,
            also=(Kind.SHIP, Kind.ORDER, Kind.LPN, Kind.SERIAL, Kind.TEXT),
            prompt="SCAN PARCEL OR ORDER",
            step="parcel",
            unseen=True,
            commands=(Verb.BLIND, Verb.CLOSE),
            show=Show(title="RETURN", lines=(say("F8: nothing on it"),)),
        )
    )
    return "" if parcel.kind is Kind.CMD else parcel.value


def _show(opened: ReturnView) -> Show:
    sold = tuple(
        f"{line.shipped - line.returned} {line.sku} {line.name}" for line in opened.shipped
    )
    return Show(
        title=say("RETURN {number}", number=opened.return_number),
        target=opened.order or say("NO ORDER"),
        lines=sold[:3],
        details=sold,
        ahead=sold,
    )


def _line(opened: ReturnView, stands: _Stands) -> Flow[tuple[ReturnView, _Stands] | None]:
    """One item that came: which of it, its condition, where it stands now. None: no more."""
    show = _show(opened)
    if stands.fresh:
        show = replace(show, lines=(say("PUT ON {lpn}", lpn=stands.container), *show.lines)[:3])
    goods = yield from need(
        Ask(
            Kind.ITEM,
            prompt="SCAN ITEM, F8 DONE",
            one_of=tuple(Candidate(line.sku, words=line.name) for line in opened.shipped),
            open=True,
            quantity=Rule(1),
            commands=(Verb.CLOSE, Verb.BLIND),
            show=show,
        )
    )
    if goods.is_(Verb.CLOSE):
        return None
    unknown = goods.kind is Kind.CMD
    lot = None if unknown else (yield from lot_of(goods, show))
    numbers = () if unknown else (yield from numbers_of(goods, goods.quantity, show))
    grade = yield from need(
        Ask(Kind.CHOICE, prompt="CONDITION?", step="grade", one_of=GRADES, show=show)
    )
    disposition = yield from _decided(opened, Grade(grade.value), show)
    note = ""
    if Grade(grade.value) in NOTED or unknown:
        told = yield from need(
            Ask(
                Kind.TEXT,
                prompt="WHAT IS IT?",
                step="note",
                unseen=True,
                manual=Manual.ALLOWED,
                show=show,
            )
        )
        note = told.value
    on = yield from _put(show, stands)
    reply = yield from Do(
        ReturnLine(
            return_number=opened.return_number,
            sku=None if unknown else goods.value,
            quantity=1 if unknown else goods.quantity,
            grade=Grade(grade.value),
            disposition=disposition,
            location=on.location,
            container=on.container or None,
            lot=lot,
            serials=list(numbers),
            note=note,
        ),
        says=say("return {item}", item=goods.value),
        reply=ReturnView,
        back="" if numbers else "disposition" if disposition else "place",
        final="move or adjust what was booked",
    )
    return reply or opened, on


def _put(show: Show, stands: _Stands) -> Flow[_Stands]:
    """A place, or an LPN: where that stands is asked once."""
    last = stands.container or stands.location
    before = (say("before: {place}", place=last),) if last else ()
    place = yield from need(
        Ask(
            Kind.LOC,
            also=(Kind.LPN, Kind.SSCC, Kind.TOTE),
            prompt="SCAN PLACE OR LPN, F7 NEW",
            step="place",
            commands=(Verb.PRINT,),
            fresh=True,
            show=replace(show, lines=(*before, *show.lines)[:3]),
        )
    )
    if place.kind is Kind.LOC:
        return _Stands(place.value)
    if stands.container == place.value:
        return _Stands(stands.location, stands.container)
    named = replace(show, target=place.value)
    ask = Ask(Kind.LOC, prompt="WHERE IS THE LPN?", step="lpn_at", show=named)
    where = yield from need(ask)
    yield from labelled(place)
    return _Stands(where.value, place.value, fresh=is_fresh(place))
