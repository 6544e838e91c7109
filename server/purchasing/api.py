"""Routes of purchasing."""

from litestar import Response, Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server.csv_door import csv_file
from server.door import Door
from server.purchasing import csv_purchase_orders, move, purchase_orders, read, suppliers
from server.purchasing.wire import (
    PurchaseOrderCreate,
    PurchaseOrderEdit,
    PurchaseOrderHead,
    PurchaseOrderMove,
    PurchaseOrderQuery,
    PurchaseOrderView,
    SupplierCreate,
    SupplierEdit,
    SupplierView,
)
from server.query import asks
from server.wire import Code, CsvImport, CsvQuery, CsvReport, Page, PageQuery

ORDERS = PurchaseOrderCreate.path
CSV = ORDERS + "/csv"


@get(
    "/suppliers",
    opt={"right": "inquire"},
    dependencies=asks(PageQuery),
    summary="Suppliers",
)
async def list_suppliers(
    door: NamedDependency[Door], wanted: NamedDependency[PageQuery]
) -> Page[SupplierView]:
    return await door.read(suppliers.list_suppliers, wanted.cursor, wanted.limit)


@get("/suppliers/{code:str}", opt={"right": "inquire"}, summary="A supplier")
async def get_supplier(door: NamedDependency[Door], code: FromPath[Code]) -> SupplierView:
    return await door.read(suppliers.get_supplier, code)


@post(SupplierCreate.path, opt={"right": "purchasing.write"}, summary="Make a supplier")
async def create_supplier(
    door: NamedDependency[Door], data: JSONBody[SupplierCreate]
) -> Response[SupplierView]:
    return await door.act(suppliers.create_supplier, data)


@put(SupplierEdit.path, opt={"right": "purchasing.write"}, summary="Change a supplier")
async def edit_supplier(
    door: NamedDependency[Door], data: JSONBody[SupplierEdit], code: FromPath[Code]
) -> Response[SupplierView]:
    return await door.act(suppliers.edit_supplier, data, code)


@get(
    ORDERS,
    opt={"right": "inquire"},
    dependencies=asks(PurchaseOrderQuery),
    summary="Purchase orders",
)
async def list_purchase_orders(
    door: NamedDependency[Door], wanted: NamedDependency[PurchaseOrderQuery]
) -> Page[PurchaseOrderHead]:
    """By number; of one state when named."""
    return await door.read(read.list_purchase_orders, wanted)


@get(PurchaseOrderEdit.path, opt={"right": "purchasing.write"}, summary="A purchase order")
async def get_purchase_order(
    door: NamedDependency[Door], number: FromPath[Code]
) -> PurchaseOrderView:
    return await door.read(read.get_purchase_order, number)


@post(ORDERS, opt={"right": "purchasing.write"}, summary="Make a purchase order")
async def create_purchase_order(
    door: NamedDependency[Door], data: JSONBody[PurchaseOrderCreate]
) -> Response[PurchaseOrderView]:
    return await door.act(purchase_orders.create_purchase_order, data)


@put(PurchaseOrderEdit.path, opt={"right": "purchasing.write"}, summary="Change it")
async def edit_purchase_order(
    door: NamedDependency[Door], data: JSONBody[PurchaseOrderEdit], number: FromPath[Code]
) -> Response[PurchaseOrderView]:
    return await door.act(purchase_orders.edit_purchase_order, data, number)


@post(PurchaseOrderMove.path, opt={"right": "purchasing.write"}, summary="Open, close, cancel it")
async def move_purchase_order(
    door: NamedDependency[Door], data: JSONBody[PurchaseOrderMove]
) -> Response[PurchaseOrderView]:
    return await door.act(move.move_purchase_order, data)


@post(
    CSV,
    opt={"right": "purchasing.write"},
    dependencies=asks(CsvQuery),
    summary="Orders in by CSV",
)
async def import_purchase_orders(
    door: NamedDependency[Door], wanted: NamedDependency[CsvQuery]
) -> Response[CsvReport]:
    """The body is the file (UTF-8, with a header); `mode` is `all`, `partial` or `check`."""
    return await door.act(
        csv_purchase_orders.import_purchase_orders, CsvImport(mode=wanted.mode), door.body
    )


@get(
    CSV,
    opt={"right": "purchasing.write"},
    summary="Orders out by CSV",
)
async def export_purchase_orders(door: NamedDependency[Door]) -> Response[bytes]:
    return csv_file(await door.read(csv_purchase_orders.export_purchase_orders), "purchase-orders")


router = Router(
    path="/",
    route_handlers=[
        list_suppliers,
        get_supplier,
        create_supplier,
        edit_supplier,
        list_purchase_orders,
        get_purchase_order,
        create_purchase_order,
        edit_purchase_order,
        move_purchase_order,
        import_purchase_orders,
        export_purchase_orders,
    ],
    tags=["purchasing"],
)
