"""Messages about places."""

from enum import Enum
from typing import Annotated

from msgspec import Meta

from server.wire import Code, Command, Name, Number, Reply

TimeZone = Annotated[
    str, Meta(pattern=r"\A[A-Za-z0-9_+/-]+\Z", max_length=60, description="IANA time zone.")
]


class LocationType(Enum):
    """What a place is for; goods are always in one."""

    DOCK = "dock"
    STAGE = "stage"
    RESERVE = "reserve"
    PICK_FACE = "pick_face"
    FLOOR = "floor"
    BENCH = "bench"
    LANE = "lane"
    DOOR = "door"
    QUARANTINE = "quarantine"
    RETURNS = "returns"
    PROBLEM = "problem"
    CAGE = "cage"
    CART = "cart"
    TOTE_SLOT = "tote_slot"
    FORKLIFT = "forklift"
    HANDS = "hands"
    PICK_AND_DROP = "pd"
    PUT_WALL_SLOT = "put_wall_slot"
    VIRTUAL = "virtual"


class Virtual(Enum):
    """The places beyond the floor that a warehouse is born with, by code."""

    SUPPLIER = "V-SUPPLIER"
    CUSTOMER = "V-CUSTOMER"
    ADJUSTMENT = "V-ADJUSTMENT"
    SCRAP = "V-SCRAP"
    TRANSIT = "V-TRANSIT"
    PRODUCTION = "V-PRODUCTION"
    UNRECONCILED = "V-UNRECONCILED"


class Containers(Enum):
    """What happens to a container put here: kept, dissolved into loose goods, or demanded."""

    KEEP = "keep"
    DISSOLVE = "dissolve"
    REQUIRED = "required"


class Mixing(Enum):
    """How far goods may share a location."""

    ONE_ITEM = "one_item"
    ONE_LOT = "one_lot"
    ONE_OWNER = "one_owner"
    ANY = "any"


class LocationStatus(Enum):
    """What may pass: everything, nothing in, nothing out, nothing at all."""

    OPEN = "open"
    BLOCKED_IN = "blocked_in"
    BLOCKED_OUT = "blocked_out"
    LOCKED = "locked"


class PickUnit(Enum):
    PALLET = "pallet"
    CASE = "case"
    EACH = "each"


class Side(Enum):
    """The side of the aisle, seen from its front."""

    LEFT = "left"
    RIGHT = "right"


class WarehouseCreate(Command, frozen=True, kw_only=True):
    """Opens a warehouse; its code is for ever."""

    kind = "warehouse.create"
    path = "/warehouses"

    code: Code
    name: Name
    time_zone: TimeZone = "UTC"


class WarehouseEdit(Command, frozen=True, kw_only=True):
    """The whole of a warehouse as it shall be, made from `version`."""

    kind = "warehouse.edit"
    path = "/warehouses/{warehouse:str}"

    name: Name
    time_zone: TimeZone
    version: Number


class WarehouseView(Reply, frozen=True, kw_only=True):
    """A warehouse."""

    code: Code
    name: Name
    time_zone: TimeZone
    version: Number
