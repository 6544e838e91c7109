"""Whether goods may stand in a location: locks, container rule, class, mixing and capacity."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.catalog.tables import Item, ItemId
from server.places.tables import Location
from server.places.wire import Containers, LocationStatus, LocationType, Mixing
from server.stock.tables import (
    NO_CONTAINER,
    NO_LOT,
    NO_OWNER,
    Balance,
    ContainerId,
    LotId,
    OwnerId,
    PlannedPut,
)
from server.stock.wire import Status

MM3_PER_CM3 = 1000


class Breach(NamedTuple):
    """A rule that does not hold: its stable code, a sentence with both values, whether it is one
    of safety, which no reason sets aside.
    """

    code: str
    sentence: str
    safety: bool = False


@dataclass(frozen=True, slots=True)
class Load:
    """`quantity` base units of an item that are about to stand there."""

    item: Item
    quantity: int
    lot: LotId = NO_LOT
    owner: OwnerId = NO_OWNER


@dataclass(frozen=True, slots=True)
class Fit:
    """What speaks against it, and which rules could not be asked because a fact is missing."""

    breaches: list[Breach]
    skipped: list[str]


class _Standing(NamedTuple):
    item: Item
    quantity: int
    lot: LotId
    owner: OwnerId
    container: ContainerId


@dataclass(frozen=True, slots=True)
class _Case:
    """A load in front of a location, and everything that would then stand there."""

    location: Location
    loads: Sequence[Load]
    container: ContainerId
    there: Sequence[_Standing]
    skipped: list[str]

    @property
    def all_of_it(self) -> Iterator[tuple[Item, int]]:
        yield from ((row.item, row.quantity) for row in self.there)
        yield from ((load.item, load.quantity) for load in self.loads)


Rule = Callable[[_Case], Iterable[Breach]]


def fits(
    session: Session,
    location: Location,
    item: Item,
    lot: LotId = NO_LOT,
    quantity: int = 1,
    container: ContainerId = NO_CONTAINER,
) -> list[Breach]:
    """What speaks against putting `quantity` base units here; an empty list when nothing does.

    Codes: `location_locked`, `container_required`, `storage_class`, `temperature_band`,
    `mixing`, `over_capacity`. A rule whose fact nobody has measured is not asked.
    """
    return fit(session, location, [Load(item, quantity, lot)], container).breaches


def fit(
    session: Session,
    location: Location,
    loads: Sequence[Load],
    container: ContainerId = NO_CONTAINER,
    *,
    planned_by: str = "",
) -> Fit:
    """As `fits`, for several goods that arrive together, naming the rules that were skipped.

    Room that is kept for goods on their way counts as taken, unless the document `planned_by`
    keeps it.
    """
    there = [*_standing(session, location), *_coming(session, location, planned_by)]
    case = _Case(location, loads, container, there, [])
    breaches = [breach for rule in RULES for breach in rule(case)]
    return Fit(breaches, case.skipped)


def _standing(session: Session, location: Location) -> list[_Standing]:
    rows = session.execute(
        sa.select(Item, Balance.on_hand, Balance.lot, Balance.owner, Balance.container)
        .join(Balance, Balance.item == Item.id)
        .where(
            Balance.location == location.id,
            Balance.on_hand > 0,
            Balance.status != Status.MISSING,
        )
        .order_by(Balance.id)
    )
    return [_Standing(*row) for row in rows]


def _coming(session: Session, location: Location, but: str) -> list[_Standing]:
    plan = PlannedPut
    rows = session.execute(
        sa.select(Item, plan.quantity, plan.lot, plan.owner, plan.keeps_container)
        .join(plan, plan.item == Item.id)
        .where(plan.location == location.id, plan.quantity > 0, plan.document != but)
        .order_by(plan.id)
    )
    return [_Standing(*row) for row in rows]


def broken(session: Session, location: Location) -> list[Breach]:
    """The rules of mixing and capacity that what stands there breaks now."""
    there = _standing(session, location)
    loads = [Load(row.item, row.quantity, row.lot, row.owner) for row in there]
    case = _Case(location, loads, NO_CONTAINER, [], [])
    rules = (_mixing, _quantity, _weight, _volume, _height)
    return [breach for rule in rules for breach in rule(case)]


def _locks(case: _Case) -> Iterator[Breach]:
    place = case.location
    if place.status in {LocationStatus.BLOCKED_IN, LocationStatus.LOCKED}:
        yield Breach(
            "location_locked",
            f"Location {place.code} is {_words(place.status)} ({place.reason}): nothing goes in.",
        )


def _container_rule(case: _Case) -> Iterator[Breach]:
    if case.location.lpn is Containers.REQUIRED and case.container == NO_CONTAINER:
        yield Breach(
            "container_required",
            f"Location {case.location.code} takes goods on a pallet or in a carton only.",
        )


def _classes(case: _Case) -> Iterator[Breach]:
    place = case.location
    for item in _items(case.loads):
        for code, asked, offered in (
            ("storage_class", item.storage_class, place.storage_class),
            ("temperature_band", item.temperature_band, place.temperature_band),
        ):
            if asked and offered and asked != offered:
                yield Breach(
                    code,
                    f"{item.sku} needs {code.replace('_', ' ')} {asked}, location {place.code}"
                    f" has {offered}.",
                    safety=True,
                )


def _mixing(case: _Case) -> Iterator[Breach]:
    place, rule = case.location, case.location.mixing
    if rule is Mixing.ANY or place.type in {LocationType.DOCK, LocationType.STAGE}:
        return
    there = {_mixed(rule, row.item.id, row.lot, row.owner) for row in case.there}
    there |= {_mixed(rule, load.item.id, load.lot, load.owner) for load in case.loads}
    if len(there) > 1:
        held = sorted({row.item.sku for row in case.there})
        coming = sorted({load.item.sku for load in case.loads})
        yield Breach(
            "mixing",
            f"Location {place.code} takes {_words(rule)}; {', '.join(held[:3]) or 'nothing'}"
            f" stands there, {', '.join(coming[:3])} would come.",
        )


def _mixed(rule: Mixing, item: ItemId, lot: LotId, owner: OwnerId) -> tuple[int, ...]:
    if rule is Mixing.ONE_OWNER:
        return (owner,)
    return (item, lot) if rule is Mixing.ONE_LOT else (item,)


def _quantity(case: _Case) -> Iterator[Breach]:
    most = case.location.capacity_quantity
    if most is None:
        return
    for item in _items(case.loads):
        total = sum(quantity for other, quantity in case.all_of_it if other.id == item.id)
        if total > most:
            yield _over(case, f"{total} of {item.sku}", str(most))


def _weight(case: _Case) -> Iterator[Breach]:
    most = case.location.capacity_weight_grams
    if most is None:
        return
    weights = [(item.weight_grams, quantity) for item, quantity in case.all_of_it]
    total = _sum(case, "weight", weights)
    if total is not None and total > most:
        yield _over(case, f"{total} g", f"{most} g")


def _volume(case: _Case) -> Iterator[Breach]:
    most = case.location.capacity_volume_cm3
    if most is None:
        return
    volumes = [(_volume_mm3(item), quantity) for item, quantity in case.all_of_it]
    total = _sum(case, "volume", volumes)
    if total is not None and total > most * MM3_PER_CM3:
        yield _over(case, f"{-(-total // MM3_PER_CM3)} cm3", f"{most} cm3")


def _height(case: _Case) -> Iterator[Breach]:
    most = case.location.capacity_height_mm
    if most is None:
        return
    for item in _items(case.loads):
        sides = [item.length_mm, item.width_mm, item.height_mm]
        known = [side for side in sides if side is not None]
        if len(known) < len(sides):
            case.skipped.append(f"height: {item.sku} is not measured")
            continue
        lowest = known[-1] if item.upright else min(known)
        if lowest > most:
            yield _over(case, f"{item.sku} of {lowest} mm height", f"{most} mm")


def _containers(case: _Case) -> Iterator[Breach]:
    most = case.location.capacity_containers
    if most is None or case.container == NO_CONTAINER:
        return
    there = {row.container for row in case.there} - {NO_CONTAINER}
    total = len(there | {case.container})
    if total > most:
        yield _over(case, f"{total} containers", str(most))


RULES: tuple[Rule, ...] = (
    _locks,
    _container_rule,
    _classes,
    _mixing,
    _quantity,
    _weight,
    _volume,
    _height,
    _containers,
)


def _sum(case: _Case, what: str, parts: Sequence[tuple[int | None, int]]) -> int | None:
    """The whole, or None with the rule named as skipped: unknown is not zero."""
    known = [each * quantity for each, quantity in parts if each is not None]
    if len(known) == len(parts):
        return sum(known)
    case.skipped.append(f"{what}: an item in {case.location.code} is not measured")
    return None


def _volume_mm3(item: Item) -> int | None:
    if item.length_mm is None or item.width_mm is None or item.height_mm is None:
        return None
    return item.length_mm * item.width_mm * item.height_mm


def _items(loads: Iterable[Load]) -> list[Item]:
    return list({load.item.id: load.item for load in loads}.values())


def _over(case: _Case, total: str, most: str) -> Breach:
    sentence = f"Location {case.location.code} would hold {total}, its most is {most}."
    return Breach("over_capacity", sentence)


def _words(value: LocationStatus | Mixing) -> str:
    return str(value.value).replace("_", " ")
