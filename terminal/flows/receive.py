"""Receiving: dock, then each item with what it needs, how many, and what it stands on."""

from collections.abc import Iterator, Mapping, Sequence

from labels.codes import Verb
from server.inbound.wire.receipts import (
    CloseReceipt,
    Condition,
    Expected,
    ExpectedLine,
    OpenReceipt,
    ReceiptView,
    Received,
    ReceiveLine,
)
from server.stock.wire import ContainerKind
from server.wire import Day, Snapshot
from terminal.flows import reasons
from terminal.flows.ask import Answer, Ask, Do, Flow, Raised, Rule, Show, need
from terminal.flows.quantity import serials
from terminal.flows.words import say
from terminal.scan.reading import Kind
from terminal.scan.wanted import Alias, Candidate

ITEM = (reasons.BROKEN, reasons.DIFF, reasons.STUCK)


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


def receive(receiving: Receiving) -> Flow[str]:
    """Books what came line by line; F8 says that all of it has come."""
    expected = receiving.expected
    title = (
        say("RECEIVE {order}", order=expected.purchase_order) if expected else say("RECEIVE BLIND")
    )
    dock = yield from need(Ask(Kind.LOC, prompt="SCAN DOCK", step="dock", show=Show(title=title)))
    order = expected.purchase_order if expected else None
    opened = yield from Do(
        OpenReceipt(dock=dock.value, purchase_order=order),
        says=say("open a receipt at {place}", place=dock.value),
        reply=ReceiptView,
        final="close the receipt instead",
    )
    receipt = opened.number if opened else None
    got: dict[str, int] = {}
    said = ""
    while True:
        show = _show(title, expected, got, said)
        goods = yield from _item(expected, show)
        if isinstance(goods, Answer) and goods.is_(Verb.CLOSE):
            break
        line = _expected(expected, goods)
        told = yield from _facts(line, goods, show)
        base = ReceiveLine(
            receipt=receipt,
            purchase_order=None if receipt else order,
            dock=None if receipt else dock.value,
            quantity=told.quantity,
        )
        said = yield from _book(base, goods, told, show)
        if isinstance(goods, Answer):
            got[goods.value] = got.get(goods.value, 0) + told.quantity
    if receipt is not None:
        yield from Do(
            CloseReceipt(receipt=receipt),
            says=say("close {number}", number=receipt),
            reply=ReceiptView,
            final="open another receipt",
        )
    return "Receipt closed."


def _show(title: str, expected: Expected | None, got: dict[str, int], said: str) -> Show:
    left = _left(expected.lines if expected else (), got)
    rows = tuple(
        say(
            "{count} open  {item} {name}",
            count="?" if count is None else count,
            item=line.sku,
            name=line.name,
        )
        for line, count in sorted(left, key=lambda each: each[1] == 0)
    )
    return Show(
        title=title,
        digits=str(sum(got.values())),
        lines=tuple(text for text in (said, *rows[:2]) if text),
        details=rows,
        ahead=rows,
    )


def _left(
    lines: Sequence[ExpectedLine], got: Mapping[str, int]
) -> Iterator[tuple[ExpectedLine, int | None]]:
    """How much each line still expects, behind what has been booked; None where that is hidden."""
    booked = dict(got)
    for line in lines:
        taken = min(line.open or 0, booked.get(line.sku, 0))
        booked[line.sku] = booked.get(line.sku, 0) - taken
        yield line, None if line.open is None else line.open - taken


def _item(expected: Expected | None, show: Show) -> Flow[Answer | Raised]:
    return (
        yield from Ask(
            Kind.ITEM,
            prompt="SCAN ITEM, F8 DONE",
            one_of=tuple(_candidate(line) for line in (expected.lines if expected else ())),
            open=True,
            commands=(Verb.CLOSE,),
            exceptions=ITEM,
            show=show,
        )
    )


def _candidate(line: ExpectedLine) -> Candidate:
    aliases = tuple(Alias(code.text, code.quantity) for code in line.barcodes)
    return Candidate(line.sku, words=line.name, aliases=aliases)


def _expected(expected: Expected | None, goods: Answer | Raised) -> ExpectedLine | None:
    if expected is None or isinstance(goods, Raised):
        return None
    return next((line for line in expected.lines if line.sku == goods.value), None)


class _Told(Snapshot, frozen=True, kw_only=True):
    """What the item needs besides its number."""

    quantity: int
    lot: str | None = None
    expires_on: str | None = None
    serials: tuple[str, ...] = ()
    weight: int | None = None


def _facts(line: ExpectedLine | None, goods: Answer | Raised, show: Show) -> Flow[_Told]:
    """Lot, expiry, how many, serials, weight: only what the item needs, one scan fills many."""
    lot = goods.lot if isinstance(goods, Answer) else None
    expiry = goods.expiry if isinstance(goods, Answer) else None
    told = goods.values.get("tracking", "") if isinstance(goods, Answer) else ""
    tracking = line.tracking.value if line else told
    if tracking == "lot" and lot is None:
        lot = (yield from need(Ask(Kind.LOT, prompt="LOT?", unseen=True, show=show))).value
    if line is None and lot is None and not tracking:
        lot = yield from _unforeseen(goods, show)
    if expiry is None and (line.expires if line else bool(lot) or tracking == "expiry"):
        expiry = (yield from need(Ask(Kind.DATE, prompt="EXPIRY?", show=show))).value
    rule = Rule(None, most=1_000_000, units=_units(line) if line else {})
    amount = yield from need(Ask(Kind.QTY, prompt="QUANTITY?", quantity=rule, show=show))
    numbers: tuple[str, ...] = ()
    if tracking == "serial":
        ask = Ask(Kind.SERIAL, prompt="SCAN SERIALS", unseen=True, show=show)
        scanned = yield from serials(ask, amount.quantity)
        numbers = scanned if isinstance(scanned, tuple) else ()
    weight = None
    if line is not None and line.weigh:
        scale = Rule(None, most=10_000_000)
        answer = yield from need(Ask(Kind.WEIGHT, prompt="WEIGHT?", quantity=scale, show=show))
        weight = int(answer.value)
    return _Told(
        quantity=amount.quantity, lot=lot, expires_on=expiry, serials=numbers, weight=weight
    )


def _units(line: ExpectedLine) -> dict[str, int]:
    """What one of each pack level holds; a case is the order's own where it tells one."""
    levels = {code.level.value[0]: code.quantity for code in line.barcodes}
    case = {"c": line.pack_quantity} if line.pack_quantity > 1 else {}
    return {letter: size for letter, size in (levels | case).items() if size > 1}


def _unforeseen(goods: Answer | Raised, show: Show) -> Flow[str | None]:
    """The lot of what no order tells about, where it has one; a thing without a name has none."""
    if isinstance(goods, Raised):
        return None
    words = "LOT? ENTER: NONE"
    ask = Ask(Kind.LOT, prompt=words, step="any_lot", unseen=True, default="", show=show)
    return (yield from need(ask)).value or None


def _book(base: ReceiveLine, goods: Answer | Raised, told: _Told, show: Show) -> Flow[str]:
    """What it stands on, then the command; answers what the worker should know next."""
    damaged = isinstance(goods, Raised) and goods.code == reasons.BROKEN.code
    sku, description = None, ""
    if isinstance(goods, Answer):
        sku = goods.value
    elif damaged:
        item = yield from need(
            Ask(Kind.ITEM, prompt="SCAN DAMAGED ITEM", step="damaged", open=True, show=show)
        )
        sku = item.value
    else:
        text = yield from need(
            Ask(Kind.TEXT, prompt="WHAT IS IT?", step="note", unseen=True, show=show)
        )
        description = text.value
    on = yield from need(
        Ask(
            Kind.LPN,
            also=(Kind.SSCC, Kind.TOTE, Kind.LOC),
            prompt="SCAN LPN OR PLACE, F7 NEW",
            step="on",
            unseen=True,
            commands=(Verb.PRINT,),
            show=show,
        )
    )
    command = ReceiveLine(
        receipt=base.receipt,
        purchase_order=base.purchase_order,
        dock=base.dock,
        quantity=told.quantity,
        sku=sku,
        description=description,
        lot=told.lot,
        expires_on=Day.fromisoformat(told.expires_on) if told.expires_on else None,
        serials=told.serials,
        weight_grams=told.weight,
        container=on.value if on.kind in {Kind.LPN, Kind.SSCC, Kind.TOTE} else None,
        new_container=ContainerKind.PALLET if on.is_(Verb.PRINT) else None,
        print_label=on.is_(Verb.PRINT),
        location=on.value if on.kind is Kind.LOC else None,
        condition=Condition.DAMAGED if damaged else Condition.GOOD,
        reason="damaged on arrival" if damaged else "",
    )
    says = say("receive {count} x {item}", count=told.quantity, item=sku or description)
    reply = yield from Do(command, says=says, reply=Received, back="on")
    return _said(reply)


def _said(reply: Received | None) -> str:
    if reply is None:
        return ""
    first = next((planned.target for planned in reply.put_aways if planned.target), None)
    words = (*reply.exceptions, f"-> {first}" if first else "", reply.container or "")
    return next((word for word in words if word), "")
