"""Routes of orders and customers."""

from litestar import Response, Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server.csv_door import csv_file
from server.door import Door
from server.orders import availability, csv_orders, csv_shipped, customers, edit, read
from server.orders.wire import (
    AvailabilityQuery,
    AvailabilityView,
    CustomerPut,
    CustomerView,
    OrderEdit,
    OrderHoldLift,
    OrderHoldSet,
    OrderQuery,
    OrderSummary,
    OrderView,
    ShippedQuery,
)
from server.query import asks
from server.wire import CsvImport, CsvQuery, CsvReport, Page, PageQuery


@get(
    "/customers",
    opt={"right": "inquire"},
    dependencies=asks(PageQuery),
    summary="Customers",
)
async def list_customers(
    door: NamedDependency[Door], wanted: NamedDependency[PageQuery]
) -> Page[CustomerView]:
    return await door.read(customers.list_customers, wanted.cursor, wanted.limit)


@put(CustomerPut.path, opt={"right": "orders.write"}, summary="Make or change a customer")
async def put_customer(
    door: NamedDependency[Door], data: JSONBody[CustomerPut]
) -> Response[CustomerView]:
    return await door.act(customers.put_customer, data)


@get("/orders", opt={"right": "inquire"}, dependencies=asks(OrderQuery), summary="Orders")
async def list_orders(
    door: NamedDependency[Door], wanted: NamedDependency[OrderQuery]
) -> Page[OrderSummary]:
    return await door.read(read.list_orders, wanted)


@get("/orders/{order:str}", opt={"right": "inquire"}, summary="An order with its lines")
async def read_order(door: NamedDependency[Door], order: FromPath[str]) -> OrderView:
    return await door.read(read.read_order, order)


@put(OrderEdit.path, opt={"right": "orders.write"}, summary="Change an open order")
async def edit_order(
    door: NamedDependency[Door], order: FromPath[str], data: JSONBody[OrderEdit]
) -> Response[OrderView]:
    return await door.act(edit.edit_order, data, order)


@post(OrderHoldSet.path, opt={"right": "orders.write"}, summary="Hold an order")
async def hold_order(
    door: NamedDependency[Door], order: FromPath[str], data: JSONBody[OrderHoldSet]
) -> Response[OrderView]:
    return await door.act(edit.hold_order, data, order)


@post(OrderHoldLift.path, opt={"right": "orders.write"}, summary="Let a held order go on")
async def lift_hold(
    door: NamedDependency[Door], order: FromPath[str], data: JSONBody[OrderHoldLift]
) -> Response[OrderView]:
    return await door.act(edit.lift_hold, data, order)


@get(
    "/availability",
    opt={"right": "inquire"},
    dependencies=asks(AvailabilityQuery),
    summary="What may be promised",
)
async def read_availability(
    door: NamedDependency[Door], wanted: NamedDependency[AvailabilityQuery]
) -> Page[AvailabilityView]:
    return await door.read(availability.availability, wanted)


@post(
    "/orders/csv",
    opt={"right": "orders.write"},
    dependencies=asks(CsvQuery),
    summary="Orders in by CSV",
)
async def import_orders(
    door: NamedDependency[Door], wanted: NamedDependency[CsvQuery]
) -> Response[CsvReport]:
    """The body is the file (UTF-8, with a header); `mode` is `all`, `partial` or `check`."""
    return await door.act(csv_orders.import_orders, CsvImport(mode=wanted.mode), door.body)


@get(
    "/shipped.csv",
    opt={"right": "inquire"},
    dependencies=asks(ShippedQuery),
    summary="Shipped and tracking, by position",
)
async def export_shipped(
    door: NamedDependency[Door], wanted: NamedDependency[ShippedQuery]
) -> Response[bytes]:
    """Go on with `after` = the last row's position."""
    text = await door.read(csv_shipped.export_shipped, wanted.after, wanted.limit)
    return csv_file(text, "shipped")


router = Router(
    path="/",
    route_handlers=[
        list_customers,
        put_customer,
        list_orders,
        read_order,
        edit_order,
        hold_order,
        lift_hold,
        read_availability,
        import_orders,
        export_shipped,
    ],
    tags=["orders"],
)
