"""Putting away: the LPN or item, then the place that was chosen, or a better one with a reason."""

from dataclasses import dataclass

from msgspec import structs

from labels.codes import Verb
from server.inbound.wire.put_away import (
    ConfirmPutAway,
    Override,
    PlanPutAway,
    PutAwayDone,
    PutAwayView,
    PutTarget,
)
from terminal.flows import reasons
from terminal.flows.ask import Answer, Ask, Do, Flow, Raised, Rule, Show, need
from terminal.flows.numbered import numbered
from terminal.flows.words import Words, named, say
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate, Digits

OVERRIDE = (
    reasons.Reason(Override.FULL, "FULL"),
    reasons.Reason(Override.BLOCKED, "BLOCKED"),
    reasons.Reason(Override.HEAVIER_BELOW, "HEAVIER BELOW"),
    reasons.Reason(Override.BETTER, "BETTER PLACE"),
    reasons.Reason(Override.OTHER, "OTHER"),
)
SEVERAL = reasons.Exceptional("1", "SEVERAL ON THE TRUCK", name="several")
HAND_OVER = reasons.Exceptional("1", "HAND OVER AT P&D", name="hand_over")
LPNS = (Kind.LPN, Kind.SSCC, Kind.TOTE)
MOST_LPNS = 20


def put_away(view: PutAwayView) -> Flow[str]:
    """Answers `done`, or `again` when a part is left to put elsewhere. F2: several LPNs."""
    what = yield from _what(view)
    if isinstance(what, Answer):
        return (yield from _put(_Load(view)))
    return (yield from _truck((yield from _loaded(view))))


@dataclass(frozen=True)
class _Load:
    """What is on its way, and beside how many others; `skips`: another may come before it."""

    view: PutAwayView
    others: int = 0

    @property
    def title(self) -> Words:
        if not self.others:
            return say("PUT AWAY {number}", number=self.view.number)
        return say("PUT AWAY, {count} MORE", count=self.others)


def _loaded(view: PutAwayView) -> Flow[list[PutAwayView]]:
    """Each LPN that goes on the truck, told its place as it is scanned; F8: off we go."""
    loaded: dict[str, PutAwayView] = {}
    while len(loaded) < MOST_LPNS:
        show = Show(title=say("PUT AWAY"), digits=str(len(loaded)), lines=tuple(loaded))
        ask = Ask(
            Kind.LPN,
            also=LPNS[1:],
            prompt="SCAN LPN, F8 DRIVE" if loaded else "SCAN LPN",
            step="load",
            unseen=True,
            already=tuple(loaded),
            commands=(Verb.CLOSE,) if loaded else (),
            show=show,
        )
        lpn = yield from need(ask)
        if lpn.is_(Verb.CLOSE):
            break
        told = yield from Do(
            PlanPutAway(container=lpn.value, take=True),
            says=say("take {lpn} along", lpn=lpn.value),
            reply=PutAwayView,
            final="put it where it stands",
            back="load",
        )
        loaded[lpn.value] = told or view
    return list(loaded.values())


def _truck(views: list[PutAwayView]) -> Flow[str]:
    """What is met first in the walk comes first; F3 leaves it for the next."""
    left = sorted(views, key=lambda view: view.targets[0].sequence if view.targets else 10**9)
    while left:
        view, *left = left
        result = yield from _put(_Load(view, len(left)))
        if result == "skip":
            left.append(view)
        elif result == "again":
            told = yield from Do(
                PlanPutAway(put_away=view.number),
                says=say("where the rest of {number} goes", number=view.number),
                reply=PutAwayView,
                final="put it where it stands",
            )
            left = [told or view, *left]
    return "done"


def _put(load: _Load) -> Flow[str]:
    """One LPN or item to its places, part by part; `skip`: not this one now."""
    view = load.view
    targets, left = list(view.targets), sum(goods.quantity for goods in view.goods)
    while True:
        target = targets[0] if targets else None
        part = yield from _part(load, target, left)
        place = yield from _place(load, target, part, left)
        if isinstance(place, Raised):
            return (yield from _handed_over(load))
        if place.is_(Verb.SKIP):
            return "skip"
        amount = int(place.values.get("quantity", str(part)))
        done = yield from _confirm(load, target, place, amount, left)
        if done is not None and done.done:
            return "done"
        targets = _rest(targets, amount)
        left -= amount
        if done is None and (not targets or left <= 0):
            return "done"
        if done is not None and (not targets or targets[0].location != done.target):
            return "again"


def _rest(targets: list[PutTarget], amount: int) -> list[PutTarget]:
    """The targets behind `amount` base units that were put at the first."""
    if targets and amount < targets[0].quantity:
        rest = structs.replace(targets[0], quantity=targets[0].quantity - amount)
        return [rest, *targets[1:]]
    return targets[1:]


def _part(load: _Load, target: PutTarget | None, left: int) -> Flow[int]:
    """How many go there: asked where the place takes fewer than there are."""
    if target is None:
        return left
    if target.quantity >= left or len(load.view.goods) > 1:
        return target.quantity
    fits = target.quantity
    ask = Ask(
        Kind.QTY,
        prompt=say("QTY {count}, FITS {fits}", count=left, fits=fits),
        quantity=Rule(fits, most=left),
        default=str(fits),
        show=_show(load, target, fits),
    )
    return (yield from need(ask)).quantity


def _place(load: _Load, target: PutTarget | None, part: int, left: int) -> Flow[Answer | Raised]:
    """The place, or an LPN that stands there; digits before it say how many."""
    show = _show(load, target, part)
    more = (Verb.SKIP,) if load.others else ()
    lpn = load.view.container
    handed = (HAND_OVER,) if lpn else ()
    if target is None:
        ask = Ask(
            Kind.LOC,
            prompt="NO ROOM: SCAN A PLACE",
            step="place",
            commands=more,
            exceptions=handed,
            show=show,
        )
        return (yield from ask)
    ask = Ask(
        Kind.LOC,
        also=LPNS,
        prompt="SCAN LOCATION",
        step="place",
        one_of=(_candidate(load.view, target),),
        override=OVERRIDE,
        quantity=Rule(part, most=left),
        already=(lpn,) if lpn else (),
        commands=more,
        exceptions=handed,
        show=show,
    )
    return (yield from ask)


def _confirm(
    load: _Load, target: PutTarget | None, place: Answer, amount: int, left: int
) -> Flow[PutAwayDone | None]:
    view, into = load.view, place.kind in LPNS
    mixed = target is not None and len(view.goods) > 1
    why = Override(place.reason) if place.reason else None
    where = target.location if into and target else place.value
    numbers: tuple[str, ...] = ()
    if amount < left and any(one.tracking.value == "serial" for one in view.goods):
        numbers = yield from numbered(amount, _show(load, target, amount))
    return (
        yield from Do(
            ConfirmPutAway(
                put_away=view.number,
                location=where,
                into=place.value if into else None,
                sku=target.sku if target and mixed else None,
                lot=target.lot if target and mixed else None,
                quantity=amount if amount != left else None,
                serials=numbers,
                reason=why if target else Override.OTHER,
            ),
            says=say("put {count} at {place}", count=amount, place=where),
            reply=PutAwayDone,
            back="place",
        )
    )


def _handed_over(load: _Load) -> Flow[str]:
    """At a P&D place somebody else goes on with it."""
    ask = Ask(Kind.LOC, prompt="SCAN P&D PLACE", step="pd", show=_show(load, None, 0))
    place = yield from need(ask)
    yield from Do(
        ConfirmPutAway(put_away=load.view.number, location=place.value),
        says=say("hand over at {place}", place=place.value),
        reply=PutAwayDone,
        back="pd",
    )
    return "done"


def _what(view: PutAwayView) -> Flow[Answer | Raised]:
    """The goods in hand are the goods of this errand: LPN, or the item where it is loose."""
    show = _show(_Load(view), view.targets[0] if view.targets else None, _total(view))
    if view.container is not None:
        return (
            yield from Ask(
                Kind.LPN,
                also=LPNS[1:],
                prompt="SCAN LPN",
                one_of=(Candidate(view.container),),
                exceptions=(SEVERAL,),
                show=show,
            )
        )
    items = tuple(Candidate(goods.sku, words=goods.name) for goods in view.goods)
    return (yield from need(Ask(Kind.ITEM, prompt="SCAN ITEM", one_of=items, open=True, show=show)))


def _total(view: PutAwayView) -> int:
    return sum(goods.quantity for goods in view.goods)


def _candidate(view: PutAwayView, target: PutTarget) -> Candidate:
    visit = f"{view.number}/{target.location}"
    digits = Digits(target.check_colour, visit, target.check_hash) if target.check_hash else None
    return Candidate(target.location, digits=digits)


def _show(load: _Load, target: PutTarget | None, quantity: int) -> Show:
    view = load.view
    goods = tuple(
        say(
            "{count} {item} {name} LOT {lot}" if one.lot else "{count} {item} {name}",
            count=one.quantity,
            item=one.sku,
            name=one.name,
            lot=one.lot,
        )
        for one in view.goods
    )
    word = named(target.rule.value) if target else ""
    lpn = (view.container,) if load.others and view.container else ()
    return Show(
        title=load.title,
        target=target.location if target else "NO ROOM",
        digits=str(quantity),
        lines=(*lpn, say("from {place}  {rule}", place=view.source, rule=word), *goods)[:3],
        details=view.why,
        ahead=goods,
    )
