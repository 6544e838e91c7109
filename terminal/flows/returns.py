"""Returns: whose parcel it is, then each item, its condition and where it stands now."""

from labels.codes import Verb
from server.returns.wire import CloseReturn, Grade, OpenReturn, ReturnLine, ReturnView
from terminal.flows.ask import Ask, Do, Flow, Manual, Rule, Show, need
from terminal.flows.words import say
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate

GRADES = (
    Candidate(Grade.NEW, words="NEW"),
    Candidate(Grade.OPENED, words="OPENED"),
    Candidate(Grade.DAMAGED, words="DAMAGED"),
    Candidate(Grade.WRONG, words="WRONG ITEM"),
    Candidate(Grade.NOT_OURS, words="NOT OURS"),
)


def returns(_: None) -> Flow[str]:
    """Books a parcel that came back, line by line; F8 closes it."""
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
    blind = parcel.kind is Kind.CMD
    opened = yield from Do(
        OpenReturn(reference="" if blind else parcel.value),
        says="open a return",
        reply=ReturnView,
        final="close the return instead",
    )
    if opened is None:
        return "done"
    while (yield from _line(opened)):
        pass
    yield from Do(
        CloseReturn(return_number=opened.return_number),
        says=say("close {number}", number=opened.return_number),
        reply=ReturnView,
        final="the credit signal is out",
    )
    return opened.return_number


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


def _line(opened: ReturnView) -> Flow[bool]:
    show = _show(opened)
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
        return False
    unknown = goods.kind is Kind.CMD
    grade = yield from need(
        Ask(Kind.CHOICE, prompt="CONDITION?", step="grade", one_of=GRADES, show=show)
    )
    note = ""
    if grade.value == Grade.NOT_OURS or unknown:
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
    place = yield from need(Ask(Kind.LOC, prompt="SCAN WHERE IT STANDS", step="place", show=show))
    serials = [goods.serial] if goods.serial else []
    yield from Do(
        ReturnLine(
            return_number=opened.return_number,
            sku=None if unknown else goods.value,
            quantity=1 if unknown else goods.quantity,
            grade=Grade(grade.value),
            location=place.value,
            lot=goods.lot,
            serials=serials,
            note=note,
        ),
        says=say("return {item}", item=goods.value),
        reply=ReturnView,
        back="place",
        final="move or adjust what was booked",
    )
    return True
