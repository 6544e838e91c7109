"""Routes of pick faces."""

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from server.door import Door
from server.query import asks
from server.replenish import faces
from server.replenish.wire import AssignFace, FaceQuery, FaceView, ReleaseFace
from server.wire import Page


@get(
    "/warehouses/{warehouse:str}/pick-faces",
    opt={"right": "inquire"},
    dependencies=asks(FaceQuery),
    summary="Which item has its fixed place where",
)
async def list_faces(
    door: NamedDependency[Door], wanted: NamedDependency[FaceQuery]
) -> Page[FaceView]:
    return await door.read(faces.list_faces, wanted)


@post(AssignFace.path, opt={"right": "places.write"}, summary="Give an item its fixed place")
async def assign(door: NamedDependency[Door], data: JSONBody[AssignFace]) -> Response[FaceView]:
    return await door.act(faces.assign_face, data)


@post(ReleaseFace.path, opt={"right": "places.write"}, summary="Free a pick face for any item")
async def release(door: NamedDependency[Door], data: JSONBody[ReleaseFace]) -> Response[FaceView]:
    return await door.act(faces.release_face, data)


router = Router(path="/", route_handlers=[list_faces, assign, release], tags=["pick faces"])
