"""Locations: make one, change it, open or block it."""

from typing import Any

import sqlalchemy as sa
from msgspec import structs

from server.act import Act
from server.errors import Refusal, exists, require_version
from server.places.check_digits import deal_for
from server.places.find import location, stripped, zone
from server.places.read import view
from server.places.tables import Location
from server.places.wire import (
    Containers,
    LocationBlock,
    LocationChanged,
    LocationCreate,
    LocationEdit,
    LocationFacts,
    LocationRules,
    LocationStatus,
    LocationType,
    LocationView,
)

_STORAGE = {
    LocationType.RESERVE,
    LocationType.PICK_FACE,
    LocationType.FLOOR,
    LocationType.CAGE,
}
_UNSOLD = {LocationType.QUARANTINE, LocationType.RETURNS, LocationType.PROBLEM}


def create_location(act: Act, command: LocationCreate) -> LocationView:
    """Refused: 409 `exists`, 404 `not_found` (zone), 422 `virtual_location`."""
    require_free(act, [command.code])
    row = make_location(act, command.code, command)
    deal_for(act, [row])
    return view(act.session, row)


def make_location(act: Act, code: str, facts: LocationFacts) -> Location:
    """Adds a location whose code is known to be free; its check digits are dealt afterwards."""
    columns = columns_of(act, facts)
    row = Location(warehouse=act.warehouse, code=code, stripped_code=stripped(code), **columns)
    act.session.add(row)
    act.session.flush()
    act.record(LocationChanged(location=code, status=row.status, reason=""), code)
    return row


def edit_location(act: Act, command: LocationEdit, code: str) -> LocationView:
    """Refused: 404 `not_found`, 409 `stale`, 422 `virtual_location`."""
    row = location(act.session, act.warehouse, code)
    act.session.refresh(row, with_for_update=True)
    require_version(f"Location {row.code}", command.version, row.version)
    change_location(act, row, command, LocationFacts.__struct_fields__)
    return view(act.session, row)


def change_location(act: Act, row: Location, facts: LocationFacts, names: tuple[str, ...]) -> bool:
    """Sets the named facts; False when all of them stood like that already."""
    _require_physical(row.type, row.code)
    wanted = columns_of(act, facts)
    changed = {n: wanted[n] for n in names if getattr(row, n) != wanted[n]}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.version += 1
        _tell(act, row)
    return bool(changed)


def block_location(act: Act, command: LocationBlock) -> LocationView:
    """Refused: 404 `not_found`, 422 `reason_missing`, 422 `virtual_location`."""
    row = location(act.session, act.warehouse, command.location)
    _require_physical(row.type, row.code)
    opens = command.status is LocationStatus.OPEN
    if not opens and not command.reason.strip():
        raise Refusal(
            422, "reason_missing", f"Why shall {row.code} be {command.status.value}? Give a reason."
        )
    row.status, row.reason = command.status, "" if opens else command.reason.strip()
    row.version += 1
    _tell(act, row)
    return view(act.session, row)


def _tell(act: Act, row: Location) -> None:
    act.session.flush()
    act.record(LocationChanged(location=row.code, status=row.status, reason=row.reason), row.code)


def require_free(act: Act, codes: list[str]) -> None:
    """409 `exists` naming codes that are there, also when only their separators differ."""
    keys = {stripped(code): code for code in codes}
    if len(keys) < len(codes):
        raise Refusal(
            422, "same_code", f"Two of these codes are alike without separators: {codes[0]} ..."
        )
    query = sa.select(Location.code).where(
        Location.warehouse == act.warehouse, Location.stripped_code.in_(keys)
    )
    taken = act.session.scalars(query.order_by(Location.code).limit(5)).all()
    if taken:
        raise exists("location", ", ".join(taken))


def columns_of(act: Act, facts: LocationRules) -> dict[str, Any]:
    """The facts as a row holds them: the zone as its id, absent flags as usual for the type."""
    _require_physical(facts.type, "a location")
    zone_id = zone(act.session, act.warehouse, facts.zone).id if facts.zone else None
    pick_face = facts.type is LocationType.PICK_FACE
    usual = {
        "sellable": facts.type not in _UNSOLD,
        "pickable": facts.type in _STORAGE,
        "lpn": Containers.DISSOLVE if pick_face else Containers.KEEP,
    }
    given = structs.asdict(facts)
    given |= {name: value for name, value in usual.items() if given[name] is None}
    columns = {name: value for name, value in given.items() if name in _COLUMNS}
    return columns | {"zone": zone_id}


_COLUMNS = frozenset(LocationFacts.__struct_fields__)


def _require_physical(kind: LocationType, code: str) -> None:
    if kind is LocationType.VIRTUAL:
        raise Refusal(
            422,
            "virtual_location",
            f"{code} can't be virtual: those places are part of every warehouse and stay as"
            " they are.",
        )
