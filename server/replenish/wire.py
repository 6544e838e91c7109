"""Messages about pick faces: which item has its fixed place where."""

from server.wire import Code, Command, Count, Cursor, Event, Limit, Quantity, Query, Reply


class AssignFace(Command, frozen=True, kw_only=True):
    """This location is the fixed pick face of an item; said again, its numbers change.

    Below `minimum` base units it wants more, up to `maximum`; without one it takes what fits.
    """

    kind = "pick_face.assign"
    path = "/warehouses/{warehouse:str}/pick-faces"

    location: Code
    sku: Code
    minimum: Count = 0
    maximum: Quantity | None = None


class ReleaseFace(Command, frozen=True, kw_only=True):
    """The location is free for any item again; what stands there stays."""

    kind = "pick_face.release"
    path = "/warehouses/{warehouse:str}/pick-faces/release"

    location: Code


class FaceQuery(Query, frozen=True, kw_only=True):
    """Which pick faces to show."""

    sku: Code | None = None
    cursor: Cursor | None = None
    limit: Limit = 100


class FaceView(Reply, frozen=True, kw_only=True):
    """A fixed pick face."""

    location: Code
    sku: Code
    minimum: Count
    maximum: Quantity | None


class FaceAssigned(Event, frozen=True, kw_only=True):
    """An item has its fixed place there."""

    kind = "pick_face.assigned"

    location: Code
    sku: Code


class FaceReleased(Event, frozen=True, kw_only=True):
    """The place is free for any item."""

    kind = "pick_face.released"

    location: Code
    sku: Code
