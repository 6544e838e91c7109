"""What is told of goods that come, as their item needs it: lot, day, amount, numbers, weight."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from server.inbound.wire.expected import ExpectedLine
from terminal.flows import day
from terminal.flows.ask import Answer, Ask, Flow, Rule, Show, need
from terminal.flows.numbered import numbered
from terminal.flows.words import dated, say
from terminal.scan.reading import Kind
from terminal.scan.wanted import Candidate

QUARANTINE = "quarantine"
TAKEN = "taken"
REJECTED = "rejected"
TOO_OLD = (
    Candidate(REJECTED, words="TURN AWAY"),
    Candidate(QUARANTINE, words="QUARANTINE"),
    Candidate(TAKEN, words="SUPERVISOR TAKES IT"),
)


@dataclass(frozen=True)
class Told:
    """What was told of goods; `short_life` says what becomes of those that keep too short.

    `day_of_goods`: the day is that of the goods, though their lot is known with another.
    """

    quantity: int
    lot: str | None = None
    expires_on: date | None = None
    serials: tuple[str, ...] = ()
    weight: int | None = None
    short_life: str = ""
    day_of_goods: bool = False

    @property
    def rejected(self) -> bool:
        return self.short_life == REJECTED


@dataclass(frozen=True)
class _Kept:
    """How long goods keep, and what was said about it."""

    show: Show
    expires_on: date | None = None
    day_of_goods: bool = False
    short_life: str = ""


def facts(line: ExpectedLine | None, goods: Answer, show: Show, today: date | None) -> Flow[Told]:
    """Only what the item needs; one scan of its label answers many of them."""
    lot, told = goods.lot, goods.values.get("tracking", "")
    tracking = line.tracking.value if line else told
    if tracking == "lot" and lot is None:
        lot = (yield from need(Ask(Kind.LOT, prompt="LOT?", unseen=True, show=show))).value
    if line is None and lot is None and not tracking:
        lot = yield from _unforeseen(show)
    kept = _Kept(show)
    if line.expires if line else bool(lot) or tracking == "expiry":
        kept = yield from _expiry(line, goods, lot, show, today)
    rule = Rule(None, most=1_000_000, units=_units(line) if line else {})
    ask = Ask(Kind.QTY, prompt="QUANTITY?", quantity=rule, show=kept.show)
    amount = (yield from need(ask)).quantity
    numbers: tuple[str, ...] = ()
    if tracking == "serial" and kept.short_life != REJECTED:
        numbers = yield from numbered(amount, show)
    weight = None
    if line is not None and line.weigh and kept.short_life != REJECTED:
        scale = Rule(None, most=10_000_000)
        asked = Ask(Kind.WEIGHT, prompt="WEIGHT?", quantity=scale, show=show)
        weight = int((yield from need(asked)).value)
    return Told(
        quantity=amount,
        lot=lot,
        expires_on=kept.expires_on,
        serials=numbers,
        weight=weight,
        short_life=kept.short_life,
        day_of_goods=kept.day_of_goods,
    )


def _unforeseen(show: Show) -> Flow[str | None]:
    """The lot of what no order tells about, where it has one."""
    words = "LOT? ENTER: NONE"
    ask = Ask(Kind.LOT, prompt=words, step="any_lot", unseen=True, default="", show=show)
    return (yield from need(ask)).value or None


def _expiry(
    line: ExpectedLine | None, goods: Answer, lot: str | None, show: Show, today: date | None
) -> Flow[_Kept]:
    """The day on the goods, echoed; one that differs from the lot's, or is too near, is asked."""
    expiry = goods.expiry
    if expiry is None:
        expiry = (yield from need(Ask(Kind.DATE, prompt="EXPIRY?", show=show))).value
    on = date.fromisoformat(expiry)
    known = next((one.expires_on for one in line.lots if one.code == lot), None) if line else None
    ours = False
    while known is not None and on != known and not ours:
        which = yield from _which_day(lot or "", known, on, show)
        if which == "again":
            ask = Ask(Kind.DATE, prompt="EXPIRY?", step="date_again", show=show)
            on = date.fromisoformat((yield from need(ask)).value)
        ours = which == "goods"
        if which == "known":  # what stands on the goods is told all the same, and flagged
            break
    else:
        known = None
    said, on = on, known or on
    told = replace(show, lines=(day.echoed(on, today), *show.lines)[:3])
    kept = _Kept(told, said, day_of_goods=ours)
    needed = today + timedelta(days=line.minimum_days or 0) if line and today else None
    if needed is None or on >= needed:
        return kept
    lines = (day.echoed(on, today), say("must last: {day}", day=dated(needed)))
    ask = Ask(
        Kind.CHOICE,
        prompt="TOO OLD: WHAT NOW?",
        step="too_old",
        one_of=TOO_OLD,
        show=replace(show, lines=lines),
    )
    return replace(kept, short_life=(yield from need(ask)).value)


def _which_day(lot: str, known: date, on: date, show: Show) -> Flow[str]:
    """The lot is here with another day: one of the two was read or printed wrongly."""
    choices = (
        Candidate("again", words="READ IT AGAIN"),
        Candidate("known", words=say("{day} HOLDS", day=dated(known))),
        Candidate("goods", words=say("{day} IS ON IT", day=dated(on))),
    )
    ask = Ask(
        Kind.CHOICE,
        prompt="LOT HAS ANOTHER DAY",
        step="which_day",
        one_of=choices,
        show=replace(show, target=lot, digits="", lines=()),
    )
    return (yield from need(ask)).value


def _units(line: ExpectedLine) -> dict[str, int]:
    """What one of each pack level holds; a case is the order's own where it tells one."""
    levels = {code.level.value[0]: code.quantity for code in line.barcodes}
    case = {"c": line.pack_quantity} if line.pack_quantity > 1 else {}
    return {letter: size for letter, size in (levels | case).items() if size > 1}
