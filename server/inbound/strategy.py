"""Where goods go from the dock: rules tried in one fixed order, and why each decided as it did.

The item's fixed pick face with room; where the same item and lot stands; the nearest empty place;
a place that may be shared. Room is kept as it is found, so that no two errands get the same.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.inbound.candidates import (
    Search,
    empty_places,
    own_faces,
    places_apart,
    same_goods,
    shared_places,
)
from server.inbound.waiting_goods import Part
from server.inbound.wire.put_away import Rule
from server.places.tables import Location
from server.places.wire import Containers
from server.stock.fits import fit
from server.stock.planned import keep_room
from server.stock.read import covering
from server.stock.room import held, room_for
from server.stock.tables import NO_CONTAINER, Balance, BalanceId, ContainerId, Hold, PlannedPut
from server.stock.wire import HoldReason, Status

FIT = {Status.AVAILABLE, Status.INSPECTION}
"""Goods that are put among what is sold; all others are kept apart."""

PULLED = (HoldReason.RECALL, HoldReason.EXPIRED)
"""Holds on an item or lot whose goods are kept apart too; others wait where they are stored."""

Find = Callable[[Search, Part], list[Location]]
STAGES: tuple[tuple[Rule, str, Find], ...] = (
    (Rule.SAME_ITEM, "the same item and lot", same_goods),
    (Rule.EMPTY, "the nearest empty place", empty_places),
    (Rule.SHARED, "a place that may be shared", shared_places),
)
Offer = tuple[Rule, Location, int | None]


def pulled(session: Session, balances: Sequence[BalanceId]) -> set[BalanceId]:
    """Those of the balances whose goods are recalled or expired."""
    query = (
        sa.select(Balance.id)
        .join(Hold, covering(Balance))
        .where(Balance.id.in_(balances), Hold.item.is_not(None), Hold.reason.in_(PULLED))
    )
    return {BalanceId(row) for row in session.scalars(query)}


@dataclass(slots=True)
class Planner:
    """Keeps room for the goods of one document and writes down why."""

    search: Search
    document: str
    why: list[str] = field(default_factory=list)

    def plan(self, parts: Sequence[Part]) -> None:
        """Keeps room for all parts, or for as much as there is room for."""
        if not parts:
            self.why.append("Nothing is left to put away.")
            return
        held_back = pulled(self.search.act.session, [part.row.id for part in parts])
        if held_back or any(part.row.status not in FIT for part in parts):
            unfit = {part.row.status.value for part in parts if part.row.status not in FIT}
            words = " and ".join(sorted(unfit | {"recalled or expired"} if held_back else unfit))
            self.why.append(f"The goods are {words}: they are kept apart from what is sold.")
            for part in parts:
                self._fill(part, self._apart(part))
        elif len(parts) == 1 or not self._together(parts):
            for part in parts:
                self._fill(part, self._offers(part))

    def _apart(self, part: Part) -> Iterator[Offer]:
        for place in places_apart(self.search, part):
            yield Rule.QUARANTINE, place, None

    def _offers(self, part: Part) -> Iterator[Offer]:
        """Places by the rules in their order; each rule that has none says so."""
        faces = own_faces(self.search, part)
        seen = {place.id for place, _ in faces}
        if not faces:
            self.why.append(f"{part.item.sku} has no fixed pick face.")
        for place, most in faces:
            yield Rule.FACE, place, most
        for rule, words, find in STAGES:
            places = [place for place in find(self.search, part) if place.id not in seen]
            seen |= {place.id for place in places}
            if not places:
                self.why.append(f"There is no open place for {part.item.sku} by rule: {words}.")
            for place in places:
                yield rule, place, None

    def _together(self, parts: Sequence[Part]) -> bool:
        """An LPN with several items stays whole where a place keeps containers."""
        for rule, words, find in STAGES[1:]:
            for place in find(self.search, parts[0]):
                if place.lpn is not Containers.DISSOLVE and self._takes_all(place, parts):
                    self.why.append(f"All of it fits into {place.code}: {words}.")
                    for part in parts:
                        self._keep(rule, place, part, part.quantity)
                    return True
        self.why.append("No place takes all of it on its LPN: each item goes by itself.")
        return False

    def _takes_all(self, place: Location, parts: Sequence[Part]) -> bool:
        held(self.search.act, place)
        loads = [part.load for part in parts]
        found = fit(self.search.act.session, place, loads, self.search.container)
        return not found.breaches

    def _fill(self, part: Part, offers: Iterator[Offer]) -> None:
        left = part.quantity
        for rule, place, most in offers:
            left -= self._try(rule, place, part, left, most)
            if left == 0:
                return
        self.why.append(f"There is no room for {left} of {part.item.sku}.")

    def _try(self, rule: Rule, place: Location, part: Part, left: int, most: int | None) -> int:
        """Keeps what fits and says so; an LPN that is kept goes whole or not at all."""
        container = self._container_at(place)
        load = part.load
        room = room_for(self.search.act, place, load, container)
        if most is not None:
            room = min(room, most - self._stands(place, part))
        fits = max(min(room, left), 0)
        words = rule.value.replace("_", " ")
        if fits == 0 or (fits < left and container != NO_CONTAINER):
            self.why.append(f"{place.code} ({words}) has no room for {left} of {part.item.sku}.")
            return 0
        self.why.append(f"{place.code} ({words}) takes {fits} of {part.item.sku}.")
        self.why.extend(f"{place.code} {said}." for said in self._skipped(place, part))
        self._keep(rule, place, part, fits)
        return fits

    def _container_at(self, place: Location) -> ContainerId:
        return NO_CONTAINER if place.lpn is Containers.DISSOLVE else self.search.container

    def _keep(self, rule: Rule, place: Location, part: Part, quantity: int) -> None:
        keep_room(
            self.search.act,
            self.document,
            place,
            part.row,
            quantity,
            container=self._container_at(place),
            rule=rule.value,
        )

    def _skipped(self, place: Location, part: Part) -> list[str]:
        """The rules that could not be asked: unknown is not zero."""
        return fit(self.search.act.session, place, [part.load], self.search.container).skipped

    def _stands(self, place: Location, part: Part) -> int:
        """What a fixed face holds of its item, and what is on its way there."""
        session = self.search.act.session
        stands = sa.select(sa.func.coalesce(sa.func.sum(Balance.on_hand), 0)).where(
            Balance.location == place.id,
            Balance.item == part.row.item,
            Balance.status != Status.MISSING,
        )
        coming = sa.select(sa.func.coalesce(sa.func.sum(PlannedPut.quantity), 0)).where(
            PlannedPut.location == place.id, PlannedPut.item == part.row.item
        )
        return int(session.execute(stands).scalar_one() + session.execute(coming).scalar_one())
