"""What stands somewhere is told anew: how many, more or fewer, scrapped, or of another status."""

from dataclasses import dataclass, replace

from msgspec import structs

from server.counting.wire.adjust import Adjusted, AdjustStock, ScrapStock
from server.wire import Command
from terminal.flows import status
from terminal.flows.ask import Answer, Ask, Do, Flow, Rule, Show, need
from terminal.flows.kept import lot_of, numbers_of
from terminal.flows.move import content
from terminal.flows.status import container, location
from terminal.flows.words import Words, say
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate

TITLE = "ADJUST"
WHAT = (
    Candidate("quantity", words="NEW QUANTITY"),
    Candidate("damaged", words="DAMAGED"),
    Candidate("fit", words="FIT AGAIN"),
    Candidate("scrap", words="SCRAP"),
    Candidate("more", words="MORE BY"),
    Candidate("fewer", words="FEWER BY"),
    Candidate("inspect", words="TO BE INSPECTED"),
    Candidate("hold", words="HOLD"),
    Candidate("release", words="RELEASE"),
)
WHY = (
    Candidate("found", words="FOUND"),
    Candidate("lost", words="LOST"),
    Candidate("broken", words="BROKEN"),
    Candidate("spoiled", words="SPOILED"),
    Candidate("booked wrongly", words="BOOKED WRONGLY"),
)
SURE = (Candidate("yes", words="YES, SO IT IS"), Candidate("no", words="NO, LEAVE IT"))
PROMPTS = {"quantity": "HOW MANY ARE THERE?"}


def adjust(_: None) -> Flow[str]:
    """Place, item, its lot, what is true, why; above the limits a second person signs."""
    place = yield from need(
        Ask(
            Kind.LOC,
            also=(Kind.LPN, Kind.SSCC, Kind.TOTE),
            prompt="SCAN LOCATION OR LPN",
            step="place",
            told=True,
            show=Show(title=TITLE),
        )
    )
    shown = Show(title=TITLE, target=place.value, lines=content(place))
    goods = yield from need(Ask(Kind.ITEM, open=True, show=shown))
    show = Show(title=TITLE, target=goods.value, lines=(say("in {place}", place=place.value),))
    lot = yield from lot_of(goods, show)
    what = yield from need(
        Ask(Kind.CHOICE, prompt="WHAT IS TRUE?", step="what", one_of=WHAT, show=show)
    )
    if what.value in status.HOLDS:
        told = replace(show, lines=(*show.lines, *content(place)))
        return (yield from status.hold(told, place, goods, lot, what.value))
    words = PROMPTS.get(what.value, "HOW MANY?")
    rule = Rule(None, least=0 if what.value == "quantity" else 1, most=1_000_000)
    amount = yield from need(Ask(Kind.QTY, prompt=words, quantity=rule, show=show))
    if not lot:
        changed = _difference(show, place, goods.value, what.value, amount.quantity)
        if not (yield from _meant(changed)):
            return say("Nothing was changed.")
        show = changed.show
    why = yield from need(Ask(Kind.CHOICE, prompt="WHY?", step="why", one_of=WHY, show=show))
    if what.value in status.BETWEEN:
        return (
            yield from status.change(
                show, place, goods, lot, what.value, amount.quantity, why.value
            )
        )
    numbers: tuple[str, ...] = (goods.serial,) if goods.serial else ()
    if what.value != "quantity":
        numbers = yield from numbers_of(goods, amount.quantity, show, follows=False)
    base = AdjustStock(
        sku=goods.value,
        location=location(place),
        container=container(place),
        lot=lot,
        serials=numbers,
        reason=why.value,
    )
    return (yield from _told(show, place, base, what.value, amount.quantity))


@dataclass(frozen=True)
class _Changed:
    """What the prompt shows of a change, and the orders that would lose their goods by it."""

    show: Show
    losers: str = ""


def _difference(show: Show, place: Answer, sku: str, what: str, amount: int) -> _Changed:
    """Before -> after, where the server told what stands there (never to who counts it)."""
    told = place.values
    if what == "fit" or "content" not in told:
        return _Changed(show)
    before = int(told.get("holds/" + sku, "0"))
    delta = {"quantity": amount - before, "more": amount}.get(what, -amount)
    after = before + delta
    words = say("{count} MORE", count=delta) if delta > 0 else say("{count} FEWER", count=-delta)
    line = say("{before} -> {after}: {words}", before=before, after=max(after, 0), words=words)
    worth = _worth(told.get("cost/" + sku, ""), abs(delta))
    free = int(told.get("stands/" + sku, "0"))
    losers = told.get("waits/" + sku, "") if after < before - free else ""
    return _Changed(replace(show, lines=(line, *worth, *show.lines)), losers)


def _worth(cost: str, quantity: int) -> tuple[Words, ...]:
    """What so many cost, where the server told it: `1250/1/EUR` is 12.50 for each."""
    if not cost:
        return ()
    amount, per, currency = cost.split("/")
    value = int(amount) * quantity / int(per) / 100
    told = round(value, 2) if value < 1000 and value % 1 else round(value)
    return (say("WORTH {value} {currency}", value=told, currency=currency),)


def _meant(changed: _Changed) -> Flow[bool]:
    """Fewer than are promised: whoever would lose them is named first."""
    if not changed.losers:
        return True
    lines = (say("PROMISED: {waits}", waits=changed.losers), *changed.show.lines)
    ask = Ask(
        Kind.CHOICE,
        prompt="ORDERS LOSE IT: SURE?",
        step="losers",
        one_of=SURE,
        show=replace(changed.show, lines=lines),
    )
    return (yield from need(ask)).value == "yes"


def _told(show: Show, place: Answer, base: AdjustStock, what: str, amount: int) -> Flow[str]:
    """A recount or a photo lets who is alone approve their own, where the site says so."""
    evidence = yield from need(
        Ask(
            Kind.TEXT,
            prompt="RECOUNT OR PHOTO? WHICH",
            step="evidence",
            unseen=True,
            default=None if what == "scrap" else "",
            show=Show(title=TITLE, target=show.target, lines=("What shows it; Enter: nothing",)),
        )
    )
    sign = {"more": "+", "fewer": "-", "scrap": "-"}.get(what, "")
    reply = yield from Do(
        _command(base, what, amount, evidence.value, waits=False),
        says=say(
            "{item} in {place}: {count}",
            item=base.sku,
            place=place.value,
            count=f"{sign}{amount}",
        ),
        reply=Adjusted,
        final="adjust it again instead",
        or_else=_command(base, what, amount, evidence.value, waits=True),
    )
    if reply is None:
        return "done"
    if reply.approval is not None:
        return say("Waits for approval {number}.", number=reply.approval)
    return say(
        "{item} in {place}: {before} -> {after}",
        item=base.sku,
        place=place.value,
        before=reply.before,
        after=reply.after,
    )


def _command(base: AdjustStock, what: str, amount: int, evidence: str, *, waits: bool) -> Command:
    """The new quantity, so many more or fewer, or so many thrown away."""
    if what == "scrap":
        return ScrapStock(
            sku=base.sku,
            location=base.location,
            container=base.container,
            lot=base.lot,
            serials=base.serials,
            quantity=amount,
            reason=base.reason,
            evidence=evidence,
            waits=waits,
        )
    delta = {"more": amount, "fewer": -amount}.get(what)
    return structs.replace(
        base,
        quantity=amount if delta is None else None,
        delta=delta,
        evidence=evidence,
        waits=waits,
    )
