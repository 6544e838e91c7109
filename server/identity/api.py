"""Routes of identity."""

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody

from server.door import Door
from server.identity import keys
from server.identity.me import me
from server.identity.wire import Done, KeyCreate, KeyCreated, KeyRevoke, KeyView, Me
from server.wire import Page


@get("/me", opt={"right": "anyone"}, summary="Who am I, and what may I do?")
async def read_me(door: NamedDependency[Door]) -> Me:
    return await door.read(me)


@get("/keys", opt={"right": "admin"}, summary="API keys")
async def list_keys(
    door: NamedDependency[Door], cursor: FromQuery[str | None] = None, limit: FromQuery[int] = 100
) -> Page[KeyView]:
    return await door.read(keys.list_keys, cursor, limit)


@post(KeyCreate.path, opt={"right": "admin"}, summary="Make an API key, shown once")
async def create_key(
    door: NamedDependency[Door], data: JSONBody[KeyCreate]
) -> Response[KeyCreated]:
    return await door.act(keys.create_key, data)


@post(KeyRevoke.path, opt={"right": "admin"}, summary="End an API key")
async def revoke_key(door: NamedDependency[Door], data: JSONBody[KeyRevoke]) -> Response[Done]:
    return await door.act(keys.revoke_key, data)


router = Router(
    path="/", route_handlers=[read_me, list_keys, create_key, revoke_key], tags=["identity"]
)
