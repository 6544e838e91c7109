"""Moving: a container to a place, or loose goods from a place to a place or into a container."""

from labels.codes import Verb
from server.stock.wire import MoveContainer, Moved, MoveStock
from terminal.flows.ask import Answer, Ask, Do, Flow, Rule, Show, need
from terminal.flows.words import say
from terminal.scan.reading import Kind

TITLE = "MOVE"


def move(_: None) -> Flow[str]:
    """LPN: two scans; loose goods: three."""
    what = yield from need(
        Ask(
            Kind.LPN,
            also=(Kind.SSCC, Kind.TOTE, Kind.LOC),
            prompt="SCAN LPN OR LOCATION",
            step="what",
            unseen=True,
            show=Show(title=TITLE),
        )
    )
    if what.kind is Kind.LOC:
        return (yield from _loose(what))
    show = Show(title=TITLE, target=what.value)
    to = yield from need(Ask(Kind.LOC, prompt="SCAN TO", step="to", show=show))
    yield from Do(
        MoveContainer(container=what.value, target=to.value),
        says=say("move {what} to {to}", what=what.value, to=to.value),
        reply=Moved,
        back="to",
    )
    return f"{what.value} -> {to.value}"


def _loose(source: Answer) -> Flow[str]:
    show = Show(title=TITLE, target=source.value, lines=(say("Digits before the scan: how many"),))
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
    shown = Show(
        title=TITLE,
        target=goods.value,
        digits=str(goods.quantity),
        lines=(say("from {place}", place=source.value),),
    )
    to = yield from need(
        Ask(
            Kind.LOC,
            also=(Kind.LPN, Kind.SSCC, Kind.TOTE),
            prompt="SCAN TO",
            step="to",
            unseen=True,
            show=shown,
        )
    )
    into = to.kind is not Kind.LOC
    yield from Do(
        MoveStock(
            sku=goods.value,
            quantity=goods.quantity,
            source=source.value,
            target=None if into else to.value,
            target_container=to.value if into else None,
            lot=goods.lot,
            serials=(goods.serial,) if goods.serial else (),
        ),
        says=say(
            "move {count} x {item} to {to}", count=goods.quantity, item=goods.value, to=to.value
        ),
        reply=Moved,
        back="to",
    )
    return f"{goods.quantity} x {goods.value} -> {to.value}"
