"""Putting back what a cancelled order had in its totes: tote, item, shelf, piece after piece."""

from server.outbound.wire.put_back import ConfirmPutBack, PutBack, PutBackStop, PutBackView
from terminal.flows.ask import Answer, Ask, Do, Flow, Raised, Rule, Show, need
from terminal.flows.put_away import OVERRIDE
from terminal.flows.quantity import serials
from terminal.flows.words import say
from terminal.scan.reading import Kind
from terminal.scan.wanted import Alias, Candidate, only


def put_back(view: PutBackView) -> Flow[str]:
    """Only the scan of the shelf frees the goods. Answers `again` when fewer went than asked."""
    tote, left = "", False
    for number, stop in enumerate(view.stops, start=1):
        show = _show(view, stop, number)
        if stop.tote != tote:
            yield from need(Ask(Kind.TOTE, one_of=only(stop.tote), show=show))
            tote = stop.tote
        goods = yield from need(
            Ask(
                Kind.ITEM,
                prompt=say("SCAN ITEM x{count}", count=stop.quantity),
                one_of=(_candidate(stop),),
                quantity=Rule(stop.quantity, most=stop.quantity),
                show=show,
            )
        )
        left |= goods.quantity < stop.quantity
        yield from _one(stop, goods.quantity, show)
    return "again" if left else "done"


def _one(stop: PutBackStop, quantity: int, show: Show) -> Flow[None]:
    numbers: tuple[str, ...] | Raised = ()
    if stop.tracking == "serial":
        ask = Ask(Kind.SERIAL, prompt="SCAN SERIALS", unseen=True, show=show)
        numbers = yield from serials(ask, quantity)
    place = yield from _place(stop, show)
    yield from Do(
        ConfirmPutBack(
            tote=stop.tote,
            sku=stop.sku,
            quantity=quantity,
            location=place.value,
            lot=stop.lot,
            serials=numbers if isinstance(numbers, tuple) else (),
            reason=place.reason,
        ),
        says=say(
            "put {count} x {item} back at {place}", count=quantity, item=stop.sku, place=place.value
        ),
        reply=PutBack,
        final="move the goods instead",
    )


def _place(stop: PutBackStop, show: Show) -> Flow[Answer]:
    """Where more of it stands; any other place with a reason, or any place when there is none."""
    if stop.location is None:
        return (yield from need(Ask(Kind.LOC, prompt="SCAN A SHELF", step="shelf", show=show)))
    return (
        yield from need(
            Ask(
                Kind.LOC,
                step="place",
                one_of=only(stop.location),
                override=OVERRIDE,
                show=show,
            )
        )
    )


def _candidate(stop: PutBackStop) -> Candidate:
    aliases = tuple(Alias(code) for code in stop.barcodes)
    return Candidate(stop.sku, words=stop.name, aliases=aliases)


def _show(view: PutBackView, stop: PutBackStop, number: int) -> Show:
    goods = say("{item} LOT {lot}", item=stop.sku, lot=stop.lot) if stop.lot else stop.sku
    return Show(
        title=say(
            "PUT BACK {order} {number}/{count}",
            order=view.order,
            number=number,
            count=len(view.stops),
        ),
        target=stop.location or "ANY SHELF",
        digits=str(stop.quantity),
        lines=(stop.name, goods, say("from {place}", place=stop.tote)),
        ahead=tuple(f"{one.quantity} {one.sku} {one.name}" for one in view.stops[number:]),
    )
