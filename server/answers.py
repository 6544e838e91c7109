"""Error answers: every refusal and every framework error as problem+json, in one shape."""

import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import (
    HTTPException,
    MethodNotAllowedException,
    NotFoundException,
    ValidationException,
)
from sqlalchemy.exc import DataError

from server.door import Door, as_response
from server.errors import PROBLEM_JSON, Refusal
from server.query import sent_as
from server.wire import FieldProblem
from server.words import in_words

log = logging.getLogger("tallyman.answers")

_WORDS = {
    400: "malformed",
    401: "not_signed_in",
    403: "forbidden",
    404: "no_such_url",
    405: "method_not_allowed",
    413: "too_large",
    415: "wrong_content_type",
}


def refuse(_request: Request[Any, Any, Any], error: Refusal) -> Response[bytes]:
    headers = {}
    if error.retry_after_seconds is not None:
        headers["Retry-After"] = str(error.retry_after_seconds)
    return Response(
        content=error.problem(), status_code=error.status, media_type=PROBLEM_JSON, headers=headers
    )


def problems_only(response: Response[Any]) -> Response[Any]:
    """The framework's HTML page for an unknown part of the schema, as a problem like all others."""
    if response.status_code != HTTPStatus.NOT_FOUND:
        return response
    missing = Refusal(404, "no_such_url", "The schema is one file: /schema/openapi.json.")
    return Response(content=missing.problem(), status_code=404, media_type=PROBLEM_JSON)


def malformed(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """400 for a body or a parameter that does not decode; an operation done before is replayed.

    A body that an older server took may no longer decode: the same bytes get the same reply.
    Who may not ask at all is not told what a good request looks like.
    """
    house = request.app.state.house
    door = Door(house, request, request.state.get("body", b""))
    try:
        done_before = request.method != "GET" and "idempotency-key" in request.headers
        if done_before and not door.is_open:
            stored = house.acts.replay(door.call())
            if stored is not None:
                return as_response(stored)
        door.admit()
    except Refusal as refusal:
        return refuse(request, refusal)
    fields = _fields(error, sent_as(request))
    if request.method != "GET" and not door.body:
        return refuse(request, Refusal(400, "malformed", "The request has no body; it needs one."))
    return refuse(request, Refusal(400, "malformed", _sentence(error, fields), errors=fields))


def _sentence(error: Exception, fields: tuple[FieldProblem, ...]) -> str:
    if fields:
        return f"The request is malformed: {fields[0].where}: {fields[0].detail}"
    said = error.detail if isinstance(error, HTTPException) else str(error)
    if isinstance(error, RecursionError):
        said = "it is nested too deep."
    elif isinstance(error, UnicodeDecodeError):
        said = "it is not UTF-8."
    return f"The request is malformed: {in_words(said)}"[:900]


def unstorable(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """400 for a text with U+0000 or a number beyond 64 bits in an address: databases say no."""
    del error
    sentence = "The request names a text or a number that nothing here can have as its key."
    return refuse(request, Refusal(400, "malformed", sentence))


def _fields(error: Exception, names: Mapping[str, str]) -> tuple[FieldProblem, ...]:
    extra = getattr(error, "extra", None)
    if not isinstance(extra, list):
        return ()
    return tuple(
        FieldProblem(where=_where(item, names), detail=in_words(str(item["message"]))[:900])
        for item in extra
        if isinstance(item, dict) and _told(item)
    )


def _where(item: dict[str, Any], names: Mapping[str, str]) -> str:
    key = str(item.get("key", "body"))
    return names.get(key, key)[:200]


def _told(item: dict[str, Any]) -> bool:
    """Whether it says something: what follows from another fault is a bare name in quotes."""
    return "message" in item and item["message"] != repr(item.get("key"))


def framework(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    word = _WORDS.get(error.status_code, "refused")
    sentence = error.detail or "The request was refused."
    if isinstance(error, NotFoundException):
        sentence = f"There is nothing at {request.url.path[:200]}."
    elif error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        limit = request.route_handler.resolve_request_max_body_size() or 0
        sentence = f"The request is too large: {limit >> 20} MiB is the most that is taken."
    elif isinstance(error, MethodNotAllowedException):
        sentence = f"{request.method} is not something that can be done at this address."
    return refuse(request, Refusal(error.status_code, word, sentence[:900]))


def defect(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """500 for a fault of ours: told in the log whole, to the outside only that it is one."""
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    sentence = "The server made a mistake; its log says which. Nothing was stored."
    return refuse(request, Refusal(500, "defect", sentence))


Handler = Callable[[Request[Any, Any, Any], Any], Any]

HANDLERS: dict[int | type[Exception], Handler] = {
    Refusal: refuse,
    ValidationException: malformed,
    HTTPException: framework,
    RecursionError: malformed,
    UnicodeDecodeError: malformed,
    DataError: unstorable,
    OverflowError: unstorable,
    msgspec.MsgspecError: malformed,
    Exception: defect,
}
