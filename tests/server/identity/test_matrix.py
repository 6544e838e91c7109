"""Who gets in where: every route times every kind of caller, from one table keyed by right."""

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from litestar.routes import HTTPRoute

from server.guard import ANYONE, OPEN
from server.identity.roles import RIGHTS
from server.identity.wire.people import Right, Role
from server.wire import PREFIX
from tests.site import Site, bearer

# +    let in: what comes then is an answer about the request itself
# 401  nobody that is known       403  known, without the right
# 404  has the right, but the warehouse in the path is another's; elsewhere let in
#
# nobody and bad:  nothing shown, and a token that was never given out
# dead:            an expired key with all rights        device:  enrolled, nobody signed in
# north:           a supervisor of another warehouse     key:     with the right `print` only
EXPECTED = """
right             nobody bad  dead device worker lead supervisor shipping north key
open              +      +    +    +      +      +    +          +        +     +
anyone            401    401  401  +      +      +    +          +        404   +
receive           401    401  401  403    +      +    +          403      404   403
put_away          401    401  401  403    +      +    +          403      404   403
pick              401    401  401  403    +      +    +          403      404   403
pack              401    401  401  403    +      +    +          +        404   403
ship              401    401  401  403    +      +    +          +        404   403
count             401    401  401  403    +      +    +          403      404   403
move              401    401  401  403    +      +    +          403      404   403
returns           401    401  401  403    +      +    +          403      404   403
print             401    401  401  403    +      +    +          +        404   +
inquire           401    401  401  403    +      +    +          +        404   403
supervise         401    401  401  403    403    +    +          403      404   403
adjust            401    401  401  403    403    403  +          403      404   403
hold              401    401  401  403    403    403  +          403      404   403
approve           401    401  401  403    403    403  +          403      404   403
catalog.write     401    401  401  403    403    403  +          403      404   403
places.write      401    401  401  403    403    403  +          403      404   403
purchasing.write  401    401  401  403    403    403  +          403      404   403
orders.write      401    401  401  403    403    403  +          403      404   403
feed              401    401  401  403    403    403  +          403      404   403
admin             401    401  401  403    403    403  403        403      403   403
"""
HEAD, *ROWS = [line.split() for line in EXPECTED.strip().splitlines()]
TABLE = {row[0]: dict(zip(HEAD[1:], row[1:], strict=True)) for row in ROWS}

# Decodes as the body of no command: whoever is let in is told so, and nothing changes.
NO_COMMAND = b'{"\\u0001": 1}'


def callers(site: Site) -> dict[str, Site]:
    site.post("/warehouses", {"code": "NORTH", "name": "North"})
    until = (site.clock.now + timedelta(minutes=1)).isoformat()
    key = {"code": "DEAD", "name": "x", "rights": list(Right), "all_warehouses": True}
    dead = site.post("/keys", {**key, "expires_at": until})["key"]
    site.clock.now += timedelta(minutes=2)
    return {
        "nobody": site.signed({}),
        "bad": site.signed(bearer("A" * 32)),
        "dead": site.signed(bearer(dead)),
        "device": site.signed(site.device().headers),
        "worker": site.person("worker"),
        "lead": site.person("lead"),
        "supervisor": site.person("supervisor"),
        "shipping": site.person("shipping"),
        "north": site.person("supervisor", warehouse="NORTH"),
        "key": site.as_key("print"),
    }


def routes(site: Site) -> Iterator[tuple[str, str, str]]:
    """Method, path with every parameter filled in, and the declared right of each route."""
    for route in site.app.routes:
        if not isinstance(route, HTTPRoute) or route.path.startswith("/schema"):
            continue
        path = "/".join(
            part if isinstance(part, str) else {"warehouse": "MAIN"}.get(part.name, "1")
            for part in ["", *route.path_components]
        )
        for handler in route.route_handlers:
            for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"}):
                yield str(method), path, handler.opt["right"]


def outcome(caller: Site, method: str, path: str) -> str:
    body = None if method == "GET" else NO_COMMAND
    sent = {"Last-Event-ID": "none", **caller.credentials}  # a stream would never end
    answer = caller.signed(sent).send(method, path.removeprefix(PREFIX), body)
    assert answer.status_code < 500, (method, path, answer.text)
    if answer.status_code == 401 or (answer.status_code == 403 and "forbidden" in answer.text):
        return str(answer.status_code)
    foreign = answer.status_code == 404 and "There is no warehouse MAIN." in answer.text
    return "404" if foreign else "+"


def wanted(right: str, caller: str, path: str) -> str:
    cell = TABLE[right][caller]
    return "+" if cell == "404" and "/MAIN" not in path else cell


def test_every_route_lets_in_whom_the_table_says_and_nobody_else(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    asked, wrong = Counter[str](), []
    all_callers, all_routes = callers(site), list(routes(site))
    for method, path, right in all_routes:
        if not path.startswith(PREFIX):
            assert right == OPEN, path
            continue
        for name, caller in all_callers.items():
            got, want = outcome(caller, method, path), wanted(right, name, path)
            asked[got] += 1
            if got != want:
                wrong.append(f"{method} {path} ({right}) as {name}: {got}, not {want}")
    with capsys.disabled():
        counts = f"{len(all_routes)} routes, {len(all_callers)} callers, {dict(asked)}"
        sys.stdout.write(f"\nmatrix: {counts}\n")
    assert wrong == []


def test_the_table_names_every_right_and_agrees_with_the_roles() -> None:
    assert set(TABLE) == {OPEN, ANYONE, *Right}
    for role in (Role.WORKER, Role.LEAD, Role.SUPERVISOR, Role.SHIPPING):
        told = {right for right in Right if TABLE[right][role] == "+"}
        assert told == RIGHTS[role]
    assert RIGHTS[Role.ADMIN] == set(Right)
    assert RIGHTS[Role.INTEGRATION] == {
        Right.ORDERS_WRITE,
        Right.PURCHASING_WRITE,
        Right.CATALOG_WRITE,
        Right.FEED,
        Right.INQUIRE,
    }
