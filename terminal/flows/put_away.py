"""Putting away: the LPN or item, then the place that was chosen, or a better one with a reason."""

from server.inbound.wire.put_away import (
    ConfirmPutAway,
    Override,
    PutAwayDone,
    PutAwayView,
    PutTarget,
)
from terminal.flows import reasons
from terminal.flows.ask import Answer, Ask, Do, Flow, Raised, Rule, Show, need
from terminal.flows.words import say
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate, Digits

OVERRIDE = (
    reasons.Reason(Override.FULL, "FULL"),
    reasons.Reason(Override.BLOCKED, "BLOCKED"),
    reasons.Reason(Override.HEAVIER_BELOW, "HEAVIER BELOW"),
    reasons.Reason(Override.BETTER, "BETTER PLACE"),
    reasons.Reason(Override.OTHER, "OTHER"),
)


def put_away(view: PutAwayView) -> Flow[str]:
    """Answers `done`, or `again` when a part is left to put elsewhere."""
    yield from _what(view)
    target = view.targets[0] if view.targets else None
    total = sum(goods.quantity for goods in view.goods)
    quantity = target.quantity if target else total
    show = _show(view, quantity)
    if target is None:
        place = yield from need(
            Ask(Kind.LOC, prompt="NO ROOM: SCAN A PLACE", step="place", show=show)
        )
        why: Override | None = Override.OTHER
    else:
        place = yield from need(
            Ask(
                Kind.LOC,
                prompt="SCAN LOCATION",
                step="place",
                one_of=(_place(view, target),),
                override=OVERRIDE,
                quantity=Rule(quantity, most=total),
                show=show,
            )
        )
        why = Override(place.reason) if place.reason else None
    amount = int(place.values.get("quantity", str(quantity)))
    done = yield from Do(
        ConfirmPutAway(
            put_away=view.number,
            location=place.value,
            sku=target.sku if target and len(view.goods) > 1 else None,
            lot=target.lot if target and len(view.goods) > 1 else None,
            quantity=amount if amount != total else None,
            reason=why,
        ),
        says=say("put {count} at {place}", count=amount, place=place.value),
        reply=PutAwayDone,
        back="place",
    )
    return "done" if done is None or done.done else "again"


def _what(view: PutAwayView) -> Flow[Answer | Raised]:
    """The goods in hand are the goods of this errand: LPN, or the item where it is loose."""
    show = _show(view, sum(goods.quantity for goods in view.goods))
    if view.container is not None:
        ask = Ask(
            Kind.LPN,
            also=(Kind.SSCC, Kind.TOTE),
            prompt="SCAN LPN",
            one_of=(Candidate(view.container),),
            show=show,
        )
        return (yield from need(ask))
    items = tuple(Candidate(goods.sku, words=goods.name) for goods in view.goods)
    return (yield from need(Ask(Kind.ITEM, prompt="SCAN ITEM", one_of=items, open=True, show=show)))


def _place(view: PutAwayView, target: PutTarget) -> Candidate:
    visit = f"{view.number}/{target.location}"
    digits = Digits(target.check_colour, visit, target.check_hash) if target.check_hash else None
    return Candidate(target.location, digits=digits)


def _show(view: PutAwayView, quantity: int) -> Show:
    target = view.targets[0] if view.targets else None
    goods = tuple(
        f"{one.quantity} {one.sku} {one.name}" + (f" LOT {one.lot}" if one.lot else "")
        for one in view.goods
    )
    word = say(target.rule.value.replace("_", " ").upper()) if target else ""
    return Show(
        title=say("PUT AWAY {number}", number=view.number),
        target=target.location if target else "NO ROOM",
        digits=str(quantity),
        lines=(say("from {place}  {rule}", place=view.source, rule=word), *goods[:2]),
        details=view.why,
        ahead=goods,
    )
