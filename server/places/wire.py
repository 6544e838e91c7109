"""Messages about places."""

from enum import Enum
from typing import Annotated

from msgspec import Meta, Struct

from server.wire import (
    Code,
    Command,
    Event,
    Grams,
    Line,
    Millimetres,
    Name,
    Number,
    PageQuery,
    Quantity,
    Reply,
)

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
    code: Code
    name: Name
    time_zone: TimeZone
    version: Number


Ordinal = Annotated[int, Meta(ge=0, le=9999, description="A bay, level or position, counted.")]
CubicCentimetres = Annotated[int, Meta(ge=0, le=2 * 10**9, description="Cubic centimetres.")]
Pieces = Annotated[int, Meta(ge=1, le=10_000, description="How many containers.")]
Step = Annotated[int, Meta(ge=0, le=10**9, description="A place in the walk; lower is earlier.")]
CheckDigits = Annotated[str, Meta(pattern=r"\A[0-9]{3}\Z", description="Three digits.")]


class ZoneCreate(Command, frozen=True, kw_only=True):
    kind = "zone.create"
    path = "/warehouses/{warehouse:str}/zones"

    code: Code
    name: Name


class ZoneEdit(Command, frozen=True, kw_only=True):
    kind = "zone.edit"
    path = "/warehouses/{warehouse:str}/zones/{code:str}"

    name: Name
    version: Number


class ZoneView(Reply, frozen=True, kw_only=True):
    code: Code
    name: Name
    version: Number


class LocationRules(Struct, frozen=True, kw_only=True):
    """What a location is for and what it takes; absent flags are as usual for its type."""

    type: LocationType
    zone: Code | None = None
    sellable: bool | None = None
    pickable: bool | None = None
    pick_unit: PickUnit = PickUnit.EACH
    lpn: Containers | None = None
    capacity_weight_grams: Grams | None = None
    capacity_volume_cm3: CubicCentimetres | None = None
    capacity_height_mm: Millimetres | None = None
    capacity_containers: Pieces | None = None
    capacity_quantity: Quantity | None = None
    mixing: Mixing = Mixing.ANY
    storage_class: Code | None = None
    temperature_band: Code | None = None


class LocationFacts(LocationRules, frozen=True, kw_only=True):
    """Its rules and where it is: the floor point in front of it, and its place in the walk."""

    x_mm: Millimetres | None = None
    y_mm: Millimetres | None = None
    aisle: Code | None = None
    side: Side | None = None
    bay: Ordinal | None = None
    level: Ordinal | None = None
    position: Ordinal | None = None
    sequence: Step = 0


class LocationCreate(LocationFacts, Command, frozen=True, kw_only=True):
    """A new location; it gets its two sets of check digits by itself."""

    kind = "location.create"
    path = "/warehouses/{warehouse:str}/locations"

    code: Code


class LocationEdit(LocationFacts, Command, frozen=True, kw_only=True):
    """The whole of a location as it shall be, made from `version`."""

    kind = "location.edit"
    path = "/warehouses/{warehouse:str}/locations/{code:str}"

    version: Number


class LocationBlock(Command, frozen=True, kw_only=True):
    """Opens, blocks or locks a location; all but opening needs a reason."""

    kind = "location.block"
    path = "/warehouses/{warehouse:str}/locations/block"

    location: Code
    status: LocationStatus
    reason: Line = ""


class CheckDigitsRotate(Command, frozen=True, kw_only=True):
    """Deals new check digits to an aisle; the old ones end with this act: print its labels anew."""

    kind = "location.rotate"
    path = "/warehouses/{warehouse:str}/locations/check-digits"

    aisle: Code


class LocationQuery(PageQuery, frozen=True, kw_only=True):
    """Which locations to show: of one zone, of one type (`kind`)."""

    zone: Code | None = None
    kind: LocationType | None = None


class LocationView(LocationFacts, Reply, frozen=True, kw_only=True):
    """A location; its check digits are on its label only."""

    code: Code
    status: LocationStatus
    reason: Line
    version: Number


class LocationChanged(Event, frozen=True, kw_only=True):
    """A location was made or changed, or its status was."""

    kind = "location.changed"

    location: Code
    status: LocationStatus
    reason: Line
