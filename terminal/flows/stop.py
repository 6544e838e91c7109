"""One stop of a walk: where the worker stands, what is shown there, what is read on the goods."""

from dataclasses import dataclass, replace

from server.identity.wire.site import Verify
from server.outbound.wire.lists import PickLineView, PickListView
from terminal.flows import reasons
from terminal.flows.ask import Ask, Flow, Raised, Rule, Show, need
from terminal.flows.quantity import serials
from terminal.flows.reasons import Exceptional
from terminal.flows.words import counted, say
from terminal.scan.reading import Kind
from terminal.scan.wanted import Alias, Candidate, Digits


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
    lot: str = ""
    """The lot that is taken in the asked one's stead."""

    @property
    def show(self) -> Show:
        line = self.line
        lot = self.lot or line.lot
        goods = say("{item} LOT {lot}", item=line.sku, lot=lot) if lot else line.sku
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
    def asks_place(self) -> bool:
        """Whether the place is scanned by itself, before the goods."""
        return not self.here and self.line.verify is Verify.LOC_ITEM

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


def lot_read(stop: Stop) -> Flow[str | None]:
    """Asked only where pieces carry it; Enter says that it is the one on the screen."""
    if stop.lot:
        return stop.lot
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


def at_goods(stop: Stop, offered: tuple[Exceptional, ...]) -> tuple[Exceptional, ...]:
    """What F2 offers where the goods are at hand: another lot, where one is asked for."""
    if stop.line.lot is None:
        return offered
    before = [one for one in offered if "1" <= one.digit < reasons.LOT.digit]
    return (*before, reasons.LOT, *offered[len(before) :])


def other_lot(stop: Stop) -> Flow[str]:
    """Which lot is at hand; whether it may go in the asked one's stead the server judges."""
    ask = Ask(
        Kind.LOT,
        prompt="SCAN OTHER LOT",
        step="other_lot",
        unseen=True,
        within=stop.item,
        already=(stop.line.lot or "",),
        until=stop.until,
        show=stop.show,
    )
    return (yield from need(ask)).value


def weight_read(stop: Stop, quantity: int) -> Flow[int | None]:
    """What is taken weighs so many grams; asked of goods whose pieces weigh what they weigh."""
    if not stop.line.weighed or not quantity:
        return None
    shown = replace(stop.show, digits="", lines=(*stop.show.lines[:2], _count_of(quantity)))
    ask = Ask(Kind.WEIGHT, prompt="WEIGHT?", quantity=Rule(None), show=shown)
    return int((yield from need(ask)).value)


def _count_of(quantity: int) -> str:
    return counted(quantity, "{count} piece", "{count} pieces")


def serials_read(
    stop: Stop, quantity: int, offered: tuple[Exceptional, ...]
) -> Flow[tuple[str, ...] | Raised]:
    """One scan each, of pieces that are kept by number."""
    if stop.line.tracking != "serial":
        return ()
    ask = Ask(Kind.SERIAL, prompt="SCAN SERIALS", unseen=True, exceptions=offered, show=stop.show)
    return (yield from serials(ask, quantity))
