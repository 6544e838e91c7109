"""What stands somewhere is told anew: its quantity, that it is damaged or fit, or scrapped."""

from server.counting.wire import Adjusted, AdjustStock, ScrapStock
from server.stock.wire import ChangeStatus, Moved, Status
from server.wire import Command
from terminal.flows.ask import Answer, Ask, Do, Flow, Rule, Show, need
from terminal.flows.words import say
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate

TITLE = "ADJUST"
WHAT = (
    Candidate("quantity", words="NEW QUANTITY"),
    Candidate("damaged", words="DAMAGED"),
    Candidate("fit", words="FIT AGAIN"),
    Candidate("scrap", words="SCRAP"),
)
WHY = (
    Candidate("found", words="FOUND"),
    Candidate("lost", words="LOST"),
    Candidate("broken", words="BROKEN"),
    Candidate("spoiled", words="SPOILED"),
    Candidate("booked wrongly", words="BOOKED WRONGLY"),
)
PROMPTS = {"quantity": "HOW MANY ARE THERE?"}


def adjust(_: None) -> Flow[str]:
    """Place, item, what is true, why; above the limits a second person signs, or it waits."""
    place = yield from need(
        Ask(
            Kind.LOC,
            also=(Kind.LPN, Kind.SSCC, Kind.TOTE),
            prompt="SCAN LOCATION OR LPN",
            step="place",
            show=Show(title=TITLE),
        )
    )
    show = Show(title=TITLE, target=place.value)
    goods = yield from need(Ask(Kind.ITEM, open=True, show=show))
    show = Show(title=TITLE, target=goods.value, lines=(say("in {place}", place=place.value),))
    what = yield from need(
        Ask(Kind.CHOICE, prompt="WHAT IS TRUE?", step="what", one_of=WHAT, show=show)
    )
    words = PROMPTS.get(what.value, "HOW MANY?")
    rule = Rule(None, least=0 if what.value == "quantity" else 1, most=1_000_000)
    amount = yield from need(Ask(Kind.QTY, prompt=words, quantity=rule, show=show))
    why = yield from need(Ask(Kind.CHOICE, prompt="WHY?", step="why", one_of=WHY, show=show))
    if what.value in {"damaged", "fit"}:
        return (yield from _status(place, goods, what, amount.quantity, why.value))
    return (yield from _quantity(place, goods, what, amount.quantity, why.value))


def _quantity(place: Answer, goods: Answer, what: Answer, amount: int, why: str) -> Flow[str]:
    """A recount or a photo lets who is alone approve their own, where the site says so."""
    evidence = yield from need(
        Ask(
            Kind.TEXT,
            prompt="RECOUNT OR PHOTO? WHICH",
            step="evidence",
            unseen=True,
            default=None if what.value == "scrap" else "",
            show=Show(title=TITLE, target=goods.value, lines=("What shows it; Enter: nothing",)),
        )
    )

    told = ScrapStock if what.value == "scrap" else AdjustStock

    def command(*, waits: bool) -> Command:
        return told(
            sku=goods.value,
            location=_location(place),
            container=_container(place),
            lot=goods.lot,
            serials=_serial(goods),
            quantity=amount,
            reason=why,
            evidence=evidence.value,
            waits=waits,
        )

    says = say("{item} in {place}: {count}", item=goods.value, place=place.value, count=amount)
    reply = yield from Do(
        command(waits=False),
        says=says,
        reply=Adjusted,
        final="adjust it again instead",
        or_else=command(waits=True),
    )
    if reply is None:
        return "done"
    if reply.approval is not None:
        return say("Waits for approval {number}.", number=reply.approval)
    return say(
        "{item} in {place}: {before} -> {after}",
        item=goods.value,
        place=place.value,
        before=reply.before,
        after=reply.after,
    )


def _status(place: Answer, goods: Answer, what: Answer, amount: int, why: str) -> Flow[str]:
    fit, damaged = Status.AVAILABLE, Status.DAMAGED
    source, target = (damaged, fit) if what.value == "fit" else (fit, damaged)
    told = say(
        "{count} x {item} {status}", count=amount, item=goods.value, status=say(target.value)
    )
    yield from Do(
        ChangeStatus(
            sku=goods.value,
            quantity=amount,
            location=_location(place),
            container=_container(place),
            lot=goods.lot,
            serials=_serial(goods),
            source_status=source,
            target_status=target,
            reason=why,
        ),
        says=told,
        reply=Moved,
    )
    return told


def _location(place: Answer) -> str | None:
    return place.value if place.kind is Kind.LOC else None


def _container(place: Answer) -> str | None:
    return None if place.kind is Kind.LOC else place.value


def _serial(goods: Answer) -> tuple[str, ...]:
    return (goods.serial,) if goods.serial else ()
