"""Receiving: dock, then each item with what it needs, how many, and what it stands on."""

from dataclasses import dataclass

from labels.codes import Verb
from server.inbound.wire.expected import Expected
from server.inbound.wire.receipts import (
    Condition,
    OpenReceipt,
    ReceiptView,
    Received,
    ReceiveLine,
    TurnAway,
    TurnedAway,
)
from server.wire import Snapshot
from terminal.flows import reasons, received
from terminal.flows.ask import Answer, Ask, Do, Flow, Raised, Rule, Show, need
from terminal.flows.fresh import is_fresh
from terminal.flows.link import LINK, link
from terminal.flows.receipt import (
    Coming,
    best_line,
    candidates,
    close,
    not_ordered,
    why_over,
)
from terminal.flows.received import Told
from terminal.flows.words import Words, say
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate

ITEM = (reasons.BROKEN, reasons.DIFF, reasons.STUCK)
WHY_DAMAGED = (
    Candidate("crushed", words="CRUSHED"),
    Candidate("wet", words="WET"),
    Candidate("open or torn", words="OPEN OR TORN"),
    Candidate("damaged on arrival", words="OTHERWISE"),
)


class Receiving(Snapshot, frozen=True, kw_only=True):
    """What a purchase order expects; nothing when goods come unannounced."""

    expected: Expected | None = None


def which(_: None) -> Flow[Answer]:
    """Which purchase order has come; XCTLBLIND or Enter: none is known."""
    return (
        yield from need(
            Ask(
                Kind.PO,
                prompt="SCAN PO, ENTER BLIND",
                step="po",
                unseen=True,
                commands=(Verb.BLIND, Verb.OK),
                show=Show(title="RECEIVE", lines=(say("Enter: no order is known"),)),
            )
        )
    )


@dataclass(frozen=True)
class _Where:
    """To which receipt a line belongs: its number, or while that is unknown its order and dock."""

    dock: str
    order: str | None
    receipt: str | None


def receive(receiving: Receiving) -> Flow[str]:
    """Books what came line by line; F8 says what is not here, and ends it."""
    coming = Coming(receiving.expected)
    dock = yield from need(
        Ask(Kind.LOC, prompt="SCAN DOCK", step="dock", show=Show(title=coming.title))
    )
    order = coming.expected.purchase_order if coming.expected else None
    opened = yield from Do(
        OpenReceipt(dock=dock.value, purchase_order=order),
        says=say("open a receipt at {place}", place=dock.value),
        reply=ReceiptView,
        final="close the receipt instead",
    )
    where = _Where(dock.value, order, opened.number if opened else None)
    while True:
        goods = yield from _item(coming)
        if isinstance(goods, Answer) and goods.is_(Verb.CLOSE):
            if where.receipt is None or (yield from close(coming, where.receipt)):
                return "Receipt closed."
        else:
            coming.said = yield from _come(coming, where, goods)


def _item(coming: Coming) -> Flow[Answer | Raised]:
    known = (LINK,) if coming.expected else ()
    return (
        yield from Ask(
            Kind.ITEM,
            prompt="SCAN ITEM, F8 DONE",
            one_of=candidates(coming),
            open=True,
            commands=(Verb.CLOSE,),
            exceptions=(*ITEM, *known),
            show=coming.show(),
        )
    )


def _come(coming: Coming, where: _Where, goods: Answer | Raised) -> Flow[tuple[str, ...]]:
    """Goods that have come, whole, damaged or unknown; answers what is worth knowing next."""
    show = coming.show()
    if isinstance(goods, Raised) and goods.code == LINK.code:
        return ((yield from link(coming, show)),)
    if isinstance(goods, Raised) and goods.code != reasons.BROKEN.code:
        return (yield from _unknown(where, show))
    damaged = isinstance(goods, Raised)
    if isinstance(goods, Raised):
        goods = yield from need(
            Ask(
                Kind.ITEM,
                prompt="SCAN DAMAGED ITEM",
                step="damaged",
                one_of=candidates(coming),
                open=True,
                show=show,
            )
        )
    lines = coming.of(goods.value)
    if coming.expected is not None and not lines and not damaged:
        order = yield from not_ordered(coming, goods.value, show)
        if order == "reject":
            return (yield from _not_ordered(where, goods, show))
        if order != "take":
            return (yield from _of_another(coming, where, goods, order, show))
    line = yield from best_line(coming, goods.value, show)
    told = yield from received.facts(coming.known(goods.value), goods, show, coming.today)
    if told.rejected:
        return (yield from _turn_away(where, goods, told, TurnedAway.SHORT_LIFE))
    reason, over = "", ""
    if damaged:
        why = Ask(Kind.CHOICE, prompt="WHAT IS WRONG?", step="why", one_of=WHY_DAMAGED, show=show)
        reason = (yield from need(why)).value
    else:
        over = yield from why_over(coming, goods.value, told.quantity, show)
    reply = yield from _book(where, goods, told, show, _More(line=line, damage=reason, over=over))
    coming.book(goods.value, told.quantity, reply.told, damaged=damaged)
    return reply.said


def _of_another(
    coming: Coming, where: _Where, goods: Answer, order: str, show: Show
) -> Flow[tuple[str, ...]]:
    """Goods of another order of the supplier, on a receipt of their own."""
    line = next(line for number, line in coming.others(goods.value) if number == order)
    told = yield from received.facts(line, goods, show, coming.today)
    there = _Where(where.dock, order, None)
    if told.rejected:
        return (yield from _turn_away(there, goods, told, TurnedAway.SHORT_LIFE))
    return (yield from _book(there, goods, told, show)).said


def _not_ordered(where: _Where, goods: Answer, show: Show) -> Flow[tuple[str, ...]]:
    rule = Rule(None, most=1_000_000)
    amount = yield from need(Ask(Kind.QTY, prompt="QUANTITY?", quantity=rule, show=show))
    told = Told(quantity=amount.quantity, lot=goods.lot)
    return (yield from _turn_away(where, goods, told, TurnedAway.NOT_ORDERED))


def _turn_away(
    where: _Where, goods: Answer, told: Told, reason: TurnedAway
) -> Flow[tuple[str, ...]]:
    """They stay on the truck; the order expects them still."""
    words = say("{count} x {item} turned away", count=told.quantity, item=goods.value)
    yield from Do(
        TurnAway(
            receipt=where.receipt,
            purchase_order=None if where.receipt else where.order,
            dock=None if where.receipt else where.dock,
            sku=goods.value,
            quantity=told.quantity,
            reason=reason,
            lot=told.lot,
            expires_on=told.expires_on,
        ),
        says=words,
        reply=ReceiptView,
        final="receive them instead",
    )
    return (words,)


def _unknown(where: _Where, show: Show) -> Flow[tuple[str, ...]]:
    """A thing that nobody can name: how many, what it looks like, where it stands."""
    rule = Rule(None, most=1_000_000)
    amount = yield from need(Ask(Kind.QTY, prompt="QUANTITY?", quantity=rule, show=show))
    looks = yield from need(
        Ask(Kind.TEXT, prompt="WHAT IS IT?", step="note", unseen=True, show=show)
    )
    told, more = Told(quantity=amount.quantity), _More(what=looks.value)
    return (yield from _book(where, None, told, show, more)).said


@dataclass(frozen=True)
class _More:
    """What else is told of goods: for which line, how damaged, why too many, what they are."""

    line: int | None = None
    damage: str = ""
    over: str = ""
    what: str = ""


@dataclass(frozen=True)
class _Booked:
    """What the server answered, and what of that the worker should know next."""

    told: Received | None
    said: tuple[str, ...]


def _book(
    where: _Where, goods: Answer | None, told: Told, show: Show, more: _More = _More()
) -> Flow[_Booked]:
    """What it stands on, then the command."""
    on = yield from need(
        Ask(
            Kind.LPN,
            also=(Kind.SSCC, Kind.TOTE, Kind.LOC),
            prompt="SCAN LPN OR PLACE, F7 NEW",
            step="on",
            unseen=True,
            commands=(Verb.PRINT,),
            fresh=True,
            show=show,
        )
    )
    sku = goods.value if goods else None
    reply = yield from Do(
        ReceiveLine(
            receipt=where.receipt,
            purchase_order=None if where.receipt else where.order,
            dock=None if where.receipt else where.dock,
            line=more.line,
            quantity=told.quantity,
            sku=sku,
            description=more.what,
            lot=told.lot,
            expires_on=told.expires_on,
            serials=told.serials,
            weight_grams=told.weight,
            container=on.value if on.kind in {Kind.LPN, Kind.SSCC, Kind.TOTE} else None,
            print_label=is_fresh(on),
            location=on.value if on.kind is Kind.LOC else None,
            condition=Condition.DAMAGED if more.damage else Condition.GOOD,
            reason=more.damage,
            over_reason=more.over,
            short_life=told.short_life == received.TAKEN,
            day_of_goods=told.day_of_goods,
        ),
        says=say("receive {count} x {item}", count=told.quantity, item=sku or more.what),
        reply=Received,
        back="too_old" if told.short_life == received.TAKEN else "on",
    )
    return _Booked(reply, _said(reply, on.value if is_fresh(on) else ""))


def _said(reply: Received | None, lpn: str) -> tuple[str, ...]:
    """What the pallet is called now, the tag of what nobody knows, where it goes."""
    if reply is None:
        return (say("PUT ON {lpn}", lpn=lpn), say("Label later: write it on")) if lpn else ()
    first = next((planned.target for planned in reply.put_aways if planned.target), None)
    words: list[Words | str] = [say("PUT ON {lpn}", lpn=lpn)] if lpn else []
    words += [say("TAG IT {tag}", tag=reply.tag)] if reply.tag else []
    words += [*reply.exceptions[:1], *([f"-> {first}"] if first else [])]
    return tuple(words[:2])
