"""Routes of counts and adjustments."""

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server.counting import (
    adjust,
    ask,
    count_location,
    csv_opening,
    decide,
    open_count,
    progress,
    read,
    stocktake,
    zero_check,
)
from server.counting.wire.adjust import Adjusted, AdjustStock, ScrapStock
from server.counting.wire.counts import (
    AskCount,
    CountFigures,
    Counting,
    CountLocation,
    CountQuery,
    CountSnapshot,
    DecideCount,
    LeaveCount,
    OpenCount,
    ZeroCheck,
)
from server.counting.wire.stocktake import (
    PostStocktake,
    StartStocktake,
    StocktakeQuery,
    StocktakeView,
)
from server.csv_door import csv_file
from server.door import Door
from server.query import asks
from server.wire import CsvImport, CsvQuery, CsvReport, Number, Page

COUNTS = "/warehouses/{warehouse:str}/counts"
CSV = "/warehouses/{warehouse:str}/stock/csv"


@get(COUNTS, opt={"right": "count"}, dependencies=asks(CountQuery), summary="Counts of a warehouse")
async def list_counts(
    door: NamedDependency[Door], wanted: NamedDependency[CountQuery]
) -> Page[CountSnapshot]:
    """Without a figure: whoever counts is told nothing of the book."""
    return await door.read(read.counts, wanted)


@get(COUNTS + "/{number:int}", opt={"right": "count"}, summary="A count to work from")
async def get_count(door: NamedDependency[Door], number: FromPath[Number]) -> CountSnapshot:
    return await door.read(read.count, number)


@get(COUNTS + "/{number:int}/figures", opt={"right": "approve"}, summary="All rounds of a count")
async def get_figures(door: NamedDependency[Door], number: FromPath[Number]) -> CountFigures:
    """Book, count and what was posted, for whoever decides."""
    return await door.read(read.figures, number)


@post(AskCount.path, opt={"right": "supervise"}, summary="Have a place counted")
async def ask_count(door: NamedDependency[Door], data: JSONBody[AskCount]) -> Response[Counting]:
    return await door.act(ask.ask, data)


@post(OpenCount.path, opt={"right": "count"}, summary="Begin to count a place")
async def begin_count(door: NamedDependency[Door], data: JSONBody[OpenCount]) -> Response[Counting]:
    """The book is written down as it is now; work goes on."""
    return await door.act(open_count.open_count, data)


@post(CountLocation.path, opt={"right": "count"}, summary="Tell what was counted")
async def counted(door: NamedDependency[Door], data: JSONBody[CountLocation]) -> Response[Counting]:
    """Everything that stands there; what is not listed is not there."""
    return await door.act(count_location.count_location, data)


@post(LeaveCount.path, opt={"right": "count"}, summary="Leave a count to somebody else")
async def leave_count(
    door: NamedDependency[Door], data: JSONBody[LeaveCount]
) -> Response[Counting]:
    return await door.act(open_count.leave_count, data)


@post(ZeroCheck.path, opt={"right": "pick"}, summary="Tell what a pick has left")
async def tell_left(door: NamedDependency[Door], data: JSONBody[ZeroCheck]) -> Response[Counting]:
    """A place that should be empty of an item: a count where it is, one to be made where not."""
    return await door.act(zero_check.zero_check, data)


@post(DecideCount.path, opt={"right": "approve"}, summary="Decide about counts that differ")
async def decide_count(
    door: NamedDependency[Door], data: JSONBody[DecideCount]
) -> Response[Counting]:
    return await door.act(decide.decide_count, data)


@post(AdjustStock.path, opt={"right": "adjust"}, summary="Adjust stock")
async def adjust_stock(
    door: NamedDependency[Door], data: JSONBody[AdjustStock]
) -> Response[Adjusted]:
    """A new quantity or a difference; losses above the limits wait for a second person."""
    return await door.act(adjust.adjust_stock, data)


@post(ScrapStock.path, opt={"right": "adjust"}, summary="Scrap goods")
async def scrap_stock(
    door: NamedDependency[Door], data: JSONBody[ScrapStock]
) -> Response[Adjusted]:
    """With evidence; above the limits it waits for a second person."""
    return await door.act(adjust.scrap_stock, data)


@post(
    CSV,
    opt={"right": "adjust"},
    dependencies=asks(CsvQuery),
    summary="Opening stock in by CSV",
)
async def import_stock(
    door: NamedDependency[Door], wanted: NamedDependency[CsvQuery]
) -> Response[CsvReport]:
    """While the site is set up; the body is the file, `mode` is `all`, `partial` or `check`."""
    return await door.act(csv_opening.import_stock, CsvImport(mode=wanted.mode), door.body)


@get(CSV, opt={"right": "inquire"}, summary="Stock out by CSV")
async def export_stock(door: NamedDependency[Door]) -> Response[bytes]:
    return csv_file(await door.read(csv_opening.export_stock), "stock")


@get(
    StartStocktake.path,
    opt={"right": "supervise"},
    dependencies=asks(StocktakeQuery),
    summary="Stocktakes and how far they are",
)
async def list_stocktakes(
    door: NamedDependency[Door], wanted: NamedDependency[StocktakeQuery]
) -> Page[StocktakeView]:
    return await door.read(progress.stocktakes, wanted)


@post(StartStocktake.path, opt={"right": "supervise"}, summary="Have a zone counted whole")
async def start_stocktake(
    door: NamedDependency[Door], data: JSONBody[StartStocktake]
) -> Response[StocktakeView]:
    """Each of its places is counted; what differs, by a second person."""
    return await door.act(stocktake.start_stocktake, data)


@post(PostStocktake.path, opt={"right": "approve"}, summary="Post what a stocktake counted")
async def post_stocktake(
    door: NamedDependency[Door], data: JSONBody[PostStocktake]
) -> Response[StocktakeView]:
    """Some places at a time; ask again until none is left."""
    return await door.act(stocktake.post_stocktake, data)


router = Router(
    path="/",
    route_handlers=[
        list_counts,
        get_count,
        get_figures,
        ask_count,
        begin_count,
        counted,
        leave_count,
        tell_left,
        decide_count,
        list_stocktakes,
        start_stocktake,
        post_stocktake,
        adjust_stock,
        scrap_stock,
        import_stock,
        export_stock,
    ],
    tags=["counting"],
)
