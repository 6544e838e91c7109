"""Where received goods stand: at the dock or straight on the shelf, loose or on an LPN."""

from dataclasses import dataclass

from labels.codes import HouseCode, read_house_code
from server.act import Act
from server.errors import Refusal
from server.inbound.incoming import Goods
from server.inbound.wire.receipts import ReceiveLine
from server.places.tables import Location, LocationId
from server.places.wire import Containers, LocationType
from server.stock.containers import container_of, new_container
from server.stock.excess import accept
from server.stock.fits import Load, fit
from server.stock.late import is_late
from server.stock.room import held
from server.stock.spot import OUT_OF_USE, container_here, floor_location
from server.stock.tables import NO_CONTAINER, ContainerId
from server.stock.wire import ContainerKind, ContainerState

STORES = {
    LocationType.RESERVE,
    LocationType.PICK_FACE,
    LocationType.FLOOR,
    LocationType.CAGE,
}
"""Types of places where goods stay; from all others they are put away."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """The place where goods stand now; loose without a container."""

    location: Location
    container: ContainerId
    container_code: str | None
    fresh: ContainerKind | None = None
    """Of a container that is used for the first time: its label may still have to be printed."""


def arrival(act: Act, command: ReceiveLine, dock: LocationId, goods: Goods) -> Arrival:
    """Refused: 404, 409 `container_state`, and what the shelf does not take
    (`over_capacity`, `mixing`, `container_required`, `location_locked`, `storage_class`,
    `temperature_band`) unless a reason is told; what comes late is never held up by its place.
    """
    place = act.session.get_one(Location, dock)
    if command.location is not None:
        place = floor_location(act, command.location)
    here = Arrival(place, NO_CONTAINER, None)
    if place.lpn is not Containers.DISSOLVE:
        here = _container(act, command, place) or here
    if place.type in STORES:
        load = Load(goods.item, command.quantity, goods.lot)
        breaches = fit(act.session, held(act, place), [load], here.container).breaches
        accept(act, place, breaches, command.reason, late=is_late(act, command.happened_at))
    return here


def _container(act: Act, command: ReceiveLine, place: Location) -> Arrival | None:
    """The LPN that was scanned, or the next new one.

    A house LPN must have been given out by the server (its number would be given out again); any
    other code is that of the carton or pallet itself.
    """
    if command.container is None:
        kind = command.new_container
        made = new_container(act, kind, location=place.id) if kind else None
        return Arrival(place, made.id, made.code, kind) if made else None
    if isinstance(read_house_code(command.container), HouseCode):
        row = container_here(act, command.container)
    else:
        row = container_of(act, command.container, ContainerKind.CARTON, place.id)
    if row.state in OUT_OF_USE:
        raise Refusal(
            409,
            "container_state",
            f"Container {row.code} is {row.state.value}: take another one, or count it in"
            " where it was found.",
        )
    fresh = row.kind if row.state == ContainerState.PRE_PRINTED else None
    row.state = ContainerState.OPEN
    return Arrival(place, row.id, row.code, fresh)
