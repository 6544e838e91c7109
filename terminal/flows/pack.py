"""Packing an order: each piece is scanned, the carton closes, its label is proved."""

from collections import Counter
from dataclasses import replace

from labels.codes import Verb
from server.shipping.wire import (
    CartonClosed,
    CartonView,
    CloseCarton,
    ConfirmLabel,
    DropCarton,
    PackChoice,
    PackedPiece,
    PackLine,
    PackView,
)
from server.wire import Code, Snapshot
from terminal.flows import reasons
from terminal.flows.ask import Answer, Ask, Do, Flow, Manual, Raised, Rule, Show, need
from terminal.flows.quantity import serials
from terminal.flows.words import counted, say
from terminal.scan.reading import Kind
from terminal.scan.wanted import Alias, Candidate

Piece = tuple[int, str | None, str | None]  # order line, lot, serial


class Packing(Snapshot, frozen=True, kw_only=True):
    """What was scanned, and the bench where this device stands (asked when it is not known)."""

    choice: PackChoice
    bench: Code | None = None


def pack(packing: Packing) -> Flow[str]:
    """Answers `done`, or `again` when the order has more to pack in a further carton."""
    view = yield from _order(packing.choice)
    bench = packing.bench
    if bench is None:
        ask = Ask(Kind.LOC, prompt="SCAN BENCH", step="bench", show=_show(view, {}))
        bench = (yield from need(ask)).value
    packed = yield from _pieces(view)
    if not packed:
        return "done"
    weight = yield from _weight(view, packed)
    closed = yield from Do(
        CloseCarton(
            order=view.order,
            bench=bench,
            pieces=_told(packed),
            weight_grams=int(weight.value) if weight.kind is Kind.WEIGHT else None,
            weight_reason="typed at the bench" if weight.keyed else "",
        ),
        says=say("close a carton of {order}", order=view.order),
        back="weight",
        reply=CartonClosed,
    )
    if closed is None:
        return "done"
    yield from _label(view, closed)
    return "again" if closed.left else "done"


def _order(choice: PackChoice) -> Flow[PackView]:
    views = {view.order: view for view in choice.orders}
    if len(views) == 1:
        return choice.orders[0]
    answer = yield from need(
        Ask(
            Kind.CHOICE,
            prompt="WHICH ORDER?",
            step="order",
            one_of=tuple(Candidate(view.order, words=view.ship_to.name) for view in choice.orders),
        )
    )
    return views[answer.value]


def _show(view: PackView, packed: dict[int, int]) -> Show:
    rows = tuple(
        f"{packed.get(line.line, 0)}/{line.to_pack} {line.sku} {line.name}"
        for line in view.lines
        if line.to_pack
    )
    notes = (view.wait or f"{view.ship_to.name}, {view.ship_to.city}", view.gift_note)
    return Show(
        title=say("PACK {order}", order=view.order),
        target=view.order,
        digits=f"{sum(packed.values())}/{sum(line.to_pack for line in view.lines)}",
        lines=tuple(note for note in notes if note),
        details=rows,
        ahead=rows,
    )


def _pieces(view: PackView) -> Flow[Counter[Piece]]:
    """Scans until all that is to pack is in, or F8 says that this carton is full."""
    packed: Counter[Piece] = Counter()
    while True:
        by_line = _by_line(packed)
        open_ = [line for line in view.lines if by_line.get(line.line, 0) < line.to_pack]
        if not open_:
            return packed
        answer = yield from Ask(
            Kind.ITEM,
            prompt="SCAN EACH ITEM",
            one_of=tuple(_candidate(line) for line in open_),
            quantity=Rule(1),
            commands=(Verb.CLOSE,),
            counting=True,
            manual=Manual.REASON,
            exceptions=(reasons.FULL, reasons.STUCK),
            show=_show(view, by_line),
        )
        if isinstance(answer, Raised) or answer.is_(Verb.CLOSE):
            return packed
        yield from _one(view, open_, answer, packed)


def _by_line(packed: Counter[Piece]) -> dict[int, int]:
    found: Counter[int] = Counter()
    for (line, _, _), quantity in packed.items():
        found[line] += quantity
    return dict(found)


def _candidate(line: PackLine) -> Candidate:
    aliases = tuple(Alias(code) for code in line.barcodes)
    return Candidate(line.sku, words=line.name, aliases=aliases)


def _one(
    view: PackView, open_: list[PackLine], answer: Answer, packed: Counter[Piece]
) -> Flow[None]:
    line = next(line for line in open_ if line.sku == answer.value)
    by_line = _by_line(packed)
    quantity = min(answer.quantity, line.to_pack - by_line.get(line.line, 0))
    lot = answer.lot if answer.lot in line.lots else None
    if line.tracking not in {"serial", "serial_out"}:
        packed[line.line, lot, None] += quantity
        return
    ask = Ask(Kind.SERIAL, prompt="SCAN SERIAL", unseen=True, show=_show(view, by_line))
    before = tuple(serial for _, _, serial in packed if serial)
    numbers = (answer.serial,) if answer.serial else (yield from serials(ask, quantity, before))
    if not isinstance(numbers, Raised):
        for number in numbers:
            packed[line.line, lot, number] += 1


def _weight(view: PackView, packed: Counter[Piece]) -> Flow[Answer]:
    ask = Ask(
        Kind.WEIGHT,
        prompt="WEIGHT? F8 NO SCALE",
        commands=(Verb.CLOSE,),
        quantity=Rule(None, most=100_000),
        show=replace(_show(view, _by_line(packed)), digits=""),
    )
    return (yield from need(ask))


def _told(packed: Counter[Piece]) -> list[PackedPiece]:
    by_lot: dict[tuple[int, str | None], list[str]] = {}
    count: Counter[tuple[int, str | None]] = Counter()
    for (line, lot, serial), quantity in packed.items():
        count[line, lot] += quantity
        by_lot.setdefault((line, lot), []).extend([serial] if serial else [])
    return [
        PackedPiece(line=line, lot=lot, quantity=quantity, serials=by_lot[line, lot])
        for (line, lot), quantity in count.items()
    ]


def _label(view: PackView, closed: CartonClosed) -> Flow[None]:
    """The label just printed is scanned on the box; a number bought elsewhere is bound to it."""
    show = Show(
        title=say("PACK {order}", order=view.order),
        target=closed.carton,
        digits=str(closed.number),
        lines=(
            say("Stick the label on the box"),
            counted(closed.left, "{count} piece is left", "{count} pieces are left"),
        ),
    )
    label = yield from need(
        Ask(
            Kind.SHIP,
            also=(Kind.LPN, Kind.SSCC),
            prompt="STICK LABEL, SCAN IT",
            step="label",
            one_of=(Candidate(closed.carton, kind=Kind.LPN),),
            unseen=True,
            show=show,
        )
    )
    yield from Do(
        ConfirmLabel(carton=closed.carton, tracking=label.value),
        says=say("label of {carton}", carton=closed.carton),
        reply=CartonView,
        final="the label is proved",
    )
    lane = yield from need(
        Ask(Kind.LOC, prompt="SCAN LANE, F8 LATER", step="lane", commands=(Verb.CLOSE,), show=show)
    )
    if not lane.is_(Verb.CLOSE):
        yield from Do(
            DropCarton(carton=closed.carton, lane=lane.value),
            says=say("drop {what} at {place}", what=closed.carton, place=lane.value),
            reply=CartonView,
        )
