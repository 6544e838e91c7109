"""LPNs with LPNs: nested on a pallet, emptied into another, taken out, split."""

from labels.codes import Verb
from server.stock.wire import Moved, MoveStock, NestContainer
from server.wire import Command
from terminal.flows import reasons
from terminal.flows.ask import Ask, Do, Flow, Rule, Show, need
from terminal.flows.fresh import labelled
from terminal.flows.kept import lot_of, numbers_of
from terminal.flows.words import Words, say
from terminal.scan.reading import Kind

TITLE = "MOVE"
ALSO = (Kind.SSCC, Kind.TOTE)

CONSOLIDATE = reasons.Exceptional("1", "ALL INTO ONE LPN", name="consolidate")
NEST = reasons.Exceptional("2", "LPNS ON A PALLET", name="nest")
SPLIT = reasons.Exceptional("1", "SOME OF IT", Verb.SPLIT)
TAKE_OUT = reasons.Exceptional("2", "OFF ITS PALLET", Verb.OPEN)


def together(code: str) -> Flow[str]:
    """Into or onto which, then each LPN; F8 ends it. Consolidated ones are left empty."""
    empties = code == CONSOLIDATE.code
    show = Show(title=TITLE)
    words = "SCAN LPN TO FILL" if empties else "SCAN PALLET"
    into = (yield from need(_lpn(words, "into", show))).value
    count = 0
    while True:
        show = Show(title=TITLE, target=into, digits=str(count))
        words = "EMPTY WHICH? F8 DONE" if empties else "WHICH ON IT? F8 DONE"
        lpn = yield from need(_lpn(words, "which", show, already=(into,), ends=True))
        if lpn.is_(Verb.CLOSE):
            return say("{count} on {into}", count=count, into=into)
        yield from nest(lpn.value, into, contents=empties)
        count += 1


def nest(lpn: str, into: str | None, *, contents: bool = False) -> Flow[str]:
    """An LPN on another, or alone again (`into` None); with `contents` only what is in it."""
    says = say("put {lpn} on {into}", lpn=lpn, into=into)
    if contents:
        says = say("empty {lpn} into {into}", lpn=lpn, into=into)
    if into is None:
        says = say("{lpn} stands alone", lpn=lpn)
    yield from Do(
        NestContainer(container=lpn, parent=into, contents=contents),
        says=says,
        reply=Moved,
        final="" if into else "put it on its pallet again",
        back="to",
    )
    return says


def split(lpn: str) -> Flow[str]:
    """Some of an LPN: item, how many, and what they stand on now; F7 takes a new number."""
    show = Show(title=TITLE, target=lpn, lines=(say("Digits before the scan: how many"),))
    ask = Ask(Kind.ITEM, prompt="SCAN ITEM", open=True, quantity=Rule(1, most=1_000_000), show=show)
    goods = yield from need(ask)
    lot = yield from lot_of(goods, show)
    numbers = yield from numbers_of(goods, goods.quantity, show)
    shown = Show(
        title=TITLE,
        target=goods.value,
        digits=str(goods.quantity),
        lines=(say("from {place}", place=lpn),),
    )
    to = yield from need(
        Ask(
            Kind.LPN,
            also=(*ALSO, Kind.LOC),
            prompt="SCAN LPN, F7 NEW",
            step="to",
            unseen=True,
            already=(lpn,),
            commands=(Verb.PRINT,),
            fresh=True,
            show=shown,
        )
    )
    target = to.value
    yield from labelled(to)
    loose = to.kind is Kind.LOC
    command: Command = MoveStock(
        sku=goods.value,
        quantity=goods.quantity,
        source_container=lpn,
        target=target if loose else None,
        target_container=None if loose else target,
        lot=lot,
        serials=numbers,
    )
    says: Words = say(
        "move {count} x {item} to {to}", count=goods.quantity, item=goods.value, to=target
    )
    yield from Do(command, says=says, reply=Moved, back="to")
    return f"{goods.quantity} x {goods.value} -> {target}"


def _lpn(
    words: str, step: str, show: Show, already: tuple[str, ...] = (), *, ends: bool = False
) -> Ask:
    return Ask(
        Kind.LPN,
        also=ALSO,
        prompt=words,
        step=step,
        unseen=True,
        already=already,
        commands=(Verb.CLOSE,) if ends else (),
        show=show,
    )
