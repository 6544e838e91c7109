"""The application: routers, the door, error answers; each route must name its right."""

from typing import Any

from anyio import CapacityLimiter
from litestar import Litestar, Router, get
from litestar.connection import ASGIConnection
from litestar.di import Provide
from litestar.exceptions import NotFoundException
from litestar.handlers import BaseRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.routes import HTTPRoute
from sqlalchemy.engine import Engine

from server.act import Acts
from server.answers import HANDLERS, problems_only
from server.catalog.api import router as catalog_router
from server.clock import Clock, utc_now
from server.counting.adjust import settle_adjust, settle_scrap
from server.counting.api import router as counting_router
from server.counting.decide import settle_count
from server.db import open_engine, reading
from server.door import House, Writers, keep_body, open_door
from server.exceptions.api import router as exceptions_router
from server.feed.api import router as feed_router
from server.identity.api import router as identity_router
from server.identity.approvals import SETTLERS
from server.identity.authenticate import authenticate
from server.inbound.api import router as inbound_router
from server.inbound.carried_api import router as carried_router
from server.inbound.put_away_api import router as put_away_router
from server.orders.api import router as orders_router
from server.outbound.api import router as outbound_router
from server.outbound.lost import settle_lost
from server.places.api import router as places_router
from server.printing.api import router as printing_router
from server.purchasing.api import router as purchasing_router
from server.replenish.api import router as replenish_router
from server.returns.api import router as returns_router
from server.scans.api import router as scans_router
from server.settings import Settings
from server.shipping.api import router as shipping_router
from server.stock.api import router as stock_router
from server.stock.limits_api import router as limits_router
from server.undo.api import router as undo_router
from server.wire import PREFIX, Line, Reply
from server.work.api import router as work_router

BODY_LIMIT = 1 << 20
SCHEMA = {"/schema", "/schema/openapi.json"}

ROUTERS: list[Router] = [
    counting_router,
    feed_router,
    identity_router,
    catalog_router,
    orders_router,
    outbound_router,
    places_router,
    printing_router,
    purchasing_router,
    scans_router,
    stock_router,
    limits_router,
    work_router,
    exceptions_router,
    inbound_router,
    returns_router,
    shipping_router,
    put_away_router,
    carried_router,
    replenish_router,
    undo_router,
]

SETTLERS |= {
    "count.decide": settle_count,
    "pick.short": settle_lost,
    "stock.adjust": settle_adjust,
    "stock.scrap": settle_scrap,
}


class Health(Reply, frozen=True, kw_only=True):
    """That the process answers."""

    status: Line = "ok"


@get("/health", opt={"right": "open"}, summary="Is the process there?")
async def health() -> Health:
    return Health()


def create_app(
    settings: Settings,
    engine: Engine | None = None,
    clock: Clock = utc_now,
) -> Litestar:
    """The API over one database; raises LookupError when a route declares no right."""
    app = api_app()
    app.state.house = open_house(settings, engine, clock)
    return app


def open_house(settings: Settings, engine: Engine | None = None, clock: Clock = utc_now) -> House:
    """What the requests of one process share, over one database."""
    engine = engine or open_engine(settings.database_url(), settings.threads)
    sqlite = engine.dialect.name == "sqlite"
    return House(
        settings=settings,
        acts=Acts(engine, clock),
        engine=engine,
        authenticate=authenticate,
        writers=Writers(
            1 if sqlite else settings.threads,
            settings.waiting_acts if sqlite else 10_000,
        ),
        readers=CapacityLimiter(settings.threads),
    )


def api_app() -> Litestar:
    """The routes alone; they answer once `state.house` is there."""
    app = Litestar(
        route_handlers=[health, Router(path=PREFIX, route_handlers=ROUTERS)],
        dependencies={"door": Provide(open_door)},
        before_request=keep_body,
        exception_handlers=HANDLERS,
        request_max_body_size=BODY_LIMIT,
        openapi_config=OpenAPIConfig(
            title="Tallyman",
            version="1",
            openapi_router=Router(
                path="/schema",
                route_handlers=[],
                guards=[here_or_with_a_key],
                include_in_schema=False,
                after_request=problems_only,
            ),
            render_plugins=[JsonRenderPlugin()],
        ),
        debug=False,
    )
    _every_route_names_its_right(app)
    return app


def here_or_with_a_key(request: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """The schema is for whoever sits at the server, and for those who have a key; 401 else."""
    if request.url.path.removesuffix("/") not in SCHEMA:
        raise NotFoundException
    if request.client is not None and request.client.host in {"127.0.0.1", "::1"}:
        return
    house: House = request.app.state.house
    with reading(house.engine) as session:
        house.authenticate(session, request.headers, house.acts.clock())


def _every_route_names_its_right(app: Litestar) -> None:
    for route in app.routes:
        if not isinstance(route, HTTPRoute) or route.path.startswith("/schema"):
            continue
        for handler in route.route_handlers:
            if "right" not in handler.opt and handler.http_methods != {"OPTIONS"}:
                raise LookupError(f"{route.path} declares no right; every route must.")
