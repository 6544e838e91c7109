"""Fixed pick faces: given to an item, taken back, listed."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from server.act import Act
from server.catalog.find import item_by_sku
from server.catalog.tables import Item, ItemId
from server.db import page_of, paged
from server.door import Reading
from server.errors import Refusal, not_found
from server.guard import WarehouseId
from server.places.find import location
from server.places.tables import Location
from server.places.wire import LocationType
from server.replenish.tables import PickFace
from server.replenish.wire import (
    AssignFace,
    FaceAssigned,
    FaceQuery,
    FaceReleased,
    FaceView,
    ReleaseFace,
)
from server.wire import Page


def assign_face(act: Act, command: AssignFace) -> FaceView:
    """Refused: 404, 409 `face_taken` by another item, 422 `not_a_pick_face`, `bounds`."""
    place = location(act.session, act.warehouse, command.location)
    item = item_by_sku(act.session, command.sku)
    if place.type is not LocationType.PICK_FACE:
        raise Refusal(
            422, "not_a_pick_face", f"{place.code} is a {place.type.value}, not a pick face."
        )
    if command.maximum is not None and command.minimum > command.maximum:
        raise Refusal(
            422, "bounds", f"The minimum {command.minimum} is above the maximum {command.maximum}."
        )
    row = _face_at(act.session, place)
    if row is not None and row.item != item.id:
        other = act.session.get_one(Item, row.item).sku
        raise Refusal(
            409, "face_taken", f"{place.code} is the pick face of {other}: release it there first."
        )
    if row is None:
        row = PickFace(warehouse=act.warehouse, location=place.id, item=item.id)
        act.session.add(row)
        act.record(FaceAssigned(location=place.code, sku=item.sku), item.sku)
    row.minimum, row.maximum = command.minimum, command.maximum
    act.session.flush()
    return FaceView(location=place.code, sku=item.sku, minimum=row.minimum, maximum=row.maximum)


def release_face(act: Act, command: ReleaseFace) -> FaceView:
    """404 `not_found` for a location that is nobody's face."""
    place = location(act.session, act.warehouse, command.location)
    row = _face_at(act.session, place)
    if row is None:
        raise not_found("pick face", command.location)
    sku = act.session.get_one(Item, row.item).sku
    view = FaceView(location=place.code, sku=sku, minimum=row.minimum, maximum=row.maximum)
    act.session.delete(row)
    act.session.flush()
    act.record(FaceReleased(location=place.code, sku=sku), sku)
    return view


def list_faces(reading: Reading, wanted: FaceQuery) -> Page[FaceView]:
    """By location."""
    assert reading.scope is not None  # noqa: S101  (the route is warehouse-bound)
    query = (
        sa.select(PickFace.minimum, PickFace.maximum, Item.sku, Location.code)
        .join(Location, Location.id == PickFace.location)
        .join(Item, Item.id == PickFace.item)
        .where(PickFace.warehouse == reading.scope.id)
    )
    if wanted.sku:
        query = query.where(Item.sku == wanted.sku)
    sort = ((Location.code, str),)
    rows, following = paged(reading.session, query, sort, wanted.cursor, wanted.limit)
    views = [FaceView(minimum=r[0], maximum=r[1], sku=r[2], location=r[3]) for r in rows]
    return page_of(views, following)


def faces_of(
    session: Session, warehouse: WarehouseId, item: ItemId
) -> list[tuple[Location, int | None]]:
    """The item's own faces, each with the most base units it is to hold."""
    query = (
        sa.select(Location, PickFace.maximum)
        .join(PickFace, PickFace.location == Location.id)
        .where(PickFace.warehouse == warehouse, PickFace.item == item)
        .order_by(Location.sequence, Location.code)
    )
    return [(place, maximum) for place, maximum in session.execute(query)]


def _face_at(session: Session, place: Location) -> PickFace | None:
    return session.scalar(sa.select(PickFace).where(PickFace.location == place.id))
