"""Which goods an order line gets: first expired or first in, first out; pure, and says why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from server.catalog.tables import ItemId
from server.places.tables import LocationId
from server.stock.tables import BalanceId, LotId


@dataclass(slots=True)
class Candidate:
    """Goods that stand in a pickable place, held by nothing; `free` falls as they are chosen."""

    balance: BalanceId
    item: ItemId
    location: LocationId
    code: str
    sequence: int
    is_face: bool
    lot: LotId
    lot_code: str
    expires_on: date | None
    fifo_at: datetime
    free: int


@dataclass(frozen=True, slots=True)
class Demand:
    """What a line still lacks, and what the goods must meet."""

    need: int
    expires: bool
    today: date
    lot: str | None = None
    minimum_days: int = 0
    """Days of life that must be left today; only of goods whose expiry is known."""


@dataclass(slots=True)
class Choice:
    """Goods for a line, how much found none, and the rules in the order they decided."""

    parts: list[tuple[Candidate, int]] = field(default_factory=list)
    short: int = 0
    why: list[str] = field(default_factory=list)

    @property
    def found(self) -> int:
        return sum(part for _, part in self.parts)


def choose(candidates: Sequence[Candidate], demand: Demand) -> Choice:
    """Takes from the candidates, whose `free` it lowers, until the need is met or none is left.

    Order: expiry date (items that expire), day of receipt, a place that holds all that is still
    needed, pick face before reserve, walk sequence.
    """
    choice = Choice(short=demand.need)
    able = _able(candidates, demand, choice.why)
    unknown = sum(1 for one in able if demand.expires and one.expires_on is None)
    if unknown:
        choice.why.append(f"{unknown} without an expiry date come last: their life is unknown.")
    for one in sorted(able, key=lambda one: _rank(one, demand)):
        if not choice.short:
            break
        part = min(one.free, choice.short)
        one.free -= part
        choice.short -= part
        choice.parts.append((one, part))
    choice.why.append(_decided(choice, demand))
    return choice


def give_back(choice: Choice) -> None:
    """Nothing of it is taken after all."""
    for one, part in choice.parts:
        one.free += part
        choice.short += part
    choice.parts = []


def fits(lot_code: str, expires_on: date | None, demand: Demand) -> bool:
    """Whether goods of a lot may go to the line: the lot it demands, enough life left."""
    if demand.lot is not None and lot_code != demand.lot:
        return False
    return expires_on is None or expires_on >= demand.today + timedelta(days=demand.minimum_days)


def _able(candidates: Iterable[Candidate], demand: Demand, why: list[str]) -> list[Candidate]:
    standing = [one for one in candidates if one.free > 0]
    able = [one for one in standing if fits(one.lot_code, one.expires_on, demand)]
    if left_out := len(standing) - len(able):
        rules = f"at least {demand.minimum_days} days of life"
        if demand.lot is not None:
            rules = f"lot {demand.lot} and {rules}"
        why.append(f"{left_out} of {len(standing)} places do not have {rules}.")
    return able


def _rank(one: Candidate, demand: Demand) -> tuple[date, date, bool, bool, int, str, int]:
    expiry = (one.expires_on or date.max) if demand.expires else date.min
    whole = one.free >= demand.need
    return (
        expiry, one.fifo_at.date(), not whole, not one.is_face, one.sequence, one.code, one.balance
    )  # fmt: skip


def _decided(choice: Choice, demand: Demand) -> str:
    rule = "First expired, first out" if demand.expires else "First in, first out"
    if not choice.parts:
        return f"{rule}: no place has any that is free; {choice.short} wait."
    first = choice.parts[0][0]
    age = (
        f"expires {first.expires_on}"
        if demand.expires and first.expires_on
        else (f"in since {first.fifo_at:%Y-%m-%d}")
    )
    taken = ", ".join(f"{part} in {one.code}" for one, part in choice.parts[:8])
    waiting = f"; {choice.short} wait" if choice.short else ""
    return f"{rule}: {taken} ({age}){waiting}."
