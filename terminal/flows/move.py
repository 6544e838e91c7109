"""Moving: a container to a place or another, or loose goods from a place to either."""

from dataclasses import replace

from labels.codes import Verb
from server.stock.wire import MoveContainer, Moved, MoveStock
from terminal.flows import containers, reasons
from terminal.flows.ask import Answer, Ask, Do, Flow, Raised, Rule, Show, need
from terminal.flows.containers import ALSO, TITLE
from terminal.flows.kept import lot_of, numbers_of
from terminal.flows.words import say
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate

ALL_THE_SAME = reasons.Exceptional("7", "THERE ALL THE SAME", Verb.FULL)
WHY = (
    Candidate("no other room", words="NO OTHER ROOM"),
    Candidate("for a short time", words="FOR A SHORT TIME"),
    Candidate("the rule is wrong", words="THE RULE IS WRONG"),
)


def move(_: None) -> Flow[str]:
    """LPN: two scans; loose goods: three, two where all of the item lies in one place.

    F2: several LPNs together.
    """
    what = yield from Ask(
        Kind.LPN,
        also=(*ALSO, Kind.LOC, Kind.ITEM),
        prompt="SCAN LPN OR LOCATION",
        step="what",
        unseen=True,
        told=True,
        exceptions=(containers.CONSOLIDATE, containers.NEST),
        show=Show(title=TITLE),
    )
    if isinstance(what, Raised):
        return (yield from containers.together(what.code))
    if what.kind is Kind.ITEM:
        return (yield from _item(what))
    if what.kind is Kind.LOC:
        return (yield from _loose(what))
    return (yield from _lpn(what))


def content(what: Answer) -> tuple[str, ...]:
    """What stands in it, and who waits for some of that, as far as the server told."""
    there, waits = what.values.get("content", ""), what.values.get("waits", "")
    told = (there, say("PROMISED: {waits}", waits=waits) if waits else "")
    return tuple(line for line in told if line)


def _lpn(what: Answer) -> Flow[str]:
    """To a place with all that is in it, onto another LPN, or only some of it (F2)."""
    lpn = what.value
    offered = (containers.SPLIT, containers.TAKE_OUT)
    show = Show(title=TITLE, target=lpn, lines=content(what))
    ask = Ask(
        Kind.LOC, also=(Kind.LPN, *ALSO), prompt="SCAN TO", step="to", already=(lpn,), show=show
    )
    to, why = yield from _to(ask, offered)
    if isinstance(to, Raised):
        if to.code == containers.SPLIT.code:
            return (yield from containers.split(lpn))
        return (yield from containers.nest(lpn, None))
    if to.kind is not Kind.LOC:
        return (yield from containers.nest(lpn, to.value))
    yield from Do(
        MoveContainer(container=lpn, target=to.value, reason=why),
        says=say("move {what} to {to}", what=lpn, to=to.value),
        reply=Moved,
        back="to",
    )
    return f"{lpn} -> {to.value}"


def _item(what: Answer) -> Flow[str]:
    """An item is moved from where it lies, where that is one place; else the place is scanned."""
    place = what.values.get("lies", "")
    if not place:
        show = Show(title=TITLE, target=what.value, lines=(say("It lies in several places"),))
        source = yield from need(Ask(Kind.LOC, prompt="FROM WHERE?", step="source", show=show))
        place = source.value
    return (yield from _taken(place, what, what))


def _loose(source: Answer) -> Flow[str]:
    show = Show(
        title=TITLE,
        target=source.value,
        lines=(*content(source), say("Digits before the scan: how many"))[:3],
    )
    goods = yield from need(
        Ask(
            Kind.ITEM,
            prompt="SCAN ITEM",
            open=True,
            quantity=Rule(1, most=1_000_000),
            commands=(Verb.CLOSE,),
            show=show,
        )
    )
    if goods.is_(Verb.CLOSE):
        return ""
    return (yield from _taken(source.value, goods, source))


def _amount(goods: Answer, told: Answer, show: Show) -> Flow[tuple[int, Answer | None]]:
    """As many as were told with the scan; else all that is free there, or fewer.

    Where to is scanned already at the question: all of it goes there.
    """
    tracking = goods.values.get("tracking", "")
    free = int(told.values.get("stands/" + goods.value, "0")) if not tracking else 0
    if goods.quantity > 1 or tracking == "serial" or (free < 2 and goods is not told):
        return goods.quantity, None
    rule = Rule(None, most=1_000_000)
    ask = Ask(Kind.QTY, prompt="QTY?", step="amount", quantity=rule, show=show)
    if free:
        to = (Kind.LOC, Kind.LPN, *ALSO)
        ask = replace(ask, also=to, unseen=True, prompt="QTY ALL?", default=str(free))
    answer = yield from need(ask)
    return (answer.quantity, None) if answer.kind is Kind.QTY else (free, answer)


def _promised(goods: Answer, told: Answer, count: int, show: Show) -> Flow[tuple[int, bool]]:
    """More than is free there: the promised go along with their promises, or only what is free."""
    waits = told.values.get("waits/" + goods.value, "")
    free = int(told.values.get("stands/" + goods.value, "0"))
    if not waits or count <= free:
        return count, False
    choices = (
        Candidate("along", words="IT STAYS PROMISED"),
        Candidate("free", words=say("ONLY {count}, WHAT IS FREE", count=free)),
    )
    lines = (say("PROMISED: {waits}", waits=waits), say("{count} are free", count=free))
    ask = Ask(
        Kind.CHOICE,
        prompt="SOME OF IT IS PROMISED",
        step="promised",
        one_of=choices,
        show=replace(show, digits=str(count), lines=lines),
    )
    along = (yield from need(ask)).value == "along"
    return (count, True) if along else (free, False)


def _taken(place: str, goods: Answer, told: Answer) -> Flow[str]:
    """So much of it from a place to another, or onto an LPN."""
    lines = (say("from {place}", place=place), *content(told)[1:])
    show = Show(title=TITLE, target=goods.value, lines=lines)
    lot = yield from lot_of(goods, show)
    count, already = yield from _amount(goods, told, show)
    count, along = yield from _promised(goods, told, count, show)
    if not count:
        return say("Nothing was moved.")
    numbers = yield from numbers_of(goods, count, show)
    shown = replace(show, digits=str(count))
    ask = Ask(
        Kind.LOC, also=(Kind.LPN, *ALSO), prompt="SCAN TO", step="to", unseen=True, show=shown
    )
    to, why = (already, "") if already else (yield from _to(ask))
    if isinstance(to, Raised):
        return ""
    into = to.kind is not Kind.LOC
    yield from Do(
        MoveStock(
            sku=goods.value,
            quantity=count,
            source=place,
            target=None if into else to.value,
            target_container=to.value if into else None,
            lot=lot,
            serials=numbers,
            along=along,
            reason=why,
        ),
        says=say("move {count} x {item} to {to}", count=count, item=goods.value, to=to.value),
        reply=Moved,
        back="amount" if already else "to",
    )
    return f"{count} x {goods.value} -> {to.value}"


def _to(
    ask: Ask, others: tuple[reasons.Exceptional, ...] = ()
) -> Flow[tuple[Answer | Raised, str]]:
    """The target and, where a rule of it is set aside, why; other exceptions come back as such."""
    to = yield from replace(ask, exceptions=(*others, ALL_THE_SAME))
    if not isinstance(to, Raised) or to.code != ALL_THE_SAME.code:
        return to, ""
    choice = Ask(Kind.CHOICE, prompt="WHY THERE?", step="why", one_of=WHY, show=ask.show)
    why = (yield from need(choice)).value
    return (yield from need(ask)), why
