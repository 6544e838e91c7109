"""What a request asks by: its parameters as one struct, and no others; no day out of reason."""

from collections.abc import Mapping
from inspect import Parameter, Signature
from typing import Annotated, Any, get_type_hints

import msgspec
from litestar import Request
from litestar.di import Provide
from litestar.exceptions import ValidationException
from litestar.params import QueryParameter

from server.wire import Query
from server.words import odd_days


def asks(wanted: type[Query]) -> dict[str, Provide]:
    """The dependency `wanted` of a route: its query parameters as one struct, each documented."""
    hints = get_type_hints(wanted, include_extras=True)
    sent_as = {field.name: field.encode_name for field in msgspec.structs.fields(wanted)}
    parameters = [
        Parameter(
            field.name,
            Parameter.KEYWORD_ONLY,
            default=Parameter.empty if field.default is msgspec.NODEFAULT else field.default,
            annotation=Annotated[hints[field.name], QueryParameter(name=field.encode_name)],
        )
        for field in msgspec.structs.fields(wanted)
    ]

    def provide(**values: Any) -> Query:
        # The framework alone would let a limit of 0 in.
        asked = msgspec.convert({sent_as[name]: one for name, one in values.items()}, wanted)
        require_days(asked)
        return asked

    provide.__signature__ = Signature(parameters, return_annotation=wanted)  # type: ignore[attr-defined]
    provide.__annotations__ = {p.name: p.annotation for p in parameters} | {"return": wanted}
    provide.sent_as = sent_as  # type: ignore[attr-defined]
    return {"wanted": Provide(provide, sync_to_thread=False)}


def require_days(said: msgspec.Struct) -> None:
    """Answered as 400 `malformed` for a day or moment that is clearly a typing error."""
    if wrong := [{"key": where, "message": fault} for where, fault in odd_days(said)]:
        raise ValidationException(extra=wrong)


def sent_as(request: Request[Any, Any, Any]) -> Mapping[str, str]:
    """What the route's query is asked by: each field's name, and how it stands in the address."""
    asked = (request.route_handler.dependencies or {}).get("wanted")
    return asked.dependency.sent_as if isinstance(asked, Provide) else {}  # type: ignore[attr-defined]


def require_known(request: Request[Any, Any, Any]) -> None:
    """A misspelt filter, passed over, would answer what nobody asked: 400 `malformed`."""
    known = sent_as(request).values()
    if unknown := sorted(set(request.query_params) - set(known)):
        raise ValidationException(
            f"Nothing here is asked by '{unknown[0][:60]}': it can be"
            f" {', '.join(known) or 'nothing but the address'}.",
        )
