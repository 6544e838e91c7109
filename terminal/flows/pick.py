"""Picking a list: totes on the cart, then line by line location, item, tote; then the drop."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

from msgspec import structs

from labels.codes import Verb
from server.outbound.wire.lists import LineState, PickLineView, PickListView, PickSlotView
from server.outbound.wire.picking import ConfirmPick, Picked
from server.outbound.wire.totes import AssignTote, DropTote
from terminal.flows import reasons
from terminal.flows.ask import Answer, Ask, Do, Flow, Raised, Rule, Show, need
from terminal.flows.pick_exceptions import PICK, Outcome, pick_exception, take_fewer
from terminal.flows.quantity import serials
from terminal.flows.words import counted, say
from terminal.flows.zero_check import zero_check
from terminal.scan.reading import Kind
from terminal.scan.wanted import Alias, Candidate, Digits, only

FEWER = (
    reasons.Reason("SHORT", "SHELF IS EMPTY NOW"),
    reasons.Reason("LATER", "LATER"),
    reasons.Reason("FULL", "TOTE FULL"),
)


@dataclass(frozen=True)
class Stop:
    """Where on the walk the worker stands: the line, its tote, and whether he is there already."""

    picks: PickListView
    line: PickLineView
    tote: str
    here: bool
    ahead: tuple[str, ...]
    empties: bool = False
    """Whether the book has none of it left there once this line is taken."""

    @property
    def show(self) -> Show:
        line = self.line
        goods = say("{item} LOT {lot}", item=line.sku, lot=line.lot) if line.lot else line.sku
        return Show(
            title=say(
                "PICK {number} {line}/{lines}",
                number=self.picks.pick_list,
                line=line.line,
                lines=len(self.picks.lines),
            ),
            target=line.location,
            digits=str(line.quantity),
            lines=(line.name, goods, say("SLOT {slot}  {tote}", slot=line.slot, tote=self.tote)),
            details=(say("ORDER {order}", order=line.order), say("Why: {why}", why=self.picks.why)),
            ahead=self.ahead,
        )

    @property
    def asks_back(self) -> Show:
        """What the zero check is about."""
        lines = (self.line.name, self.line.sku, "Enter yes, digits if not")
        return replace(self.show, digits="", lines=lines)

    @property
    def place(self) -> Candidate:
        line = self.line
        visit = f"{self.picks.pick_list}/{line.line}"
        digits = Digits(line.check_colour, visit, line.check_hash) if line.check_hash else None
        return Candidate(line.location, digits=digits)

    @property
    def until(self) -> str:
        """The ISO day that the goods must keep to, or nothing where they never expire."""
        return self.line.keeps_until.isoformat() if self.line.keeps_until else ""

    @property
    def item(self) -> Candidate:
        aliases = tuple(Alias(code) for code in self.line.barcodes)
        return Candidate(self.line.sku, words=self.line.name, aliases=aliases)


def pick(picks: PickListView) -> Flow[str]:
    """Answers `done`, or `again` when lines were added or are left: fetch the list anew."""
    totes = yield from _totes(picks)
    waiting = deque(line for line in picks.lines if line.state is LineState.OPEN)
    again, place = False, ""
    while waiting:
        line = waiting.popleft()
        ahead = tuple(f"{next_.location}  {next_.quantity} x {next_.sku}" for next_ in waiting)
        empties = line.empties and not any(_same_goods(line, other) for other in waiting)
        stop = Stop(picks, line, totes[line.slot], line.location == place, ahead[:5], empties)
        outcome = yield from _line(stop)
        totes[line.slot] = outcome.tote or totes[line.slot]
        again = again or outcome.more
        place = line.location
        if outcome.left:
            waiting.append(structs.replace(line, quantity=outcome.left))
    if again:
        return "again"
    for slot in picks.slots:
        yield from _drop(picks, slot, totes[slot.slot])
    return "done"


def _same_goods(line: PickLineView, other: PickLineView) -> bool:
    return (line.location, line.sku) == (other.location, other.sku)


def _totes(picks: PickListView) -> Flow[dict[int, str]]:
    totes: dict[int, str] = {}
    for slot in picks.slots:
        if slot.tote is not None:
            totes[slot.slot] = slot.tote
            continue
        show = Show(
            title=say("PICK {number}", number=picks.pick_list),
            digits=str(slot.slot) if len(picks.slots) > 1 else "",
            lines=(
                say("ORDER {order}", order=slot.order),
                counted(len(picks.lines), "{count} line", "{count} lines"),
            ),
        )
        words = (
            say("SLOT {slot}: SCAN TOTE", slot=slot.slot)
            if len(picks.slots) > 1
            else say("SCAN TOTE")
        )
        already = tuple(totes.values())
        tote = yield from need(
            Ask(Kind.TOTE, prompt=words, unseen=True, step="tote", already=already, show=show)
        )
        yield from Do(
            AssignTote(pick_list=picks.pick_list, slot=slot.slot, tote=tote.value),
            says=say("tote {tote}", tote=tote.value),
        )
        totes[slot.slot] = tote.value
    return totes


def _line(stop: Stop) -> Flow[Outcome]:
    if not stop.here:
        at = yield from Ask(Kind.LOC, one_of=(stop.place,), exceptions=PICK, show=stop.show)
        if isinstance(at, Raised):
            return (yield from pick_exception(stop, at))
    goods = yield from Ask(
        Kind.ITEM,
        prompt=say("SCAN ITEM x{count}", count=stop.line.quantity),
        one_of=(stop.item,),
        until=stop.until,
        quantity=Rule(stop.line.quantity, most=stop.line.quantity, fewer=FEWER),
        exceptions=PICK,
        show=stop.show,
    )
    if isinstance(goods, Raised):
        return (yield from pick_exception(stop, goods))
    lot = yield from _lot(stop)
    numbers = yield from _serials(stop, goods.quantity)
    if isinstance(numbers, Raised):
        return (yield from pick_exception(stop, numbers))
    if len(stop.picks.slots) > 1:
        yield from _into_slot(stop, goods.quantity)
    if goods.reason == "SHORT":
        return (yield from take_fewer(stop, goods.quantity, lot, numbers))
    yield from _confirm(stop, goods, lot, numbers)
    left = stop.line.quantity - goods.quantity
    if goods.reason == "FULL":
        full = Raised("item", reasons.FULL.code)
        outcome = yield from pick_exception(stop, full)
        return replace(outcome, left=left)
    if stop.empties and not left:
        yield from zero_check(stop.line.location, stop.line.sku, stop.asks_back)
    return Outcome(left=left)


def _lot(stop: Stop) -> Flow[str | None]:
    """Asked only where pieces carry it; Enter says that it is the one on the screen."""
    if stop.line.tracking != "lot" or stop.line.lot is None:
        return None
    answer = yield from need(
        Ask(
            Kind.LOT,
            prompt="SCAN LOT",
            unseen=True,
            default=stop.line.lot,
            until=stop.until,
            show=stop.show,
        )
    )
    return answer.value


def _serials(stop: Stop, quantity: int) -> Flow[tuple[str, ...] | Raised]:
    if stop.line.tracking != "serial":
        return ()
    ask = Ask(Kind.SERIAL, prompt="SCAN SERIALS", unseen=True, exceptions=PICK, show=stop.show)
    return (yield from serials(ask, quantity))


def _into_slot(stop: Stop, quantity: int) -> Flow[Answer]:
    """The tote of the right slot is scanned: what a cart with several orders must get right."""
    show = replace(
        stop.show, target=say("SLOT {slot}", slot=stop.line.slot), digits=str(stop.line.slot)
    )
    words = say("PUT {count} -> SLOT {slot}", count=quantity, slot=stop.line.slot)
    return (
        yield from need(
            Ask(Kind.TOTE, prompt=words, step="slot", one_of=only(stop.tote), show=show)
        )
    )


def _confirm(
    stop: Stop, goods: Answer, lot: str | None, numbers: Sequence[str]
) -> Flow[Picked | None]:
    return (
        yield from Do(
            ConfirmPick(
                pick_list=stop.picks.pick_list,
                line=stop.line.line,
                quantity=goods.quantity,
                tote=stop.tote,
                lot=goods.lot or lot,
                serials=tuple(numbers),
            ),
            says=say("pick {count} x {item}", count=goods.quantity, item=stop.line.sku),
            reply=Picked,
        )
    )


def _drop(picks: PickListView, slot: PickSlotView, tote: str) -> Flow[None]:
    show = Show(
        title=say("PICK {number}", number=picks.pick_list),
        target=tote,
        lines=(say("ORDER {order}", order=slot.order),),
    )
    at = yield from need(
        Ask(
            Kind.LOC,
            prompt="SCAN DROP LOCATION",
            step="drop",
            commands=(Verb.SKIP,),
            show=show,
        )
    )
    if at.is_(Verb.SKIP):
        return
    yield from Do(
        DropTote(pick_list=picks.pick_list, tote=tote, location=at.value),
        says=say("drop {what} at {place}", what=tote, place=at.value),
    )
