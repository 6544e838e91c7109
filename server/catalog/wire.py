"""Messages about items, their pack levels, barcodes and costs."""

from enum import Enum
from typing import Annotated

from msgspec import Meta, Struct

from server.wire import (
    NO_CONTROL,
    Code,
    Command,
    Country,
    Currency,
    Day,
    Days,
    Event,
    Grams,
    Line,
    Millimetres,
    Money,
    Name,
    Number,
    PageQuery,
    Quantity,
    Reply,
)


class Tracking(Enum):
    """What is known of each piece; `expiry` makes a lot from the date alone."""

    NONE = "none"
    LOT = "lot"
    SERIAL = "serial"
    SERIAL_OUT = "serial_out"
    EXPIRY = "expiry"


class BaseUnit(Enum):
    """What a quantity of 1 is: a piece, or a millimetre or gram of cut and loose goods."""

    PIECE = "piece"
    MILLIMETRE = "mm"
    GRAM = "g"


class LevelName(Enum):
    EACH = "each"
    INNER = "inner"
    CASE = "case"
    LAYER = "layer"
    PALLET = "pallet"


class BarcodeKind(Enum):
    """A `gtin` is stored with 14 digits; an alias is whatever somebody printed on it."""

    GTIN = "gtin"
    ALIAS = "alias"
    SUPPLIER = "supplier"


BarcodeText = Annotated[
    str,
    Meta(
        pattern=r"\A[!-~]([ -~]*[!-~])?\Z",
        max_length=120,
        description="What the scanner reads: 1 to 120 printable ASCII characters.",
    ),
]
Gtin = Annotated[
    str,
    Meta(
        pattern=r"\A([0-9]{8}|[0-9]{12,14})\Z",
        max_length=14,
        description="GTIN-8, -12, -13 or -14 with its check digit.",
    ),
]
UnNumber = Annotated[str, Meta(pattern=r"\A[0-9]{4}\Z", description="UN number of the hazard.")]
HazardClass = Annotated[
    str, Meta(pattern=r"\A[1-9](\.[1-9][A-S]?)?\Z", max_length=4, description="ADR class.")
]
PackingGroup = Annotated[str, Meta(pattern=r"\AI{1,3}\Z", max_length=3, description="I to III.")]
HsCode = Annotated[str, Meta(pattern=r"\A[0-9]{6,12}\Z", max_length=12, description="HS code.")]
Allergens = Annotated[str, Meta(pattern=NO_CONTROL, max_length=200)]
AbcClass = Annotated[str, Meta(pattern=r"\A[A-C]\Z", description="A moves most.")]
XyzClass = Annotated[str, Meta(pattern=r"\A[X-Z]\Z", description="X is the steadiest.")]


class ItemFacts(Struct, frozen=True, kw_only=True):
    """What is known of an item: names by language, measures of a base unit; absent: unknown."""

    name: Name
    name_en: Name | None = None
    name_de: Name | None = None
    name_es: Name | None = None
    name_pl: Name | None = None
    name_fr: Name | None = None
    tracking: Tracking = Tracking.NONE
    expires: bool = False
    shelf_life_days: Days | None = None
    minimum_days_receipt: Days | None = None
    minimum_days_shipment: Days | None = None
    catch_weight: bool = False
    base_unit: BaseUnit = BaseUnit.PIECE
    weight_grams: Grams | None = None
    length_mm: Millimetres | None = None
    width_mm: Millimetres | None = None
    height_mm: Millimetres | None = None
    storage_class: Code | None = None
    temperature_band: Code | None = None
    un_number: UnNumber | None = None
    hazard_class: HazardClass | None = None
    packing_group: PackingGroup | None = None
    limited_quantity: bool = False
    allergens: Allergens = ""
    abc_class: AbcClass | None = None
    xyz_class: XyzClass | None = None
    fragile: bool = False
    upright: bool = False
    own_carton: bool = False
    origin: Country | None = None
    hs_code: HsCode | None = None
    active: bool = True


class LevelFacts(Struct, frozen=True, kw_only=True):
    """A package of `quantity` base units; measures of the whole package."""

    quantity: Quantity
    weight_grams: Grams | None = None
    length_mm: Millimetres | None = None
    width_mm: Millimetres | None = None
    height_mm: Millimetres | None = None
    active: bool = True


class LevelNew(LevelFacts, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A pack level of an item that is being made, with the GTIN printed on that package."""

    name: LevelName
    gtin: Gtin | None = None


Levels = Annotated[list[LevelNew], Meta(max_length=20)]


class ItemCreate(ItemFacts, Command, frozen=True, kw_only=True):
    """A new item; it gets the level `each` of 1 by itself, a GTIN given here stands on that."""

    kind = "item.create"
    path = "/items"

    sku: Code
    gtin: Gtin | None = None
    levels: Levels = []


class ItemEdit(ItemFacts, Command, frozen=True, kw_only=True):
    """The whole of an item as it shall be, made from `version`."""

    kind = "item.edit"
    path = "/items/{sku:str}"

    version: Number


class LevelAdd(LevelFacts, Command, frozen=True, kw_only=True):
    """One more pack level of an item."""

    kind = "level.add"
    path = "/items/{sku:str}/levels"

    name: LevelName


class LevelEdit(LevelFacts, Command, frozen=True, kw_only=True):
    """A level as it shall be; its quantity only while nothing has counted by it."""

    kind = "level.edit"
    path = "/items/{sku:str}/levels/{name:str}/{quantity:int}"


class BarcodeBind(Command, frozen=True, kw_only=True):
    """Says which package a printed code stands on."""

    kind = "barcode.bind"
    path = "/items/{sku:str}/barcodes"

    text: BarcodeText
    type: BarcodeKind = BarcodeKind.ALIAS
    level: LevelName = LevelName.EACH
    valid_from: Day | None = None


class BarcodeLink(Command, frozen=True, kw_only=True):
    """The same, said at the scan of an unknown code by the worker who holds the goods."""

    kind = "barcode.link"
    path = "/barcodes/link"

    sku: Code
    text: BarcodeText
    level: LevelName = LevelName.EACH


class BarcodeUnbind(Command, frozen=True, kw_only=True):
    """From today on the code no longer stands for the item."""

    kind = "barcode.unbind"
    path = "/items/{sku:str}/barcodes/unbind"

    text: BarcodeText


class CostSet(Command, frozen=True, kw_only=True):
    """What `per` base units cost from a day on, in minor units."""

    kind = "item.cost"
    path = "/items/{sku:str}/costs"

    valid_from: Day
    amount: Money
    per: Quantity = 1
    currency: Currency


class LevelView(LevelFacts, Reply, frozen=True, kw_only=True):
    """A pack level; `used` once something has counted by it."""

    name: LevelName
    used: bool


class BarcodeView(Reply, frozen=True, kw_only=True):
    """A printed code, the package it stands on, and since when and until when it does."""

    text: BarcodeText
    type: BarcodeKind
    level: LevelName
    quantity: Quantity
    valid_from: Day | None = None
    valid_until: Day | None = None


class ItemLine(ItemFacts, Reply, frozen=True, kw_only=True):
    """An item in a list."""

    sku: Code
    version: Number


class ItemQuery(PageQuery, frozen=True, kw_only=True):
    """Which items to show; `search` is the start of a SKU or a part of a name."""

    search: Line | None = None


class ItemView(ItemLine, frozen=True, kw_only=True):
    """An item with its packages and the codes that stand for it."""

    levels: Annotated[list[LevelView], Meta(max_length=1000)]
    barcodes: Annotated[list[BarcodeView], Meta(max_length=10_000)]


class CostView(Reply, frozen=True, kw_only=True):
    """What `per` base units of an item cost from a day on."""

    sku: Code
    valid_from: Day
    amount: Money
    per: Quantity
    currency: Currency


class ItemChanged(Event, frozen=True, kw_only=True):
    """An item was made or changed, or one of its levels was."""

    kind = "item.changed"

    sku: Code


class BarcodeBound(Event, frozen=True, kw_only=True):
    """A code now stands for the item; `others` are the items that it stood for already."""

    kind = "barcode.bound"

    sku: Code
    text: BarcodeText
    others: Annotated[list[Code], Meta(max_length=1000)]


class BarcodeUnbound(Event, frozen=True, kw_only=True):
    """A code no longer stands for the item."""

    kind = "barcode.unbound"

    sku: Code
    text: BarcodeText
