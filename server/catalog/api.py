"""Routes of the catalogue."""

from litestar import Response, Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server.catalog import barcodes, csv_items, items, levels, read
from server.catalog.wire import (
    BarcodeBind,
    BarcodeLink,
    BarcodeUnbind,
    CostSet,
    CostView,
    ItemCreate,
    ItemEdit,
    ItemLine,
    ItemQuery,
    ItemView,
    LevelAdd,
    LevelEdit,
    LevelName,
)
from server.csv_door import csv_file
from server.door import Door
from server.query import asks
from server.wire import Code, CsvImport, CsvQuery, CsvReport, Page, Quantity


@get("/items", opt={"right": "inquire"}, dependencies=asks(ItemQuery), summary="Items")
async def list_items(
    door: NamedDependency[Door], wanted: NamedDependency[ItemQuery]
) -> Page[ItemLine]:
    """By SKU; `search` is the start of a SKU or a part of a name."""
    return await door.read(read.list_items, wanted)


@get("/items/{sku:str}", opt={"right": "inquire"}, summary="An item")
async def get_item(door: NamedDependency[Door], sku: FromPath[Code]) -> ItemView:
    return await door.read(read.get_item, sku)


@post(ItemCreate.path, opt={"right": "catalog.write"}, summary="Make an item")
async def create_item(
    door: NamedDependency[Door], data: JSONBody[ItemCreate]
) -> Response[ItemView]:
    return await door.act(items.create_item, data)


@put(ItemEdit.path, opt={"right": "catalog.write"}, summary="Change an item")
async def edit_item(
    door: NamedDependency[Door], data: JSONBody[ItemEdit], sku: FromPath[Code]
) -> Response[ItemView]:
    return await door.act(items.edit_item, data, sku)


@post(LevelAdd.path, opt={"right": "catalog.write"}, summary="Add a pack level")
async def add_level(
    door: NamedDependency[Door], data: JSONBody[LevelAdd], sku: FromPath[Code]
) -> Response[ItemView]:
    return await door.act(levels.add_pack_level, data, sku)


@put(LevelEdit.path, opt={"right": "catalog.write"}, summary="Change a pack level")
async def edit_level(
    door: NamedDependency[Door],
    data: JSONBody[LevelEdit],
    sku: FromPath[Code],
    name: FromPath[LevelName],
    quantity: FromPath[Quantity],
) -> Response[ItemView]:
    return await door.act(levels.edit_pack_level, data, sku, name, quantity)


@post(BarcodeBind.path, opt={"right": "catalog.write"}, summary="Bind a GTIN or alias")
async def bind_barcode(
    door: NamedDependency[Door], data: JSONBody[BarcodeBind], sku: FromPath[Code]
) -> Response[ItemView]:
    return await door.act(barcodes.bind_barcode, data, sku)


@post(BarcodeUnbind.path, opt={"right": "catalog.write"}, summary="Unbind a GTIN or alias")
async def unbind_barcode(
    door: NamedDependency[Door], data: JSONBody[BarcodeUnbind], sku: FromPath[Code]
) -> Response[ItemView]:
    return await door.act(barcodes.unbind_barcode, data, sku)


@post(BarcodeLink.path, opt={"right": "receive"}, summary="Link an unknown code at the scan")
async def link_barcode(
    door: NamedDependency[Door], data: JSONBody[BarcodeLink]
) -> Response[ItemView]:
    return await door.act(barcodes.link_barcode, data)


@get("/items/{sku:str}/costs", opt={"right": "catalog.write"}, summary="What an item costs")
async def list_costs(door: NamedDependency[Door], sku: FromPath[Code]) -> Page[CostView]:
    return await door.read(read.list_costs, sku)


@post(CostSet.path, opt={"right": "catalog.write"}, summary="Say what an item costs")
async def set_cost(
    door: NamedDependency[Door], data: JSONBody[CostSet], sku: FromPath[Code]
) -> Response[CostView]:
    return await door.act(items.set_cost, data, sku)


@post(
    "/items/csv",
    opt={"right": "catalog.write"},
    dependencies=asks(CsvQuery),
    summary="Items in by CSV",
)
async def import_items(
    door: NamedDependency[Door], wanted: NamedDependency[CsvQuery]
) -> Response[CsvReport]:
    """The body is the file (UTF-8, with a header); `mode` is `all`, `partial` or `check`."""
    return await door.act(csv_items.import_items, CsvImport(mode=wanted.mode), door.body)


@get("/items/csv", opt={"right": "catalog.write"}, summary="Items out by CSV")
async def export_items(door: NamedDependency[Door]) -> Response[bytes]:
    return csv_file(await door.read(csv_items.export_items), "items")


router = Router(
    path="/",
    route_handlers=[
        list_items,
        get_item,
        create_item,
        edit_item,
        add_level,
        edit_level,
        bind_barcode,
        unbind_barcode,
        link_barcode,
        list_costs,
        set_cost,
        import_items,
        export_items,
    ],
    tags=["catalog"],
)
