"""Counting a place, blind: no figure of the book is on any screen or in any answer."""

from labels.codes import Verb
from server.counting.wire import CountedLine, Counting, CountLocation, CountSnapshot, OpenCount
from server.wire import Day
from terminal.flows.ask import Answer, Ask, Do, Flow, Rule, Show, need
from terminal.flows.words import say
from terminal.scan.reading import Kind
from terminal.scan.wanted import only


def count(snapshot: CountSnapshot | None) -> Flow[str]:
    """Location, then each item and how many; F8 says that there is nothing more."""
    title = say("COUNT {number}", number=snapshot.count) if snapshot else say("COUNT")
    place = yield from need(
        Ask(
            Kind.LOC,
            prompt="SCAN LOCATION",
            step="place",
            one_of=only(snapshot.location) if snapshot else (),
            show=Show(title=title, target=snapshot.location if snapshot else ""),
        )
    )
    opened = yield from Do(
        OpenCount(location=place.value, count=snapshot.count if snapshot else None),
        says=say("count {place}", place=place.value),
        reply=Counting,
        final="leave the count instead",
    )
    if opened is None:
        return "done"
    lines: tuple[CountedLine, ...] = ()
    while True:
        line = yield from _line(title, place.value, lines)
        if line is None:
            break
        lines = (*lines, line)
    counted = yield from Do(
        CountLocation(count=opened.count, round=opened.round, lines=list(lines)),
        says=say("count of {place}", place=place.value),
        back="item",
        reply=Counting,
        final="count the place again instead",
    )
    again = counted is not None and counted.state.value == "again"
    return "again" if again else say("{place} is counted.", place=place.value)


def _line(title: str, place: str, lines: tuple[CountedLine, ...]) -> Flow[CountedLine | None]:
    seen = tuple(f"{line.quantity} {line.sku or line.container}" for line in lines)
    show = Show(title=title, target=place, digits=str(len(lines)), lines=seen[-3:], ahead=seen)
    goods = yield from need(
        Ask(
            Kind.ITEM,
            also=(Kind.LPN, Kind.SSCC, Kind.TOTE),
            prompt="SCAN ITEM, F8 NO MORE",
            open=True,
            commands=(Verb.CLOSE, Verb.NIL),
            show=show,
        )
    )
    if goods.kind is Kind.CMD:
        return None
    if goods.kind is not Kind.ITEM:
        return CountedLine(container=goods.value)
    amount = yield from need(
        Ask(
            Kind.QTY,
            prompt="HOW MANY?",
            quantity=Rule(None, most=1_000_000, units=_units(goods)),
            show=Show(title=title, target=goods.value, lines=(place,)),
        )
    )
    return _told(goods, amount.quantity)


def _units(goods: Answer) -> dict[str, int]:
    """Whoever scans a case may say how many of them there are."""
    pack = int(goods.values.get("pack", "1"))
    return {"c": pack} if pack > 1 else {}


def _told(goods: Answer, quantity: int) -> CountedLine:
    return CountedLine(
        sku=goods.value,
        quantity=quantity,
        lot=goods.lot,
        expires_on=Day.fromisoformat(goods.expiry) if goods.expiry else None,
        serials=(goods.serial,) if goods.serial else (),
    )
