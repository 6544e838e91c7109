"""What one confirmation puts where, and whether it may: the goods meant, the place, its"
" rules.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from server.act import Act
from server.counting.ask import ask_for_count
from server.counting.wire.counts import CountReason
from server.errors import Refusal
from server.exceptions.report import report
from server.exceptions.wire import ExceptionKind
from server.identity.approval import signed_by
from server.inbound.tables import PutAway
from server.inbound.waiting_goods import Part, waiting
from server.inbound.wire.put_away import ConfirmPutAway, Override, PutAwayState
from server.places.tables import Location, LocationId
from server.places.wire import Containers, LocationType
from server.stock.excess import accept
from server.stock.fits import Breach, fit
from server.stock.planned import plans_of
from server.stock.room import held
from server.stock.spot import Spot
from server.stock.tables import NO_CONTAINER, ContainerId, Lot, PlannedPut


@dataclass(frozen=True, slots=True)
class Putting:
    """`take` base units of each part go to the spot; `whole` when nothing of the errand is"
    " left.
    """

    errand: PutAway
    command: ConfirmPutAway
    spot: Spot
    take: list[tuple[Part, int]]
    whole: bool
    late: bool

    @property
    def place(self) -> Location:
        return self.spot.location

    @property
    def quantity(self) -> int:
        return sum(take for _, take in self.take)

    @property
    def carries(self) -> bool:
        """The LPN itself comes to stand there, with all that is on it."""
        return (
            self.errand.container != NO_CONTAINER
            and self.whole
            and self.command.into is None
            and self.place.lpn is not Containers.DISSOLVE
        )

    @property
    def is_handed_over(self) -> bool:
        """The LPN goes on from here: nothing stays at a P&D place."""
        return self.carries and self.place.type is LocationType.PICK_AND_DROP

    @property
    def container(self) -> ContainerId:
        """The container in which the goods will stand there; 0 for loose."""
        return self.errand.container if self.carries else self.spot.container_id


def putting(
    act: Act, command: ConfirmPutAway, errand: PutAway, spot: Spot, *, late: bool
) -> Putting:
    """The goods meant, with what a pick found there before.

    Refused: 409 `put_away_ended`, `nothing_left`, `more_than_left`; 422 `which_item`.
    """
    if errand.state is not PutAwayState.OPEN and not late:
        raise Refusal(
            409,
            "put_away_ended",
            f"Put-away {errand.number} is {errand.state.value} already. If goods of it are"
            " still"
            " here, have them planned again.",
        )
    everything = waiting(act, errand)
    meant = [part for part in everything if _is_meant(act, command, part)]
    most = [(part, part.quantity + _brought(act, errand, part, spot)) for part in meant]
    most = [(part, quantity) for part, quantity in most if quantity]
    if not most:
        raise Refusal(
            409,
            "nothing_left",
            f"Nothing of that is left to put of {errand.number}: scan where it stands, and"
            " move it from there.",
        )
    take = most if command.quantity is None else [_part(command, errand, most, late=late)]
    rest = sum(part.quantity for part in everything if part not in meant)
    whole = rest == 0 and all(told >= left for (_, told), (_, left) in zip(take, most, strict=True))
    return Putting(errand, command, spot, take, whole, late)


def asked_place(act: Act, what: Putting) -> str | None:
    """The place that was asked for; 409 `other_place` for another one without a reason.

    A place that was found full or blocked is counted: the book says otherwise.
    """
    plans = [row for row in plans_of(act.session, what.errand.number) if row.quantity or row.taken]
    codes = _codes(act, plans)
    if not codes or what.place.id in codes or what.is_handed_over:
        return what.place.code if codes else None
    first, asked = next(iter(codes.items()))
    if what.command.reason is None and not what.late:
        raise Refusal(
            409,
            "other_place",
            f"{what.errand.number} goes to {', '.join(codes.values())}, {what.place.code} was"
            " told. Give a reason to put it there.",
        )
    if what.command.reason in {Override.FULL, Override.BLOCKED}:
        words = f"{asked} was found {what.command.reason} when {what.errand.number} came."
        report(act, ExceptionKind.OTHER_PLACE, what.errand.number, words, location=first)
        ask_for_count(act, first, reason=CountReason.OTHER)
    return asked


def require_fit(act: Act, what: Putting) -> None:
    """The rules of the place bind, unless a reason is told, and for a lock signed; what comes
    late stands there.
    """
    place, command = held(act, what.place), what.command
    loads = [replace(part.load, quantity=take) for part, take in what.take]
    found = fit(act.session, place, loads, what.container, planned_by=what.errand.number)
    reason = f"{command.reason}: {command.note}" if command.reason else ""
    if not what.late and reason:
        _require_signed(act, place, found.breaches)
    accept(act, place, found.breaches, reason, late=what.late)


def _require_signed(act: Act, place: Location, breaches: Sequence[Breach]) -> None:
    """409 `approval_needed` where a place is locked: its reason weighs more than a worker's."""
    locked = next((one for one in breaches if one.code == "location_locked"), None)
    if locked is not None and signed_by(act) is None:
        raise Refusal(
            409,
            "approval_needed",
            f"{locked.sentence} A supervisor has to sign that goods are put at {place.code}.",
        )


def _part(
    command: ConfirmPutAway, errand: PutAway, most: list[tuple[Part, int]], *, late: bool
) -> tuple[Part, int]:
    quantity = command.quantity or 0
    if len(most) > 1:
        raise Refusal(
            422, "which_item", f"{errand.number} holds several kinds of goods: say of which."
        )
    part, left = most[0]
    if quantity > left and not late:
        raise Refusal(
            409,
            "more_than_left",
            f"{left} of {part.item.sku} are left to put, {quantity} were told.",
        )
    return part, quantity


def _is_meant(act: Act, command: ConfirmPutAway, part: Part) -> bool:
    lot = act.session.get_one(Lot, part.row.lot).code
    return command.sku in {None, part.item.sku} and command.lot in {None, lot}


def _brought(act: Act, errand: PutAway, part: Part, spot: Spot) -> int:
    plans = plans_of(act.session, errand.number)
    return sum(
        plan.taken for plan in plans if plan.location == spot.location.id and part.is_of(plan)
    )


def _codes(act: Act, plans: list[PlannedPut]) -> dict[LocationId, str]:
    """Planned locations in their order, with their codes."""
    ids = list(dict.fromkeys(plan.location for plan in plans))
    found = dict(
        act.session.execute(sa.select(Location.id, Location.code).where(Location.id.in_(ids))).all()
    )
    return {location: found[location] for location in ids}
