"""Routes that change the rules of locations where goods stand."""

from litestar import Response, Router, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server.door import Door
from server.places.wire import LocationEdit, LocationView
from server.query import asks
from server.stock import limits
from server.wire import Code, CsvImport, CsvQuery, CsvReport


@put(LocationEdit.path, opt={"right": "places.write"}, summary="Change a location")
async def edit_location(
    door: NamedDependency[Door], data: JSONBody[LocationEdit], code: FromPath[Code]
) -> Response[LocationView]:
    """What stands there beyond its new rules is kept, and is on the list of exceptions."""
    return await door.act(limits.edit_location, data, code)


@post(
    "/warehouses/{warehouse:str}/locations/csv",
    opt={"right": "places.write"},
    dependencies=asks(CsvQuery),
    summary="Locations in by CSV",
)
async def import_locations(
    door: NamedDependency[Door], wanted: NamedDependency[CsvQuery]
) -> Response[CsvReport]:
    """The body is the file (UTF-8, with a header); `mode` is `all`, `partial` or `check`."""
    return await door.act(limits.import_locations, CsvImport(mode=wanted.mode), door.body)


router = Router(path="/", route_handlers=[edit_location, import_locations], tags=["places"])
